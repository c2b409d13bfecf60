/**
 * Terraform's plugin protocol, version 6, as far as a provider needs it that is asked to validate, import and plan.
 * The numbers of fields are facts of the protocol (docs/plugin-protocol in hashicorp/terraform); nothing else of it is here.
 */
import type { Field, Message } from './protobuf.ts';

const string = (number: number): Field => ({ number, type: 'string' });
const bytes = (number: number): Field => ({ number, type: 'bytes' });
const bool = (number: number): Field => ({ number, type: 'bool' });
const integer = (number: number): Field => ({ number, type: 'integer' });
const one = (number: number, type: () => Message): Field => ({ number, type });
const list = (number: number, type: () => Message): Field => ({ number, type, many: 'list' });
const map = (number: number, type: () => Message): Field => ({ number, type, many: 'map' });

const dynamicValue = (): Message => ({ msgpack: bytes(1), json: bytes(2) });
const attributePath = (): Message => ({ steps: list(1, () => ({ attribute_name: string(1) })) });
const diagnostic = (): Message => ({
  severity: integer(1),
  summary: string(2),
  detail: string(3),
  attribute: one(4, attributePath),
});
const schema = (): Message => ({ version: integer(1), block: one(2, block) });
const block = (): Message => ({
  attributes: list(2, attribute),
  block_types: list(3, nestedBlock),
  deprecated: bool(6),
});
const attribute = (): Message => ({
  name: string(1),
  type: bytes(2),
  required: bool(4),
  optional: bool(5),
  computed: bool(6),
  sensitive: bool(7),
  deprecated: bool(9),
  nested_type: one(10, nestedObject),
  write_only: bool(11),
});
const nestedObject = (): Message => ({ attributes: list(1, attribute), nesting: integer(3) });
const nestedBlock = (): Message => ({
  type_name: string(1),
  block: one(2, block),
  nesting: integer(3),
  min_items: integer(4),
  max_items: integer(5),
});

/** What `severity` says. */
export const ERROR = 1;

/** What `nesting` says, of blocks and of objects alike. */
export const NESTING = { single: 1, list: 2, set: 3 } as const;

/** The methods of the service `tfplugin6.Provider` that are answered: what each is asked, and what it answers. */
export const METHODS = {
  GetProviderSchema: {
    request: {},
    response: {
      provider: one(1, schema),
      resource_schemas: map(2, schema),
      diagnostics: list(4, diagnostic),
      provider_meta: one(5, schema),
    },
  },
  ValidateProviderConfig: { request: {}, response: { diagnostics: list(2, diagnostic) } },
  ConfigureProvider: { request: {}, response: { diagnostics: list(1, diagnostic) } },
  StopProvider: { request: {}, response: { Error: string(1) } },
  ValidateResourceConfig: {
    request: { type_name: string(1), config: one(2, dynamicValue) },
    response: { diagnostics: list(1, diagnostic) },
  },
  ImportResourceState: {
    request: { type_name: string(1), id: string(2) },
    response: {
      imported_resources: list(1, () => ({ type_name: string(1), state: one(2, dynamicValue) })),
      diagnostics: list(2, diagnostic),
    },
  },
  ReadResource: {
    request: { type_name: string(1), current_state: one(2, dynamicValue) },
    response: { new_state: one(1, dynamicValue), diagnostics: list(2, diagnostic) },
  },
  PlanResourceChange: {
    request: {
      type_name: string(1),
      prior_state: one(2, dynamicValue),
      proposed_new_state: one(3, dynamicValue),
      config: one(4, dynamicValue),
    },
    response: {
      planned_state: one(1, dynamicValue),
      requires_replace: list(2, attributePath),
      diagnostics: list(4, diagnostic),
      legacy_type_system: bool(5),
    },
  },
} as const satisfies Record<string, { readonly request: Message; readonly response: Message }>;

/** The name of one of them. */
export type Method = keyof typeof METHODS;
