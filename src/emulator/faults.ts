/** Which answers go wrong, and how: decided from a seed, so that a run can be repeated. Sockets are the server's business. */
import { Failure } from '../core/failure.ts';
import { shortHash } from '../core/json.ts';

/** What can go wrong with one call. `before` and `after` say whether the emulator's state has changed by then. */
export type Fault =
  | { readonly type: 'status'; readonly status: number }
  /** The connection breaks. */
  | { readonly type: 'reset'; readonly when: 'before' | 'after' }
  /** There is never an answer. */
  | { readonly type: 'timeout'; readonly when: 'before' | 'after' }
  /** A gateway answers with its own page. */
  | { readonly type: 'html' }
  /** Half of the body, then the connection breaks; the state has changed. */
  | { readonly type: 'half' };

/** One rule of a specification. */
export interface FaultRule {
  /** Absent: any operation. */
  readonly operationId?: string;
  readonly name: FaultName;
  /** A share of the calls from 0 to 1, or the first calls of an operation. */
  readonly amount: { readonly share: number } | { readonly first: number };
}

/** A parsed specification. */
export interface FaultSpec {
  readonly seed: string;
  readonly rules: readonly FaultRule[];
}

/** Decides call by call. */
export interface FaultPlan {
  /** The fault of this call; undefined: none. The same calls in the same order per path always get the same faults. */
  next(operationId: string, method: string, path: string): Fault | undefined;
}

const NAMES = [
  'reset',
  'reset-before',
  'reset-after',
  'timeout',
  'timeout-before',
  'timeout-after',
  'html',
  'half',
] as const;

/** The name of a fault: a status, or one of the socket's. */
export type FaultName = `${number}` | (typeof NAMES)[number];

const EXAMPLE = '429=10%,500=5%,reset=5%,timeout=5%,html=2%,half=2%,createGroupCluster:500=1,seed=7';

/** Parses `429=10%,createGroupCluster:500=1,seed=7`: a share of the calls with `%`, the first calls without. */
export function parseFaults(text: string): FaultSpec {
  const rules: FaultRule[] = [];
  const problems: string[] = [];
  let seed = '1';
  for (const part of text.split(',').map((word) => word.trim())) {
    const match = /^(?:([A-Za-z]\w*):)?([\w-]+)=(\d+(?:\.\d+)?)(%?)$/.exec(part);
    const [, operationId, name = '', number = '', percent] = match ?? [];
    if (match && name === 'seed' && operationId === undefined && percent === '') seed = number;
    else if (match && isFaultName(name) && amountOf(number, percent === '%') !== undefined) {
      const amount = amountOf(number, percent === '%') as FaultRule['amount'];
      rules.push({ ...(operationId === undefined ? {} : { operationId }), name, amount });
    } else problems.push(part);
  }
  const total = rules.reduce(
    (sum, { operationId, amount }) => sum + (operationId === undefined && 'share' in amount ? amount.share : 0),
    0,
  );
  if (problems.length > 0 || total > 1) {
    throw new Failure(
      {
        code: 'faults-invalid',
        what: 'Could not read the faults.',
        why:
          problems.length > 0
            ? `${problems.map((part) => `"${part}"`).join(', ')} is no fault.`
            : `Together they hit ${Math.round(total * 100)} % of the calls.`,
        fix: `Write them like this: ${EXAMPLE}. A fault is a status from 400 to 599 or one of ${NAMES.join(', ')}; its amount is a share of the calls with %, or a number of first calls without.`,
      },
      2,
    );
  }
  return { seed, rules };
}

function isFaultName(name: string): name is FaultName {
  return /^[45]\d\d$/.test(name) || (NAMES as readonly string[]).includes(name);
}

function amountOf(number: string, isShare: boolean): FaultRule['amount'] | undefined {
  const value = Number(number);
  if (isShare) return value <= 100 ? { share: value / 100 } : undefined;
  return Number.isInteger(value) ? { first: value } : undefined;
}

/** A plan that counts each call by method and path: which other calls come between changes nothing. */
export function createFaultPlan({ seed, rules }: FaultSpec): FaultPlan {
  const counts = new Map<string, number>();
  const spent = new Map<FaultRule, number>();
  // Rules for one operation come first: who names an operation means it.
  const ordered = [...rules].sort((a, b) => Number(b.operationId !== undefined) - Number(a.operationId !== undefined));
  return {
    next: (operationId, method, path) => {
      const key = `${method} ${path}`;
      const count = counts.get(key) ?? 0;
      counts.set(key, count + 1);
      let drawn = chance(`${seed} ${key} ${count}`);
      for (const rule of ordered) {
        if (rule.operationId !== undefined && rule.operationId !== operationId) continue;
        const { amount, name } = rule;
        if ('first' in amount) {
          const used = spent.get(rule) ?? 0;
          if (used >= amount.first) continue;
          spent.set(rule, used + 1);
          return faultOf(name, chance(`${seed} ${key} ${count} when`));
        }
        if (drawn < amount.share) return faultOf(name, chance(`${seed} ${key} ${count} when`));
        drawn -= amount.share;
      }
      return undefined;
    },
  };
}

function faultOf(name: FaultName, drawn: number): Fault {
  const [what = '', when = drawn < 0.5 ? 'before' : 'after'] = name.split('-') as [string, ('before' | 'after')?];
  switch (what) {
    case 'reset':
    case 'timeout':
      return { type: what, when };
    case 'html':
    case 'half':
      return { type: what };
    default:
      return { type: 'status', status: Number(what) };
  }
}

/** A number from 0 up to 1 that depends on the text alone. Hashed twice: texts that differ in their end alone come out close together. */
function chance(text: string): number {
  return Number.parseInt(shortHash(shortHash(text, 16), 16).slice(3), 16) / 2 ** 52;
}
