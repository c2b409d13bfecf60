/** Blocks that Terraform must refuse: without them, a law that finds nothing wrong would prove nothing. */
import { type HclBlock, type HclBody, type HclValue, isReference } from '../../src/core/hcl.ts';
import {
  isBlock,
  isComputedOnly,
  type ProviderAttribute,
  type ProviderAttributes,
  type ProviderSchema,
} from '../laws/provider-schema.ts';
import type { RenderedBlock } from './rendered-plans.ts';

/** A broken block, and what is wrong with it. */
export interface Mutant {
  readonly address: string;
  readonly what: string;
  readonly block: HclBlock;
}

/** For one block of each type: everything that can be wrong with it. */
export function mutantsOf(blocks: readonly RenderedBlock[], { resources }: ProviderSchema): readonly Mutant[] {
  const fullest = new Map<string, RenderedBlock>();
  const size = ({ body }: RenderedBlock) => JSON.stringify(body).length;
  for (const block of blocks) {
    const known = fullest.get(block.type);
    if (known === undefined || size(known) < size(block)) fullest.set(block.type, block);
  }
  let number = 0;
  return [...fullest.values()].flatMap(({ type, body }) =>
    breaks(body, resources[type]?.attributes ?? {}).map(({ what, broken }) => {
      const name = `mutant_${++number}`;
      return {
        address: `${type}.${name}`,
        what: `${type}: ${what}`,
        block: { type: 'resource', labels: [type, name], body: broken },
      };
    }),
  );
}

interface Break {
  readonly what: string;
  readonly broken: HclBody;
}

function breaks({ attributes, blocks = [] }: HclBody, schema: ProviderAttributes): readonly Break[] {
  const withAttribute = (name: string, value: HclValue | undefined): HclBody => ({
    attributes: { ...attributes, [name]: value },
    blocks,
  });
  const without = (name: string): HclBody => ({
    attributes: { ...attributes, [name]: undefined },
    blocks: blocks.filter(({ type }) => type !== name),
  });
  const known = Object.entries(schema);
  const written = known.filter(([name]) => attributes[name] !== undefined && !isReference(attributes[name]));
  const [computed] = known.filter(([, one]) => isComputedOnly(one) && !isBlock(one)).map(([name]) => name);
  const [optional] = known.filter(([, one]) => isBlock(one)).map(([name]) => name);
  return [
    { what: 'an attribute that does not exist', broken: withAttribute('fivefold', true) },
    {
      what: 'a block that does not exist',
      broken: { attributes, blocks: [...blocks, { type: 'fivefold', body: { attributes: {} } }] },
    },
    ...(computed === undefined
      ? []
      : [{ what: `${computed} is computed`, broken: withAttribute(computed, 'fivefold') }]),
    ...(optional === undefined
      ? []
      : [
          {
            what: `${optional} is a block`,
            broken: { ...without(optional), attributes: { ...attributes, [optional]: [] } },
          },
        ]),
    ...known
      .filter(
        ([, { required, validators = [] }]) =>
          required === true || validators.some((one) => one.includes('IsRequired')),
      )
      .map(([name]) => ({ what: `${name} is missing`, broken: without(name) })),
    ...written.map(([name, one]) => ({ what: `${name} has a wrong type`, broken: withAttribute(name, misfit(one)) })),
    ...written
      .filter(([, { validators = [] }]) => validators.some((one) => /OneOf|StringInSlice|CIDR/.test(one)))
      .map(([name]) => ({
        what: `${name} has a value that it does not take`,
        broken: withAttribute(name, 'FIVEFOLD'),
      })),
    ...written.slice(0, 1).map(([name]) => ({
      what: `${name} is no block`,
      broken: { ...without(name), blocks: [...blocks, { type: name, body: { attributes: {} } }] },
    })),
    ...known
      .filter(
        ([, { maxItems, validators = [] }]) => maxItems === 1 || validators.some((one) => one.includes('AtMost(1)')),
      )
      .flatMap(([name]) => {
        const one = blocks.find(({ type }) => type === name);
        return one === undefined
          ? []
          : [{ what: `${name} stands twice`, broken: { attributes, blocks: [...blocks, one] } }];
      }),
  ];
}

/** A value of none of the types that an attribute could take. */
function misfit({ type }: ProviderAttribute): HclValue {
  return /^(map|object|timeouts)/.test(type) ? 'fivefold' : { fivefold: [] };
}
