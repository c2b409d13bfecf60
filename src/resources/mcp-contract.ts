/**
 * What the remote MCP configurations of the organization and of a project share: the wire, both ways. Nothing of it was ever
 * recorded: the shapes are those of Atlas's contract.
 */
import { z } from 'zod';
import type { Body } from '../core/call.ts';
import { blockOf, parseCidr } from '../core/cidr.ts';
import { epochSeconds, parseInstant } from '../core/instant.ts';
import { sameJson } from '../core/json.ts';

const entry = z.strictObject({
  cidrBlock: z.string().nullish(),
  createdAt: z.string().optional(),
  ipAddress: z.string().nullish(),
  lastUsedAddress: z.string().nullish(),
  lastUsedAt: z.string().nullish(),
  requestCount: z.number().optional(),
});

/** A configuration as Atlas answers it. */
export const mcpConfigurationWire = z.strictObject({
  clientId: z.string().optional(),
  egressClientId: z.string().optional(),
  ipAccessList: z.array(entry).optional(),
  mcpConfigId: z.string(),
  mcpConfigName: z.string().nullish(),
  roles: z.array(z.string()).optional(),
});

/** The bodies that make and change a configuration whose roles begin with `ORG_` or `GROUP_`. */
export function mcpRequests(role: 'ORG_' | 'GROUP_') {
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
  readonly id: string;
  readonly name: string;
  readonly clientId: string | null;
  readonly egressClientId: string | null;
  readonly roles: readonly string[];
  readonly ipAccessList: readonly string[];
}

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

/** A secret as Atlas answers it: `secret` stands in the answer to its creation only, and is never taken up here. */
export const mcpSecretWire = z.strictObject({
  createdAt: z.string(),
  expiresAt: z.string(),
  id: z.string(),
  lastUsedAt: z.string().nullish(),
  maskedSecretValue: z.string().optional(),
  secret: z.string().optional(),
});

/** The body that makes a secret. */
export const mcpSecretRequest = z.strictObject({ secretExpiresAfterHours: z.number().int().min(1) });

const readingSecret = z.looseObject({
  createdAt: z.string(),
  expiresAt: z.string(),
  id: z.string(),
  lastUsedAt: z.string().nullish(),
});

/** What both kinds' models hold of a secret beside the ids of what it lives in. */
export interface McpSecretFields {
  readonly id: string;
  readonly lifetimeHours: number;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
}

const SECONDS_PER_HOUR = 3600;

/** A secret of the wire as fields of our models, without its value. */
export function mcpSecretFromWire(item: unknown): McpSecretFields {
  const { id, createdAt, expiresAt, lastUsedAt } = readingSecret.parse(item);
  const [from, until] = [createdAt, expiresAt].map((text) => {
    const instant = parseInstant(text);
    if (instant === undefined) throw new TypeError(`the secret ${id} has a date that is none: ${JSON.stringify(text)}`);
    return epochSeconds(instant);
  }) as [number, number];
  return {
    id,
    lifetimeHours: Math.round((until - from) / SECONDS_PER_HOUR),
    createdAt,
    expiresAt,
    lastUsedAt: lastUsedAt ?? null,
  };
}
