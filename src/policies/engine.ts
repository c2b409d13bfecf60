/** What is wrong with a policy's text. */
export interface PolicyProblem {
  readonly message: string;
  /** Where it begins, counted in characters from 0; absent: nowhere in particular. */
  readonly offset?: number;
}

/** A request as Cedar is asked about it: an action on a project or a cluster, with its context in Cedar's JSON. */
export interface PolicyRequest {
  readonly action: string;
  readonly resource: { readonly type: 'Project' | 'Cluster'; readonly id: string };
  readonly projectId: string;
  readonly context: Readonly<Record<string, unknown>>;
}

/** Which policies refuse a request, and which could not be evaluated: Cedar passes those over. */
export interface Refusal {
  readonly refusedBy: readonly string[];
  readonly failed: readonly string[];
}

/** A Cedar expression or policy as JSON (Cedar's own JSON policy format). */
export type PolicyTree = Readonly<Record<string, unknown>>;

/** The engine that Atlas evaluates resource policies with, behind a port. */
export interface PolicyEngine {
  /** The policies that a text holds, or why it cannot be read. */
  split(text: string): { readonly policies: readonly string[] } | { readonly problems: readonly PolicyProblem[] };
  /** Strictly, against a schema. */
  validate(text: string, schema: string): readonly PolicyProblem[];
  tree(text: string): PolicyTree;
  /** Reads the policies once; the answer decides requests. Ids are those given. */
  prepare(policies: readonly { readonly id: string; readonly text: string }[]): (request: PolicyRequest) => Refusal;
}
