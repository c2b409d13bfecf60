import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { KMS_PROVIDERS } from '../kms.ts';
import { node } from './node.ts';

const FOLDER = join(process.cwd(), 'test');

const programs = new Map(
  KMS_PROVIDERS.flatMap((provider) =>
    (['queryable', 'csfle'] as const).map((mode) => [
      join(FOLDER, `${mode}-${provider}.mjs`),
      node
        .write({
          mode,
          provider,
          database: 'medical',
          collection: 'patients',
          keyVault: 'encryption.__keyVault',
          keyless: ['ssn', 'insurance.policyNumber'],
        })
        // The driver's type wants to see the library's name in the text of the path.
        .replace("required('CRYPT_SHARED_LIB_PATH')", "'/lib/mongo_crypt_v1.so'"),
    ]),
  ),
);

/** What TypeScript says of the programs, by the driver's own types. */
function problemsOf(files: ReadonlyMap<string, string>): readonly string[] {
  const options: ts.CompilerOptions = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    types: ['node'],
    strict: true,
    noImplicitAny: false,
    useUnknownInCatchVariables: false,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, ...rest) => {
    const text = files.get(name);
    return text === undefined
      ? getSourceFile(name, ...rest)
      : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
  };
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([...files.keys()], options, host))
    .map(({ file, start, messageText }) => {
      const line = file === undefined || start === undefined ? '' : file.text.slice(0, start).split('\n').length;
      return `${file?.fileName}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
}

describe('the program for Node', () => {
  it("fits the types of the driver, for every provider and mode, and a misspelt option doesn't", () => {
    const broken = join(FOLDER, 'broken.mjs');
    const [text = ''] = programs.values();
    const found = problemsOf(
      new Map([...programs, [broken, text.replace('keyVaultNamespace: KEY_VAULT', 'keyVault: KEY_VAULT')]]),
    );
    expect(found.filter((problem) => !problem.startsWith(broken))).toEqual([]);
    expect(found.length).toBeGreaterThan(0);
    expect(programs.size).toBe(10);
  }, 60_000);
});
