import { isPreview, schemaFor } from './cedar-schema.ts';
import type { PolicyEngine, PolicyTree } from './engine.ts';
import { fullRequest, type ShortRequest } from './guardrail.ts';

/** One thing that is wrong with a policy's text. */
export interface LintFinding {
  /** Stable: `parse`, `one-per-body`, `evadable-list` … */
  readonly rule: string;
  /** `error`: Atlas refuses it. `warning`: Atlas takes it, and it does something else than it seems to. */
  readonly level: 'error' | 'warning';
  readonly because: string;
  readonly fix: string;
  readonly offset?: number;
}

/** Everything that is wrong with one policy body, by the engine itself and by what it answers to telling requests. */
export function lintPolicy(engine: PolicyEngine, text: string): readonly LintFinding[] {
  const parts = engine.split(text);
  if ('problems' in parts) {
    const escaped = text.includes('\\"');
    return parts.problems.map(({ message, offset }) => ({
      rule: 'parse',
      level: 'error',
      because: `Cedar cannot read it: ${message}.`,
      fix: escaped ? 'It holds \\": the text was copied out of JSON. Write plain quotes.' : 'Mend the text there.',
      ...(offset === undefined ? {} : { offset }),
    }));
  }
  if (parts.policies.length !== 1)
    return [
      {
        rule: 'one-per-body',
        level: 'error',
        because: `It holds ${parts.policies.length} policies; Atlas takes exactly one per body.`,
        fix: 'Put each into a body of its own.',
      },
    ];
  const findings: LintFinding[] = [];
  const tree = engine.tree(text);
  const error = (rule: string, because: string, fix: string) => findings.push({ rule, level: 'error', because, fix });
  const warn = (rule: string, because: string, fix: string) => findings.push({ rule, level: 'warning', because, fix });
  if (tree.effect !== 'forbid')
    error(
      'permit',
      'It is a permit; Atlas takes forbid alone, and allows what nothing forbids.',
      'Write what is to be refused.',
    );
  if ((tree.principal as { op?: string }).op !== 'All')
    error(
      'principal',
      'It names a principal; Atlas takes policies for everybody alone.',
      'Write `principal` without a condition.',
    );
  for (const { message, offset } of engine.validate(text, schemaFor(text)))
    findings.push({
      rule: 'schema',
      level: 'error',
      because: `It does not fit what Atlas knows: ${message}.`,
      fix: 'Use the names of the "Atlas resource policies" page; guard what may be absent with `has`.',
      ...(offset === undefined ? {} : { offset }),
    });
  if (isPreview(text))
    warn(
      'preview',
      'It speaks the language of the preview (cloud::).',
      'Write ResourcePolicy:: instead: cluster.modify and project.ipAccessList.modify.',
    );
  if (findings.some(({ level }) => level === 'error')) return findings;
  const conditions = tree.conditions as readonly { readonly kind: string; readonly body: PolicyTree }[];
  if (conditions.length === 0)
    warn('always', 'It has no condition: it refuses the action altogether, in every project.', 'Add when or unless.');
  const nodes = conditions.flatMap(({ kind, body }) => nodesOf(body).map((node) => ({ kind, node })));
  if (
    conditions.some(
      ({ kind, body }) => kind === 'unless' && conjuncts(body).some(isPlace) && conjuncts(body).length > 1,
    )
  )
    warn(
      'exemption',
      'Its `unless { resource in … && … }` refuses everything outside of that project as well.',
      'Write `when { resource in … && !(…) }`.',
    );
  if (conditions.some(({ kind, body }) => kind === 'when' && isStateTest(body)))
    warn(
      'state',
      'Its `when { set == […] }` refuses exactly that state, and lets every other pass.',
      'To hold a state fast write `unless { set == […] }`.',
    );
  for (const { node } of nodes) {
    const shards = comparisonOf(node);
    if (shards?.attribute === 'minShardCount' && shards.operator !== '<')
      warn('shards', 'minShardCount may be compared with < alone.', 'Use < with it, and maxShardCount with >.');
    if (shards?.attribute === 'maxShardCount' && shards.operator !== '>')
      warn('shards', 'maxShardCount may be compared with > alone.', 'Use > with it, and minShardCount with <.');
  }
  if (text.includes('minShardCount') && !text.includes('isConvertingToSharded'))
    warn(
      'converting',
      'A least number of shards stops a replica set from being made a sharded cluster.',
      'Add `&& !context.cluster.isConvertingToSharded`.',
    );
  if (!isPreview(text)) findings.push(...behaviour(engine, text));
  return findings;
}

