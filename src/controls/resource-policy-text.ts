/** Recognizes what a resource policy forbids, by the few shapes that can be read without a Cedar engine; anything else is `perhaps`. */

/** Whether a policy does it, wherever it names no exemption; `perhaps` where it speaks of the matter in a way that is not recognized. */
export type Reading = 'yes' | 'perhaps' | 'no';

/** The policy without comments and white space outside of strings. */
function compact(body: string): string {
  return body
    .replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\s+/g, (part) => (part.startsWith('"') ? part : ''))
    .replace(/;$/, '');
}

/** The operands of `||` or `&&` outside of brackets and strings, without the brackets around all of it. */
function operands(text: string, operator: '||' | '&&'): readonly string[] {
  const bare = withoutBrackets(text);
  const found: string[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at < bare.length; at += 1) {
    const character = bare[at] as string;
    if (character === '"') at = endOfString(bare, at);
    else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    else if (depth === 0 && bare.startsWith(operator, at)) {
      found.push(withoutBrackets(bare.slice(from, at)));
      from = at + operator.length;
      at = from - 1;
    }
  }
  return [...found, withoutBrackets(bare.slice(from))];
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

/** `((a))` as `a`; `(a)||(b)` as it is. */
function withoutBrackets(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (character === '"') at = endOfString(text, at);
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    if (depth === 0 && at < text.length - 1) return text;
  }
  return withoutBrackets(text.slice(1, -1));
}

/** Where a policy does not hold, though it holds elsewhere. */
export interface Exemptions {
  readonly projects: readonly string[];
  readonly clusters: readonly string[];
}

const PLACES = '(?:(?:ResourcePolicy|cloud)::(?:Project|project|Cluster|cluster)::"[^"]*",?)+';
const IN_PLACE = new RegExp(
  `^(?:(?:resource|context\\.cluster\\.project)(?:in|==)\\[?${PLACES}\\]?|\\[${PLACES}\\]\\.contains\\(context\\.cluster\\.project\\))$`,
);
const NOT_IN_PLACE = new RegExp(`^(?:resource|context\\.cluster\\.project)!=${PLACES}$`);

function idsOf(kind: 'project' | 'cluster', texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) =>
    [...text.matchAll(/::(\w+)::"([^"]*)"/g)].flatMap(([, type = '', id = '']) =>
      type.toLowerCase() === kind ? [id] : [],
    ),
  );
}

interface Parts {
  /** Names of actions; undefined: every action. */
  readonly actions: readonly string[] | undefined;
  /** `when{…}` or `unless{…}` without the braces and the exemptions; undefined: no condition. */
  readonly condition: { readonly keyword: 'when' | 'unless'; readonly text: string } | undefined;
  readonly exempt: Exemptions;
}

/** A `forbid` for every principal and every resource; undefined for anything else. */
function partsOf(body: string): Parts | undefined {
  const match =
    /^(?:@\w+\("[^"]*"\))*forbid\(principal,action(==|in)?([^)]*?),resource\)(?:(when|unless)\{(.*)\})?$/.exec(
      compact(body),
    );
  if (match === null) return undefined;
  const [, operator, actions = '', keyword, text = ''] = match;
  const named =
    operator === undefined ? undefined : [...actions.matchAll(/::"([^"]*)"/g)].map(([, name]) => name as string);
  if (keyword === undefined) return { actions: named, condition: undefined, exempt: { projects: [], clusters: [] } };
  // `unless { a || resource in P }` and `when { a && !(resource in P) }` leave P out.
  const [joint, isExemption] =
    keyword === 'unless'
      ? (['||', (term: string) => IN_PLACE.test(term)] as const)
      : ([
          '&&',
          (term: string) =>
            NOT_IN_PLACE.test(term) || (term.startsWith('!') && IN_PLACE.test(withoutBrackets(term.slice(1)))),
        ] as const);
  const terms = operands(text, joint);
  const exempting = terms.filter(isExemption);
  const rest = terms.filter((term) => !isExemption(term));
  return {
    actions: named,
    condition: rest.length === 0 ? undefined : { keyword: keyword as 'when' | 'unless', text: rest.join(joint) },
    exempt: { projects: idsOf('project', exempting), clusters: idsOf('cluster', exempting) },
  };
}

/** The projects and clusters that a policy leaves out. */
export function exemptionsOf(body: string): Exemptions {
  return partsOf(body)?.exempt ?? { projects: [], clusters: [] };
}

// `project.edit` and `cluster.createEdit` are the names of the preview, which Atlas still takes (its own examples use them).
const ACCESS_LIST_ACTIONS: readonly string[] = ['project.ipAccessList.modify', 'project.edit'];
const CLUSTER_ACTIONS: readonly string[] = ['cluster.modify', 'cluster.createEdit'];

function concerns(parts: Parts, actions: readonly string[]): boolean {
  return parts.actions === undefined || parts.actions.some((action) => actions.includes(action));
}

