import type { HclBlock, HclValue } from '../../core/hcl.ts';
import { shellWord } from '../write.ts';

/** A value in a file: the one that was given, or a gap that is filled where the file is used. */
export interface Place {
  readonly hcl: HclValue;
  /** As words of a command. */
  readonly shell: string;
  /** Declares the Terraform variable of a gap. */
  readonly variables: readonly HclBlock[];
  /** Stops a script whose gap is not filled. */
  readonly checks: readonly string[];
}

interface Gap {
  /** The Terraform variable. */
  readonly variable: string;
  /** The environment variable. */
  readonly environment: string;
  /** What belongs there, in lower case. */
  readonly about: string;
}

/** One value. */
export function placeOf({ variable, environment, about }: Gap, given: string | undefined): Place {
  if (given !== undefined) return { hcl: given, shell: shellWord(given), variables: [], checks: [] };
  return {
    hcl: { ref: `var.${variable}` },
    shell: `"$${environment}"`,
    variables: [declare(variable, 'string', about)],
    checks: [`: "\${${environment}:?${about}}"`],
  };
}

/** Several values; in the environment they are separated by spaces. */
export function placesOf({ variable, environment, about }: Gap, given: readonly string[]): Place {
  if (given.length > 0) return { hcl: given, shell: given.map(shellWord).join(' '), variables: [], checks: [] };
  return {
    hcl: { ref: `var.${variable}` },
    shell: `$${environment}`,
    variables: [declare(variable, 'list(string)', about)],
    checks: [`: "\${${environment}:?${about}, separated by spaces}"`],
  };
}

function declare(name: string, type: string, description: string): HclBlock {
  return { type: 'variable', labels: [name], body: { attributes: { type: { ref: type }, description } } };
}
