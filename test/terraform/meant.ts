/** What a block means, in values, and where Terraform's plan of it means something else. */
import { isDeepStrictEqual } from 'node:util';
import { type HclBody, type HclValue, isReference } from '../../src/core/hcl.ts';
import { canonicalJson, isObject } from '../../src/core/json.ts';
import type { ProviderAttribute, ProviderAttributes } from '../laws/provider-schema.ts';

/** The values of a resource by attribute and block. */
export type ResourceValues = Readonly<Record<string, unknown>>;

/** A body as values: blocks are lists. What refers to something else has no value here. */
export function valuesOf({ attributes, blocks = [] }: HclBody): ResourceValues {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && !isReference(value)) values[name] = withoutReferences(value);
  }
  for (const { type, body } of blocks) {
    if (type === 'lifecycle') continue;
    values[type] = [...((values[type] as readonly unknown[] | undefined) ?? []), valuesOf(body)];
  }
  return values;
}

function withoutReferences(value: HclValue): unknown {
  if (Array.isArray(value)) return (value as readonly HclValue[]).map(withoutReferences);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Readonly<Record<string, HclValue | undefined>>);
  return Object.fromEntries(
    entries.flatMap(([name, item]) =>
      item === undefined || isReference(item) ? [] : [[name, withoutReferences(item)]],
    ),
  );
}

/** Every place where what is planned is not what was meant. What was not said may be anything. */
export function misunderstandings(
  meant: ResourceValues,
  planned: ResourceValues,
  attributes: ProviderAttributes,
  at = '',
): readonly string[] {
  return Object.entries(meant).flatMap(([name, value]) => {
    const place = at === '' ? name : `${at}.${name}`;
    return isPlanned(value, planned[name], attributes[name])
      ? []
      : [`${place}: meant ${canonicalJson(value)}, planned ${canonicalJson(planned[name] ?? null)}`];
  });
}

function isPlanned(meant: unknown, planned: unknown, attribute: ProviderAttribute | undefined): boolean {
  if (Array.isArray(meant)) {
    if (!Array.isArray(planned) || planned.length !== meant.length) return false;
    const items: readonly unknown[] = planned;
    // A set has no order.
    if (attribute?.type.includes('set') === true)
      return meant.every((item) => items.some((other) => isPlanned(item, other, element(attribute))));
    return meant.every((item, index) => isPlanned(item, items[index], element(attribute)));
  }
  if (isObject(meant)) {
    if (!isObject(planned)) return false;
    return misunderstandings(meant, planned, attribute?.attributes ?? {}).length === 0;
  }
  return isDeepStrictEqual(meant, planned);
}

/** The attribute as one of its items has it. */
function element(attribute: ProviderAttribute | undefined): ProviderAttribute | undefined {
  return attribute === undefined ? undefined : { ...attribute, type: 'object' };
}