const LIST = 'context\\.project\\.ipAccessList';
const ENTRY = 'ip\\("[^"]*"\\)';
const NAMED_ENTRIES = new RegExp(`^${LIST}\\.(?:contains\\(${ENTRY}\\)|containsAny\\(\\[(?:${ENTRY},?)*\\]\\))$`);
const ALLOWED_ENTRIES = new RegExp(`^(?:\\[[^\\]]*\\]\\.containsAll\\(${LIST}\\)|${LIST}\\.isEmpty\\(\\))$`);

/** The entries that a policy forbids on every IP access list; `all`: those that it does not allow by name; undefined: not recognized. */
function forbiddenEntries(body: string): 'all' | readonly string[] | undefined {
  const parts = partsOf(body);
  if (parts === undefined || !concerns(parts, ACCESS_LIST_ACTIONS)) return undefined;
  // No change of any list at all.
  if (parts.condition === undefined) return 'all';
  const { keyword, text } = parts.condition;
  if (keyword === 'unless') return ALLOWED_ENTRIES.test(text) && !text.includes('/0"') ? 'all' : undefined;
  const named = operands(text, '||').filter((term) => NAMED_ENTRIES.test(term));
  if (named.length === 0) return undefined;
  return named.flatMap((term) => [...term.matchAll(/ip\("([^"]*)"\)/g)].map(([, entry]) => entry as string));
}

/** Whether the policy forbids 0.0.0.0/0 on every IP access list of the organization. */
export function forbidsOpenAccessList(body: string): Reading {
  if (!compact(body).includes('ipAccessList')) return 'no';
  const entries = forbiddenEntries(body);
  return entries === 'all' || entries?.includes('0.0.0.0/0') ? 'yes' : 'perhaps';
}

/** What opens a list as 0.0.0.0/0 does: each is stopped by naming one of its entries. */
const EVASIONS = [['0.0.0.0/1', '128.0.0.0/1'], ['::/0'], ['::/1', '8000::/1']] as const;

/** The ways around a policy that names ranges, which no policy of the organization stops. */
export function evasionsLeft(bodies: readonly string[]): readonly (readonly string[])[] {
  const forbidden = bodies.map(forbiddenEntries);
  if (forbidden.includes('all')) return [];
  const named = forbidden.flatMap((entries) => (entries === 'all' || entries === undefined ? [] : entries));
  return EVASIONS.filter((entries) => !entries.some((entry) => named.includes(entry)));
}

/** Whether the policy allows clusters in named regions only, in the whole organization. */
export function limitsRegions(body: string): Reading {
  const text = compact(body);
  if (!/context\.cluster\.regions|context\.cluster\.cloudProviders/.test(text)) return 'no';
  return allowedRegions(body) === undefined ? 'perhaps' : 'yes';
}

/** The regions outside of which the policy forbids clusters, `aws:eu-west-1`; undefined: it names none. */
function allowedRegions(body: string): readonly string[] | undefined {
  const parts = partsOf(body);
  if (parts === undefined || !concerns(parts, CLUSTER_ACTIONS) || parts.condition?.keyword !== 'unless')
    return undefined;
  const match = /^\[([^\]]+)\]\.containsAll\(context\.cluster\.regions\)$/.exec(parts.condition.text);
  return match === null
    ? undefined
    : [...(match[1] as string).matchAll(/"([^"]*)"/g)].map(([, name]) => name as string);
}

/** What a policy forbids of a closed list of values; undefined: it speaks of them in a way that is not recognized. */
type Forbidden<T extends string> = ReadonlySet<T> | undefined;

function allBut<T extends string>(values: readonly T[], kept: readonly string[]): ReadonlySet<T> {
  return new Set(values.filter((value) => !kept.includes(value)));
}

const CLOUD_PROVIDERS = ['aws', 'azure', 'gcp'] as const;

function forbiddenProvidersOf(body: string): Forbidden<(typeof CLOUD_PROVIDERS)[number]> {
  const regions = allowedRegions(body);
  if (regions !== undefined)
    return allBut(
      CLOUD_PROVIDERS,
      regions.map((region) => region.split(':')[0] as string),
    );
  const parts = partsOf(body);
  if (parts === undefined || !concerns(parts, CLUSTER_ACTIONS) || parts.condition === undefined) return undefined;
  const { keyword, text } = parts.condition;
  const names = (list: string) => [...list.matchAll(/::"([^"]*)"/g)].map(([, name]) => name as string);
  if (keyword === 'unless')
    return /^\[[^\]]+\]\.containsAll\(context\.cluster\.cloudProviders\)$/.test(text)
      ? allBut(CLOUD_PROVIDERS, names(text))
      : undefined;
  const named = operands(text, '||').filter((term) =>
    /^context\.cluster\.cloudProviders\.(contains\([^()]*\)|containsAny\(\[[^\]]*\]\))$/.test(term),
  );
  return named.length === 0
    ? undefined
    : new Set(CLOUD_PROVIDERS.filter((name) => named.flatMap(names).includes(name)));
}

