/** The provider's schema (the table of ../shared) as the plugin protocol says it. */
import {
  isBlock,
  type ProviderAttribute,
  type ProviderAttributes,
  type ProviderResource,
  type ProviderSchema,
} from '../laws/provider-schema.ts';
import { NESTING } from './plugin-protocol.ts';
import type { Values } from './protobuf.ts';

/** A schema for each resource type. */
export function wireSchemas({ resources }: ProviderSchema): Values {
  return Object.fromEntries(
    Object.entries(resources).map(([type, resource]) => [
      type,
      { block: { ...blockOf(attributesOf(resource)), deprecated: resource.deprecated !== undefined } },
    ]),
  );
}

/** All attributes of a resource, with those that SDKv2 adds to what a resource declares. */
export function attributesOf({ framework, attributes, timeouts }: ProviderResource): ProviderAttributes {
  if (framework !== 'sdkv2') return attributes;
  const isTimed = timeouts !== undefined && attributes.timeouts === undefined;
  return {
    id: { type: 'string', optional: true, computed: true },
    ...attributes,
    ...(isTimed ? { timeouts: { type: 'block single', attributes: timeoutsOf(timeouts) } } : {}),
  };
}

/** What is nested in an attribute; of `timeouts` the table does not say which operations, so that each is there. */
export function nestedOf({ type, attributes }: ProviderAttribute): ProviderAttributes | undefined {
  return type === 'timeouts' ? timeoutsOf(['create', 'read', 'update', 'delete']) : attributes;
}

function timeoutsOf(operations: readonly string[]): ProviderAttributes {
  return Object.fromEntries(operations.map((name) => [name.toLowerCase(), { type: 'string', optional: true }]));
}

function blockOf(attributes: ProviderAttributes): Values {
  const entries = Object.entries(attributes);
  return {
    attributes: entries.filter(([, one]) => !isBlock(one)).map(([name, one]) => attributeOf(name, one)),
    block_types: entries.filter(([, one]) => isBlock(one)).map(([name, one]) => nestedBlockOf(name, one)),
  };
}

function nestedBlockOf(
  name: string,
  { type, attributes = {}, required, minItems, maxItems }: ProviderAttribute,
): Values {
  return {
    type_name: name,
    block: blockOf(attributes),
    nesting: nestingOf(type),
    // SDKv2 asks for one of what is required, and for none of what is not.
    min_items: required === true ? (minItems ?? 1) : 0,
    max_items: maxItems ?? 0,
  };
}

function attributeOf(name: string, attribute: ProviderAttribute): Values {
  const { type, required, optional, computed, sensitive, writeOnly, deprecated } = attribute;
  const nested = nestedOf(attribute);
  // SDKv2 knows no nested attributes: what it computes is a list of objects.
  const isNested = nested !== undefined && !/^(list|set|map)$/.test(type);
  return {
    name,
    ...(isNested
      ? {
          nested_type: {
            attributes: Object.entries(nested).map(([key, one]) => attributeOf(key, one)),
            nesting: nestingOf(type),
          },
        }
      : { type: JSON.stringify(valueType(attribute)) }),
    required: required === true,
    optional: optional === true,
    computed: computed === true,
    sensitive: sensitive === true,
    write_only: writeOnly === true,
    deprecated: deprecated !== undefined,
  };
}

function nestingOf(type: string): number {
  return NESTING[(/list|set/.exec(type)?.[0] ?? 'single') as keyof typeof NESTING];
}

/** The type of a value as Terraform writes it in JSON. */
function valueType({ type, elem, attributes }: ProviderAttribute): unknown {
  if (!/^(list|set|map)$/.test(type)) return type;
  if (attributes === undefined) {
    // The table has no other; of one map it does not say.
    if (!/^string$|\.StringType$/.test(String(elem ?? 'string')))
      throw new TypeError(`not known here: ${String(elem)}`);
    return [type, 'string'];
  }
  return [
    type,
    ['object', Object.fromEntries(Object.entries(attributes).map(([name, one]) => [name, valueType(one)]))],
  ];
}
