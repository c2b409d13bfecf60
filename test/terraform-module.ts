/** A reading of our own of what makes Terraform files one module: nothing declared twice, nothing used that is not declared. */
import { parse as parseHcl } from '@cdktn/hcl2json';
import type { ArtifactFile } from '../src/artifacts/artifact.ts';

type Blocks = Record<string, unknown>;

/** What Terraform would refuse in these files together, beside what single files already show. */
export async function moduleProblems(
  files: readonly Pick<ArtifactFile, 'name' | 'format' | 'text'>[],
): Promise<readonly string[]> {
  const declared: string[] = [];
  const used = new Set<string>();
  for (const { name, format, text } of files) {
    if (format !== 'hcl') continue;
    const {
      resource = {},
      data = {},
      variable = {},
      locals = [],
    } = (await parseHcl(name, text)) as Record<string, Blocks>;
    declared.push(...named(resource), ...named(data).map((address) => `data.${address}`));
    declared.push(...Object.keys(variable).map((key) => `var.${key}`));
    for (const block of locals as unknown as Blocks[])
      declared.push(...Object.keys(block).map((key) => `local.${key}`));
    // Outside of quotes, or in a template inside of them.
    const code = text.replaceAll(/^\s*#.*$/gm, '').replaceAll(/"(?:\\.|[^"\\])*"/g, templates);
    for (const [reference] of code.matchAll(
      /\b(?:data\.)?(?:aws|azurerm|azuread|google|okta|pingone|mongodbatlas)_\w+\.\w+|\b(?:var|local)\.\w+/g,
    ))
      used.add(reference);
  }
  return [
    ...declared
      .filter((address, position) => declared.indexOf(address) !== position)
      .map((address) => `${address} is declared twice`),
    ...[...used].filter((address) => !declared.includes(address)).map((address) => `${address} is not declared`),
    ...declared
      .filter((address) => /^(var|local)\./.test(address) && !used.has(address))
      .map((address) => `${address} is not used`),
  ];
}

function named(types: Blocks): readonly string[] {
  return Object.entries(types).flatMap(([type, names]) =>
    Object.keys(names as Blocks).map((name) => `${type}.${name}`),
  );
}

function templates(quoted: string): string {
  return [...quoted.matchAll(/(?<!\$)\$\{([^}]*)\}/g)].map(([, code = '']) => ` ${code} `).join('');
}