const TLS_VERSIONS = ['tls1_0', 'tls1_1', 'tls1_2', 'tls1_3'] as const;

/** One version of TLS, as a policy names it. */
export type PolicyTlsVersion = (typeof TLS_VERSIONS)[number];

/** The floors of TLS that a policy forbids; undefined: it names none, or in a way that is not recognized. */
export function forbiddenTlsFloors(body: string): Forbidden<PolicyTlsVersion> {
  const parts = partsOf(body);
  if (parts === undefined || !concerns(parts, CLUSTER_ACTIONS) || parts.condition === undefined) return undefined;
  const { keyword, text } = parts.condition;
  const floor = 'context\\.cluster\\.minTLSVersion';
  const version = '\\w+::TLSVersion::"[^"]*"';
  const is = new RegExp(
    `^(?:${floor}==${version}|${version}==${floor}|\\[(?:${version},?)+\\]\\.contains\\(${floor}\\))$`,
  );
  const isNot = new RegExp(`^(?:${floor}!=${version}|${version}!=${floor})$`);
  const names = (term: string) => [...term.matchAll(/TLSVersion::"([^"]*)"/g)].map(([, name]) => name as string);
  const terms = operands(text, '||');
  if (keyword === 'unless')
    return terms.every((term) => is.test(term)) ? allBut(TLS_VERSIONS, terms.flatMap(names)) : undefined;
  const sets = terms.flatMap((term) => {
    if (is.test(term)) return [new Set(TLS_VERSIONS.filter((name) => names(term).includes(name)))];
    return isNot.test(term) ? [allBut(TLS_VERSIONS, names(term))] : [];
  });
  return sets.length === 0 ? undefined : new Set(sets.flatMap((set) => [...set]));
}

/** Whether all policies together forbid every one of the values; those that speak of the matter unrecognized may. */
function readForbidden<T extends string>(
  bodies: readonly string[],
  matter: RegExp,
  forbidden: (body: string) => Forbidden<T>,
  values: readonly T[],
): Reading {
  const about = bodies.filter((body) => matter.test(compact(body)));
  const sets = about.map(forbidden);
  if (values.every((value) => sets.some((set) => set?.has(value)))) return 'yes';
  return sets.includes(undefined) ? 'perhaps' : 'no';
}

/** Whether the policies together keep TLS 1.0 and 1.1 from being any cluster's floor. */
export function keepsTlsFloor(bodies: readonly string[]): Reading {
  return readForbidden(bodies, /minTLSVersion/, forbiddenTlsFloors, ['tls1_0', 'tls1_1']);
}

/** Whether the policies together keep clusters on these cloud providers, named as the profile does. */
export function limitsProviders(bodies: readonly string[], allowed: readonly string[]): Reading {
  const others = CLOUD_PROVIDERS.filter((name) => !allowed.includes(name.toUpperCase()));
  return readForbidden(bodies, /context\.cluster\.(cloudProviders|regions)/, forbiddenProvidersOf, others);
}

/** A reader of policies that demand that a yes-or-no attribute is true before they let an action pass. */
function demanding(attribute: string, actions: readonly string[]): (body: string) => Reading {
  const holds = [attribute, `${attribute}==true`, `true==${attribute}`, `${attribute}!=false`];
  const fails = [
    `!${attribute}`,
    `!(${attribute})`,
    `${attribute}==false`,
    `false==${attribute}`,
    `${attribute}!=true`,
  ];
  return (body) => {
    if (!compact(body).includes(attribute)) return 'no';
    const parts = partsOf(body);
    if (parts?.condition === undefined || !concerns(parts, actions)) return 'perhaps';
    const terms = operands(parts.condition.text, '||');
    const does =
      parts.condition.keyword === 'unless'
        ? terms.length === 1 && holds.includes(terms[0] as string)
        : terms.some((term) => fails.includes(term));
    return does ? 'yes' : 'perhaps';
  };
}

/** Whether the policy demands a customer-managed key of every cluster. */
export const demandsOwnKey = demanding('context.cluster.encryptionAtRest.customerManagedKey.enabled', CLUSTER_ACTIONS);

/** Whether the policy demands auditing of every project whose clusters are changed. */
export const demandsAuditing = demanding('context.project.databaseAuditing.enabled', CLUSTER_ACTIONS);

/** Whether the policy keeps every project's maintenance window from being taken away. */
export const demandsMaintenanceWindow = demanding('context.project.hasDefinedMaintenanceWindow', [
  'project.maintenanceWindow.modify',
]);

/** The reading of several policies together: one that does it is enough. */
export function readPolicies(bodies: readonly string[], read: (body: string) => Reading): Reading {
  const readings = bodies.map(read);
  return readings.includes('yes') ? 'yes' : readings.includes('perhaps') ? 'perhaps' : 'no';
}
