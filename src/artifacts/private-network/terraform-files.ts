import { type HclBlock, printHcl } from '../../core/hcl.ts';
import type { ArtifactFile } from '../artifact.ts';
import type { Part, TerraformProvider } from './part.ts';

/** A part, and the Terraform file that it goes into, without its ending. */
export interface PartOfFile {
  readonly file: string;
  readonly part: Part;
}

/** The names of the Terraform files, for a sentence. */
export function filesOf(parts: readonly PartOfFile[]): string {
  return [...new Set(parts.map(({ file }) => `${file}.tf`))].join(', ');
}

const SOURCES: Readonly<Record<TerraformProvider, { readonly source: string; readonly version?: string }>> = {
  // `region` on resources: 6.0 and later.
  aws: { source: 'hashicorp/aws', version: '>= 6.0' },
  azuread: { source: 'hashicorp/azuread', version: '>= 3.0' },
  azurerm: { source: 'hashicorp/azurerm', version: '>= 4.0' },
  google: { source: 'hashicorp/google', version: '>= 5.0' },
};

const ABOUT: Readonly<Record<string, string>> = {
  endpoints: 'The endpoints and their registration with Atlas',
  peering: 'Your side of the peerings',
  list: 'Entries for the private ranges that come over the peerings',
};

/** A Terraform file for each cloud and kind of path, and one that names the providers of all. */
export function terraformFiles(parts: readonly PartOfFile[]): readonly ArtifactFile[] {
  if (parts.length === 0) return [];
  const byFile = new Map<string, HclBlock[]>();
  for (const { file, part } of parts) byFile.set(file, [...(byFile.get(file) ?? []), ...part.blocks]);
  const providers = [...new Set(parts.flatMap(({ part }) => part.providers))].sort();
  const needed = Object.fromEntries(providers.map((provider) => [provider, { ...SOURCES[provider] }]));
  return [
    {
      name: 'terraform.tf',
      format: 'hcl',
      text: printHcl([
        {
          type: 'terraform',
          labels: [],
          body: {
            attributes: {},
            blocks: [
              {
                type: 'required_providers',
                body: {
                  attributes: { ...needed, mongodbatlas: { source: 'mongodb/mongodbatlas', version: '~> 2.16' } },
                },
              },
            ],
          },
        },
      ]),
      about: 'The Terraform providers that the other files are written for.',
    },
    ...[...byFile].map(
      ([file, blocks]): ArtifactFile => ({
        name: `${file}.tf`,
        format: 'hcl',
        text: printHcl(blocks),
        about: `${ABOUT[file.split('-').at(-1) ?? ''] ?? 'The same'}, for Terraform.`,
      }),
    ),
  ];
}
