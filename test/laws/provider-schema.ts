/** The Terraform provider's own schema (../shared/data/tf-schema.json), as far as laws hold what is written to it. */
import type { TerraformBlock, TerraformBlockBody } from '../../src/core/resource.ts';

/** One attribute or block of the provider's schema. */
export interface ProviderAttribute {
  readonly type: string;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly block?: boolean;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly deprecated?: unknown;
  /** A change makes another resource and removes the old one. */
  readonly forceNew?: boolean;
  /** A change is an error of the plan. */
  readonly createOnly?: boolean;
  readonly planModifiers?: readonly string[];
  readonly default?: unknown;
  readonly elem?: unknown;
  readonly sensitive?: boolean;
  readonly writeOnly?: boolean;
  readonly ConflictsWith?: readonly string[];
  /** The source text of the provider's checks. */
  readonly validators?: readonly string[];
  readonly description?: string;
  readonly attributes?: ProviderAttributes;
}

/** Attributes and blocks by name. */
export type ProviderAttributes = Readonly<Record<string, ProviderAttribute>>;

/** A resource of the provider. */
export interface ProviderResource {
  readonly framework: 'sdkv2' | 'plugin-framework';
  readonly attributes: ProviderAttributes;
  readonly deprecated?: unknown;
  /** Operations that a block `timeouts` names (SDKv2; the framework has an attribute). */
  readonly timeouts?: readonly string[];
}

/** The provider's resources by type. */
export interface ProviderSchema {
  readonly resources: Readonly<Record<string, ProviderResource>>;
}

export const isBlock = ({ type, block }: ProviderAttribute) => block === true || type.startsWith('block');
export const isComputedOnly = ({ computed, optional, required }: ProviderAttribute) =>
  computed === true && !optional && !required;

/** The value in `stringdefault.StaticString("NONE")`, `booldefault.StaticBool(true)`, or a plain literal. */
export function defaultOf(schema: ProviderAttribute): unknown {
  const text = schema.default;
  if (typeof text !== 'string') return text;
  const inner = /\((.*)\)$/.exec(text)?.[1] ?? text;
  try {
    return JSON.parse(inner) as unknown;
  } catch {
    return text;
  }
}

/** What the provider does with a changed value other than change it; undefined: nothing. */
export function insteadOfChange({ forceNew, createOnly, planModifiers = [] }: ProviderAttribute): string | undefined {
  if (createOnly) return 'is refused';
  return forceNew || planModifiers.some((name) => name.includes('RequiresReplace'))
    ? 'replaces the resource'
    : undefined;
}

/** What is wrong with a block that was written and parsed back: names that do not exist, are computed or deprecated, or are missing. */
export function parsedBlockProblems(
  { type, ...body }: TerraformBlock,
  { resources }: ProviderSchema,
): readonly string[] {
  const schema = resources[type];
  if (schema === undefined) return [`${type} does not exist`];
  return [
    ...(schema.deprecated === undefined ? [] : [`${type} is deprecated`]),
    ...bodyProblems(body, schema.attributes, type),
  ];
}

function bodyProblems(
  { attributes, blocks }: TerraformBlockBody,
  schema: ProviderAttributes,
  at: string,
): readonly string[] {
  const problems = Object.keys(attributes).flatMap((name): readonly string[] => {
    const place = `${at}.${name}`;
    const known = schema[name];
    if (known === undefined) return META.includes(name) ? [] : [`${place} does not exist`];
    if (isComputedOnly(known)) return [`${place} is computed by the provider`];
    if (known.deprecated !== undefined) return [`${place} is deprecated`];
    const inner = known.attributes;
    return inner === undefined ? [] : (blocks[name] ?? []).flatMap((one) => bodyProblems(one, inner, place));
  });
  const missing = Object.entries(schema).filter(([name, { required }]) => required === true && !(name in attributes));
  return [...problems, ...missing.map(([name]) => `${at}.${name} is required`)];
}

/** What Terraform itself understands in every resource. */
const META = ['count', 'for_each', 'depends_on', 'lifecycle', 'provider'];
