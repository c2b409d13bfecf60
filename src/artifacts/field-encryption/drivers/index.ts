import { csharp } from './csharp.ts';
import { go } from './go.ts';
import { java } from './java.ts';
import { node } from './node.ts';
import type { DriverLanguage } from './program.ts';
import { python } from './python.ts';

/** Languages by the name that --language has. */
export const LANGUAGES = { node, python, java, go, csharp } as const satisfies Readonly<Record<string, DriverLanguage>>;

export type LanguageName = keyof typeof LANGUAGES;
