/** Models at the edge of what a kind can be: an example with one list emptied, or one value taken away. */
import { type HclBlock, printHcl } from '../../src/core/hcl.ts';
import { isObject } from '../../src/core/json.ts';
import type { AnyResource } from '../../src/core/resource.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { renderTerraform } from '../../src/workflows/render-terraform.ts';
import { stepOf } from '../laws/changes.ts';

/** The blocks that such a model is rendered as, under names that no other edge has. */
export interface Edge {
  readonly kind: string;
  /** The field, with its lists' positions left out: `actions.resources`. */
  readonly field: string;
  readonly what: string;
  readonly blocks: readonly HclBlock[];
}

/** Every edge that a kind's model admits and Terraform can say, each way of writing it once. */
export function edgesOf(resource: AnyResource, seen: Set<string>): readonly Edge[] {
  const { kind, terraform } = resource;
  if (terraform === undefined || 'none' in terraform || terraform.mode !== 'whole') return [];
  return resource.examples.flatMap((example: unknown) =>
    variantsOf(example).flatMap(({ field, value, model }): readonly Edge[] => {
      const admitted = resource.model.safeParse(model);
      if (!admitted.success || resource.assigned?.includes(field) === true) return [];
      const blocks = renderTerraform([stepOf(resource.create(admitted.data))], resources).blocks;
      const text = printHcl(blocks.map(({ comment, ...block }) => block));
      if (blocks.length === 0 || seen.has(text)) return [];
      seen.add(text);
      const what = `${kind} ${resource.label(example)} with ${field} ${JSON.stringify(value)}`;
      return [{ kind, field, what, blocks }];
    }),
  );
}

interface Variant {
  readonly field: string;
  readonly value: unknown;
  readonly model: unknown;
}

function variantsOf(value: unknown): readonly Variant[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) =>
      variantsOf(item).map((one) => ({ ...one, model: value.map((other, at) => (at === index ? one.model : other)) })),
    );
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => [
    ...(item === null ? [] : [{ field: name, value: null, model: { ...value, [name]: null } }]),
    ...(Array.isArray(item) && item.length > 0 ? [{ field: name, value: [], model: { ...value, [name]: [] } }] : []),
    ...variantsOf(item).map((one) => ({
      ...one,
      field: `${name}.${one.field}`,
      model: { ...value, [name]: one.model },
    })),
  ]);
}

/** The text of edges in one configuration: what refers to a block that got another name follows it. */
export function printEdges(edges: readonly Edge[]): {
  readonly text: string;
  readonly owners: ReadonlyMap<string, Edge>;
} {
  const owners = new Map<string, Edge>();
  const texts = edges.flatMap((edge, position) => {
    const names = new Map(edge.blocks.map(({ labels }, index) => [labels.join('.'), `edge_${position}_${index}`]));
    const blocks = edge.blocks.map((block): HclBlock => {
      const [type = ''] = block.labels;
      const name = names.get(block.labels.join('.')) ?? '';
      owners.set(`${type}.${name}`, edge);
      return { ...block, labels: [type, name] };
    });
    let text = printHcl(blocks);
    for (const [address, name] of names) text = text.replaceAll(`${address}.`, `${address.split('.')[0]}.${name}.`);
    return [text];
  });
  const text = texts.join('\n');
  const variables = [...new Set([...text.matchAll(/\bvar\.(\w+)/g)].map(([, name = '']) => name))].map(
    (name): HclBlock => ({
      type: 'variable',
      labels: [name],
      body: { attributes: { type: { ref: 'string' }, sensitive: true, ephemeral: true } },
    }),
  );
  return { text: [printHcl(variables), text].join('\n'), owners };
}
