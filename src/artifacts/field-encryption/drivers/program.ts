import type { ArtifactFormat } from '../../artifact.ts';
import type { Mode } from '../design.ts';
import type { KmsProvider } from '../kms.ts';

/** What a program of any language is written from. */
export interface ProgramPlan {
  readonly mode: Mode;
  readonly database: string;
  readonly collection: string;
  /** Namespace of the data keys. */
  readonly keyVault: string;
  readonly provider: KmsProvider;
  /** CSFLE: paths that need a data key. */
  readonly keyless: readonly string[];
}

/** A language that programs are written in. */
export interface DriverLanguage {
  readonly file: string;
  readonly format: ArtifactFormat;
  /** The driver and what it needs, with the least versions. */
  readonly needs: string;
  /** How to run it, with the verb in the place of VERB. */
  readonly run: string;
  write(plan: ProgramPlan): string;
}

/** What is given to drivers before keys are made. */
export const DESIGN_FILES: Readonly<Record<Mode, string>> = {
  queryable: 'encrypted-fields.json',
  csfle: 'schema-map.json',
};

/** What `provision` writes: the design with the keys, which applications read. */
export const KEYED_FILES: Readonly<Record<Mode, string>> = {
  queryable: 'encrypted-fields-map.json',
  csfle: 'schema-map.keyed.json',
};

/** The cloud's name of the key, as drivers take it. */
export const MASTER_KEY_FILE = 'master-key.json';

/** True where data keys can be wrapped anew: a local key has nowhere to go. */
export function canRotate({ provider }: ProgramPlan): boolean {
  return provider !== 'local';
}

/** A text as a literal that JavaScript, Python, Java, Go and C# all read. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** Lines of a program: nested lists are joined, undefined is left out. */
export function program(...parts: readonly (string | readonly string[] | undefined)[]): string {
  return `${parts
    .filter((part) => part !== undefined)
    .flat()
    .join('\n')}\n`;
}
