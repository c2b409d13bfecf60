/** A provider for Terraform that knows the schema of mongodb/mongodbatlas and nothing of Atlas: it needs no network. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { decode, ExtData, encode } from '@msgpack/msgpack';

import { defaultOf, isBlock, type ProviderResource, type ProviderSchema } from '../laws/provider-schema.ts';
import { type Config, configProblems, NOT_KNOWN } from './config-checks.ts';
import { type Answer, startGrpcServer } from './grpc-server.ts';
import { ERROR, METHODS, type Method } from './plugin-protocol.ts';
import { decodeMessage, encodeMessage, type Values } from './protobuf.ts';
import { attributesOf, wireSchemas } from './wire-schema.ts';

/** What exists, for `import` blocks: a state by resource type and import id. */
export type Existing = (type: string, importId: string) => Config | undefined;

/** A running provider. */
export interface FakeProvider {
  /** What Terraform must find in its environment to use it. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** How Terraform writes a value that is not known yet (MessagePack extension 0). */
const UNKNOWN = new ExtData(0, new Uint8Array([0]));

/** Starts a provider on a socket in a folder of its own; `close` removes both. */
export async function startFakeProvider(schema: ProviderSchema, existing: Existing): Promise<FakeProvider> {
  const folder = await mkdtemp(join(tmpdir(), 'fivefold-provider-'));
  const socketPath = join(folder, 'provider.sock');
  const server = await startGrpcServer(socketPath, answersOf(handlersOf(schema, existing)));
  const attached = {
    Protocol: 'grpc',
    ProtocolVersion: 6,
    Pid: process.pid,
    // Terraform must not end us.
    Test: true,
    Addr: { Network: 'unix', String: socketPath },
  };
  return {
    environment: {
      TF_REATTACH_PROVIDERS: JSON.stringify({
        'registry.terraform.io/mongodb/mongodbatlas': attached,
        // Unconfirmed: OpenTofu's name of the same provider; no `tofu` was there to try it.
        'registry.opentofu.org/mongodb/mongodbatlas': attached,
      }),
    },
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Handlers = Readonly<Record<Method, (request: Values) => Values>>;

function answersOf(handlers: Handlers): ReadonlyMap<string, Answer> {
  return new Map(
    Object.entries(METHODS).map(([name, { request, response }]) => [
      `/tfplugin6.Provider/${name}`,
      (bytes) => encodeMessage(response, handlers[name as Method](decodeMessage(request, bytes))),
    ]),
  );
}

function handlersOf(schema: ProviderSchema, existing: Existing): Handlers {
  const resourceOf = ({ type_name }: Values): ProviderResource => {
    const resource = schema.resources[String(type_name)];
    if (resource === undefined) throw new TypeError(`there is no ${String(type_name)}`);
    return resource;
  };
  return {
    GetProviderSchema: () => ({
      provider: { block: {} },
      provider_meta: { block: {} },
      resource_schemas: wireSchemas(schema),
    }),
    ValidateProviderConfig: () => ({}),
    ConfigureProvider: () => ({}),
    StopProvider: () => ({}),
    ValidateResourceConfig: (request) => {
      const attributes = attributesOf(resourceOf(request));
      const config = withUnknowns(dynamicValue(request.config)) as Config;
      return {
        diagnostics: configProblems(String(request.type_name), attributes, config).map(({ attribute, what }) => ({
          severity: ERROR,
          summary: 'Refused by a check of the provider',
          detail: what,
          attribute: pathOf(attribute),
        })),
      };
    },
    ImportResourceState: ({ type_name, id }) => {
      const state = existing(String(type_name), String(id));
      return state === undefined
        ? {
            diagnostics: [
              { severity: ERROR, summary: 'Cannot import', detail: `There is no ${String(type_name)} ${String(id)}.` },
            ],
          }
        : {
            imported_resources: [
              { type_name, state: { msgpack: encode(completed(state, resourceOf({ type_name }))) } },
            ],
          };
    },
    ReadResource: ({ current_state }) => ({ new_state: current_state }),
    PlanResourceChange: (request) => planOf(request, resourceOf(request)),
  };
}

/** Plans as the provider does: defaults, write-only attributes, what is made anew for a change and what must not change. */
function planOf({ prior_state, proposed_new_state, config }: Values, resource: ProviderResource): Values {
  const proposed = dynamicValue(proposed_new_state) as Config | null;
  if (proposed === null) return { planned_state: proposed_new_state };
  const prior = dynamicValue(prior_state) as Config | null;
  const given = dynamicValue(config) as Config;
  const planned: Record<string, unknown> = { ...proposed };
  const replaced: string[] = [];
  const refused: string[] = [];
  for (const [name, attribute] of Object.entries(attributesOf(resource))) {
    if (attribute.writeOnly === true) planned[name] = null;
    else if (given[name] === null && attribute.default !== undefined) planned[name] = defaultOf(attribute);
    else if (prior === null && planned[name] === null && attribute.computed === true && !isBlock(attribute))
      planned[name] = UNKNOWN;
    const isChanged = prior !== null && !isDeepStrictEqual(prior[name], planned[name]);
    if (isChanged && attribute.forceNew === true) replaced.push(name);
    if (isChanged && attribute.createOnly === true) refused.push(name);
  }
  return {
    planned_state: { msgpack: encode(planned) },
    requires_replace: replaced.map(pathOf),
    diagnostics: refused.map((name) => ({
      severity: ERROR,
      summary: 'Refused by a check of the provider',
      detail: `${name} is taken at creation only.`,
      attribute: pathOf(name),
    })),
    legacy_type_system: resource.framework === 'sdkv2',
  };
}

/** A state with every attribute and block: null or an empty list where it says nothing. */
function completed(state: Config, resource: ProviderResource): Config {
  const complete = (attributes: ProviderResource['attributes'], values: Config): Config =>
    Object.fromEntries(
      Object.entries(attributes).map(([name, { type, attributes: inner, ...rest }]) => {
        const value = values[name];
        const isList = isBlock({ type, ...rest }) && type !== 'block single';
        if (value === undefined || value === null) return [name, isList ? [] : null];
        if (inner === undefined) return [name, value];
        return [
          name,
          Array.isArray(value)
            ? value.map((item) => complete(inner, item as Config))
            : complete(inner, value as Config),
        ];
      }),
    );
  return complete(attributesOf(resource), state);
}

function dynamicValue(dynamic: unknown): unknown {
  return decode((dynamic as { readonly msgpack: Uint8Array }).msgpack);
}

function withUnknowns(value: unknown): unknown {
  if (value instanceof ExtData) return NOT_KNOWN;
  if (Array.isArray(value)) return value.map(withUnknowns);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withUnknowns(item)]));
}

function pathOf(attribute: string): Values {
  return { steps: [{ attribute_name: attribute }] };
}
