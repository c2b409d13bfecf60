/**
 * What the remote MCP configurations of the organization and of a project share: the wire, both ways. Nothing of it was ever
 * recorded: the shapes are those of Atlas's contract.
 */
import { z } from 'zod';
import type { Body } from '../core/call.ts';
import { blockOf, parseCidr } from '../core/cidr.ts';
import { sameJson } from '../core/json.ts';
import { clientSecretFromWire, clientSecretRequest, clientSecretWire } from './client-secret.ts';
import { type AccountSecret, hoursOfSecret } from './service-account/model.ts';

const entry = z.strictObject({
  cidrBlock: z.string().nullish(),
  createdAt: z.string().optional(),
  ipAddress: z.string().nullish(),
  lastUsedAddress: z.string().nullish(),
  lastUsedAt: z.string().nullish(),
  requestCount: z.number().optional(),
});

/** A configuration as Atlas answers it. */
const mcpConfigurationWire = z.strictObject({
  clientId: z.string().optional(),
  egressClientId: z.string().optional(),
  ipAccessList: z.array(entry).optional(),
  mcpConfigId: z.string(),
  mcpConfigName: z.string().nullish(),
  roles: z.array(z.string()).optional(),
});

const operations = {
  list: { method: 'GET', success: 200, shape: 'page' },
  create: { method: 'POST', success: 201, shape: 'object' },
  get: { method: 'GET', success: 200, shape: 'object' },
  update: { method: 'PATCH', success: 200, shape: 'object' },
  delete: { method: 'DELETE', success: 204, shape: 'none' },
} as const;

/** What the operations on configurations of both kinds have in common. */
export function mcpOperations(role: 'ORG_' | 'GROUP_') {
  const requests = mcpRequests(role);
  return {
    list: { ...operations.list, response: mcpConfigurationWire },
    // Its description speaks of credentials in the answer, whose shape has none: a secret is made by a call of its own.
    create: { ...operations.create, request: requests.create, response: mcpConfigurationWire },
    get: { ...operations.get, response: mcpConfigurationWire },
    update: { ...operations.update, request: requests.update, response: mcpConfigurationWire },
    delete: { ...operations.delete, query: ['cascading'] },
  } as const;
}

/** The bodies that make and change a configuration whose roles begin with `ORG_` or `GROUP_`. */
function mcpRequests(role: 'ORG_' | 'GROUP_') {
  const roles = z.array(z.string().startsWith(role)).max(100);
  const ipAccessList = z
    .array(z.strictObject({ cidrBlock: z.string().optional(), ipAddress: z.string().optional() }))
    .max(200)
    .optional();
  return {
    create: z.strictObject({ ipAccessList, mcpConfigName: z.string().min(1), roles: roles.min(1) }),
    update: z.strictObject({
      ipAccessList,
      mcpConfigName: z.string().min(1).max(64).optional(),
      roles: roles.optional(),
    }),
  };
}

const reading = z.looseObject({
  clientId: z.string().nullish(),
  egressClientId: z.string().nullish(),
  ipAccessList: z.array(z.looseObject({ cidrBlock: z.string().nullish(), ipAddress: z.string().nullish() })).nullish(),
  mcpConfigId: z.string(),
  mcpConfigName: z.string().nullish(),
  roles: z.array(z.string()).nullish(),
});

/** What both kinds' models hold beside the id of what they live in. */
export interface McpConfigurationFields {
  /** A UUID; until Atlas has made it, a name that is good for the plan only. */
  readonly id: string;
  readonly name: string;
  /** The service account that clients call it with; null: Atlas does not say. */
  readonly clientId: string | null;
  /** The service account that it calls Atlas with; null: Atlas does not say. */
  readonly egressClientId: string | null;
  /** Sorted. */
  readonly roles: readonly string[];
  /** Ranges in CIDR notation that it may be called from, sorted; empty: anywhere. */
  readonly ipAccessList: readonly string[];
}

/** These fields as a schema. */
export const mcpConfigurationFields = {
  id: z.string().min(1),
  name: z.string(),
  clientId: z.string().nullable(),
  egressClientId: z.string().nullable(),
  roles: z.array(z.string()),
  ipAccessList: z.array(z.string()),
};

/** A configuration of the wire as fields of our models. */
export function mcpFieldsFromWire(item: unknown): McpConfigurationFields {
  const configuration = reading.parse(item);
  const ranges = (configuration.ipAccessList ?? []).map(({ cidrBlock, ipAddress }) => {
    const text = cidrBlock ?? ipAddress ?? '';
    const range = parseCidr(text);
    return (range && blockOf(range)) ?? text;
  });
  return {
    id: configuration.mcpConfigId,
    name: configuration.mcpConfigName ?? '',
    clientId: configuration.clientId ?? null,
    egressClientId: configuration.egressClientId ?? null,
    roles: [...(configuration.roles ?? [])].sort(),
    ipAccessList: ranges.sort(),
  };
}

const listToWire = (ranges: readonly string[]) => ranges.map((cidrBlock) => ({ cidrBlock }));

/** The body that makes a configuration. */
export function mcpCreateBody({ name, roles, ipAccessList }: McpConfigurationFields): Body {
  return {
    mcpConfigName: name,
    roles,
    ...(ipAccessList.length === 0 ? {} : { ipAccessList: listToWire(ipAccessList) }),
  };
}

/** The body that changes one: only what differs. A list that is given takes the place of the whole list. */
export function mcpUpdateBody(before: McpConfigurationFields, after: McpConfigurationFields): Body {
  return {
    ...(before.name === after.name ? {} : { mcpConfigName: after.name }),
    ...(sameJson(before.roles, after.roles) ? {} : { roles: after.roles }),
    ...(sameJson(before.ipAccessList, after.ipAccessList) ? {} : { ipAccessList: listToWire(after.ipAccessList) }),
  };
}

/** What the operations on secrets of both kinds have in common. Only the answer to a creation ever holds the secret itself. */
export const mcpSecretOperations = {
  list: { ...operations.list, response: clientSecretWire },
  create: { ...operations.create, request: clientSecretRequest, response: clientSecretWire },
  get: { ...operations.get, response: clientSecretWire },
  delete: operations.delete,
} as const;

/** What both kinds' models hold of a secret beside the ids of what it lives in. */
export interface McpSecretFields extends AccountSecret {
  /** The configuration that it opens. */
  readonly configurationId: string;
  /** From its creation to its end. */
  readonly lifetimeHours: number;
}

/** These fields as a schema. */
export const mcpSecretFields = {
  configurationId: z.string().min(1),
  id: z.string().min(1),
  lifetimeHours: z.number().int(),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable(),
};

/** A secret of the wire as fields of our models, without its value. */
export function mcpSecretFromWire(item: unknown, configurationId: string): McpSecretFields {
  const secret = clientSecretFromWire(item);
  return { configurationId, ...secret, lifetimeHours: hoursOfSecret(secret) };
}