/** What it does to requests that tell. */
function behaviour(engine: PolicyEngine, text: string): readonly LintFinding[] {
  const decide = engine.prepare([{ id: 'policy', text }]);
  const refuses = (short: ShortRequest) => decide(fullRequest(short)).refusedBy.length > 0;
  const list = (...ipAccessList: readonly string[]): ShortRequest => ({
    action: 'project.ipAccessList.modify',
    ipAccessList,
  });
  const findings: LintFinding[] = [];
  if (/cloudProviders|regions/.test(text) && refuses({ cloudProviders: [], regions: [] }))
    findings.push({
      rule: 'deletion',
      level: 'warning',
      because: 'It refuses the deletion of a cluster as well: providers and regions are empty then.',
      fix: 'Turn the test round: `[…].containsAll(context.cluster.regions)`.',
    });
  if (text.includes('ipAccessList') && refuses(list('0.0.0.0/0')) && !refuses(list('203.0.113.7/32'))) {
    const evasions = [['0.0.0.0/1', '128.0.0.0/1'], ['::/0'], ['::/1', '8000::/1']].filter(
      (entries) => !refuses(list(...entries)),
    );
    if (evasions.length > 0)
      findings.push({
        rule: 'evadable-list',
        level: 'warning',
        because: `It is evaded by ${evasions.map((entries) => entries.join(' with ')).join(', and by ')}.`,
        fix: 'Name these ranges as well (`fivefold policy synthesize` does), and keep the control network/no-open-ip-access-list.',
      });
  }
  if (text.includes('minTLSVersion') && refuses({ minTLSVersion: 'tls1_3' }) && !refuses({ minTLSVersion: 'tls1_2' }))
    findings.push({
      rule: 'tls-1-3',
      level: 'warning',
      because: 'It refuses a floor of TLS 1.3.',
      fix: 'Forbid tls1_0 and tls1_1 by name.',
    });
  return findings;
}

/** Every node of an expression, itself first. */
function nodesOf(tree: unknown): readonly PolicyTree[] {
  if (typeof tree !== 'object' || tree === null) return [];
  const inner = Object.values(tree).flatMap(nodesOf);
  return Array.isArray(tree) ? inner : [tree as PolicyTree, ...inner];
}

/** The parts of `a && b && c`. */
function conjuncts(tree: PolicyTree): readonly PolicyTree[] {
  const both = tree['&&'] as { readonly left: PolicyTree; readonly right: PolicyTree } | undefined;
  return both === undefined ? [tree] : [...conjuncts(both.left), ...conjuncts(both.right)];
}

/** `resource in …` or `resource == …`. */
function isPlace(tree: PolicyTree): boolean {
  const test = (tree.in ?? tree['==']) as { readonly left?: { readonly Var?: string } } | undefined;
  return test?.left?.Var === 'resource';
}

/** `context.project.… == [ … ]`. */
function isStateTest(tree: PolicyTree): boolean {
  const test = tree['=='] as { readonly left: PolicyTree; readonly right: PolicyTree } | undefined;
  return test !== undefined && ['Set' in test.left, 'Set' in test.right].includes(true);
}

function comparisonOf(tree: PolicyTree): { readonly attribute: string; readonly operator: string } | undefined {
  for (const operator of ['<', '<=', '>', '>=', '==', '!=']) {
    const test = tree[operator] as { readonly left: PolicyTree } | undefined;
    const attribute = (test?.left?.['.'] as { readonly attr?: string } | undefined)?.attr;
    if (attribute !== undefined) return { attribute, operator };
  }
  return undefined;
}
