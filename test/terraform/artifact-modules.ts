/** What artifacts write for Terraform, as modules: the resources of mongodbatlas, and the variables that they use. */
import { type HclBlock, printHcl } from '../../src/core/hcl.ts';
import { cases, makeExample } from '../laws/made-artifacts.ts';

/** The files of one configuration that calls every example as a module of its own. */
export interface ArtifactModules {
  readonly files: ReadonlyMap<string, string>;
  /** The example that each folder holds. */
  readonly examples: ReadonlyMap<string, string>;
  readonly resourceCount: number;
}

/** Stands for what is outside of Atlas: a role of AWS, a variable of the user's. */
const OUTSIDE = 'jsondecode(terraform_data.outside.id)';
const ROOT: HclBlock = { type: 'resource', labels: ['terraform_data', 'outside'], body: { attributes: {} } };

/** The examples of all artifacts that write a resource of mongodbatlas. `providers` names the provider, as users do. */
export async function artifactModules(providers: string): Promise<ArtifactModules> {
  const files = new Map<string, string>();
  const examples = new Map<string, string>();
  const calls: HclBlock[] = [];
  let resourceCount = 0;
  for (const [id, name, artifact, example] of cases) {
    const { files: made } = await makeExample(artifact, example);
    const text = made.map((file) => (file.format === 'hcl' ? file.text : '')).join('\n');
    const blocks = topLevelBlocks(text).filter((block) => /^(resource "mongodbatlas_|variable |locals )/.test(block));
    const count = blocks.filter((block) => block.startsWith('resource ')).length;
    if (count === 0) continue;
    resourceCount += count;
    const folder = `example_${examples.size}`;
    examples.set(folder, `${id}: ${name}`);
    files.set(`${folder}/main.tf`, [printHcl([ROOT]), ...blocks.map(withoutOthers)].join('\n'));
    files.set(`${folder}/providers.tf`, providers);
    const variables = blocks.flatMap((block) => /^variable "(\w+)"/.exec(block)?.[1] ?? []);
    const given = variables.map((variable) => [variable, { ref: OUTSIDE }]);
    calls.push({
      type: 'module',
      labels: [folder],
      body: { attributes: { source: `./${folder}`, ...Object.fromEntries(given) } },
    });
  }
  files.set('main.tf', printHcl([ROOT, ...calls]));
  return { files, examples, resourceCount };
}

/** Blocks that begin and end at the margin, as ours do. */
function topLevelBlocks(text: string): readonly string[] {
  return text.match(/^\w.*\{\n[\s\S]*?\n\}$|^\w.*\{.*\}$/gm) ?? [];
}

/** References to resources of other providers, and to what only Atlas could tell, are references to something outside. */
function withoutOthers(block: string): string {
  return block.replace(
    /(?<![\w.])(?:data\.\w+|(?!mongodbatlas_|terraform_data)[a-z]+_\w+)\.\w+(?:\.\w+|\[[^\]]*\])*/g,
    OUTSIDE,
  );
}
