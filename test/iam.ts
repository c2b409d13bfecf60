/** A reading of IAM's evaluation of its own, for as much of the language as is written here. */

/** A statement as it was written. */
interface Statement {
  readonly Effect: string;
  readonly Principal?: Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What somebody tries. */
export interface Attempt {
  readonly principal?: string;
  readonly action: string;
  readonly resource?: string;
  readonly externalId?: string;
}

/** True where a statement allows it and none denies it; `*` counts as a suffix only. */
export function isAllowed({ Statement }: { readonly Statement: readonly unknown[] }, attempt: Attempt): boolean {
  const list = (value: string | readonly string[] | undefined) => (typeof value === 'string' ? [value] : (value ?? []));
  const fits = (pattern: string, text: string) =>
    pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : pattern === text;
  const applies = (Statement as readonly Statement[]).filter(
    ({ Principal, Action, Resource, Condition }) =>
      (Principal === undefined || list(Principal.AWS).includes(attempt.principal ?? '')) &&
      list(Action).some((pattern) => fits(pattern, attempt.action)) &&
      (Resource === undefined || list(Resource).some((pattern) => fits(pattern, attempt.resource ?? ''))) &&
      (Condition === undefined || Condition.StringEquals?.['sts:ExternalId'] === attempt.externalId),
  );
  return applies.some(({ Effect }) => Effect === 'Allow') && !applies.some(({ Effect }) => Effect === 'Deny');
}
