/** Recognizes what a resource policy forbids, by the few shapes that can be read without a Cedar engine; anything else is `perhaps`. */

/** Whether a policy does it, in every project; `perhaps` where it speaks of the matter in a way that is not recognized. */
export type Reading = 'yes' | 'perhaps' | 'no';

/** The policy without comments and white space outside of strings. */
function compact(body: string): string {
  return body
    .replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\s+/g, (part) => (part.startsWith('"') ? part : ''))
    .replace(/;$/, '');
}

interface Parts {
  /** Names of actions; undefined: every action. */
  readonly actions: readonly string[] | undefined;
  /** `when{…}` or `unless{…}` without the braces; undefined: no condition. */
  readonly condition: { readonly keyword: 'when' | 'unless'; readonly text: string } | undefined;
}

/** A `forbid` for every principal and every resource; undefined for anything else. */
function partsOf(body: string): Parts | undefined {
  const match =
    /^(?:@\w+\("[^"]*"\))*forbid\(principal,action(==|in)?([^)]*?),resource\)(?:(when|unless)\{(.*)\})?$/.exec(
      compact(body),
    );
  if (match === null) return undefined;
  const [, operator, actions = '', keyword, text = ''] = match;
  return {
    actions:
      operator === undefined ? undefined : [...actions.matchAll(/::"([^"]*)"/g)].map(([, name]) => name as string),
    condition: keyword === undefined ? undefined : { keyword: keyword as 'when' | 'unless', text },
  };
}

// `project.edit` and `cluster.createEdit` are the names of the preview, which Atlas still takes (its own examples use them).
const ACCESS_LIST_ACTIONS: readonly string[] = ['project.ipAccessList.modify', 'project.edit'];
const CLUSTER_ACTIONS: readonly string[] = ['cluster.modify', 'cluster.createEdit'];

function concerns(parts: Parts, actions: readonly string[]): boolean {
  return parts.actions === undefined || parts.actions.some((action) => actions.includes(action));
}

/** Whether the policy forbids 0.0.0.0/0 on every IP access list of the organization. */
export function forbidsOpenAccessList(body: string): Reading {
  const parts = partsOf(body);
  const text = compact(body);
  if (!text.includes('ipAccessList')) return 'no';
  if (parts === undefined || !concerns(parts, ACCESS_LIST_ACTIONS)) return 'perhaps';
  // No change of any list at all.
  if (parts.condition === undefined) return 'yes';
  const { keyword, text: condition } = parts.condition;
  const list = 'context\\.project\\.ipAccessList';
  const open = 'ip\\("0\\.0\\.0\\.0/0"\\)';
  const forbidden = new RegExp(
    `^${list}\\.(contains\\(${open}\\)|containsAny\\(\\[([^\\]]*,)?${open}(,[^\\]]*)?\\]\\))$`,
  );
  if (keyword === 'when') return forbidden.test(condition) ? 'yes' : 'perhaps';
  const allowed = new RegExp(`^(\\[([^\\]]*)\\]\\.containsAll\\(${list}\\)|${list}\\.isEmpty\\(\\))$`).exec(condition);
  return allowed !== null && !condition.includes('/0"') ? 'yes' : 'perhaps';
}

/** Whether the policy allows clusters in named regions only, in the whole organization. */
export function limitsRegions(body: string): Reading {
  const text = compact(body);
  if (!/context\.cluster\.regions|context\.cluster\.cloudProviders/.test(text)) return 'no';
  const parts = partsOf(body);
  if (parts === undefined || !concerns(parts, CLUSTER_ACTIONS) || parts.condition?.keyword !== 'unless')
    return 'perhaps';
  return /^\[[^\]]+\]\.containsAll\(context\.cluster\.regions\)$/.test(parts.condition.text) ? 'yes' : 'perhaps';
}

/** The reading of several policies together: one that does it is enough. */
export function readPolicies(bodies: readonly string[], read: (body: string) => Reading): Reading {
  const readings = bodies.map(read);
  return readings.includes('yes') ? 'yes' : readings.includes('perhaps') ? 'perhaps' : 'no';
}
