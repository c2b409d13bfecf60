/** Values of a parsed Terraform block or CloudFormation template as our models hold them: null where there is none. */

/** The value if it is text. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The value if it is text with something in it. */
export function filledTextOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The value if it is a number. */
export function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

/** The value if it is true or false. */
export function flagOf(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** The texts of a set, sorted; none where there is no list. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String).sort() : [];
}
