/** What the provider checks beside its schema: the validators of the table (../shared), read from their source text. */
import { isIP } from 'node:net';
import { blockOf, parseCidr } from '../../src/core/cidr.ts';
import { isComputedOnly, type ProviderAttribute, type ProviderAttributes } from '../laws/provider-schema.ts';
import { nestedOf } from './wire-schema.ts';

/** What a configuration has for a resource or an object in it. A value that is not known yet is {@link NOT_KNOWN}. */
export type Config = Readonly<Record<string, unknown>>;

/** Stands for a value that Terraform learns only when it applies. */
export const NOT_KNOWN = Symbol('not known yet');

/** One problem, with the attribute of the resource that it is in. */
export interface ConfigProblem {
  readonly attribute: string;
  readonly what: string;
}

/**
 * Attributes that a validator names and the table has lost (`ConflictsWith(?)`), from the source of the provider:
 * internal/service/databaseuser, projectipaccesslist, serviceaccountaccesslistentry.
 */
const CONFLICTS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  mongodbatlas_database_user: {
    password: ['x509_type', 'ldap_auth_type', 'aws_iam_type'],
    password_wo: ['password', 'x509_type', 'ldap_auth_type', 'aws_iam_type'],
  },
  mongodbatlas_project_ip_access_list: {
    cidr_block: ['aws_security_group', 'ip_address'],
    ip_address: ['aws_security_group', 'cidr_block'],
    aws_security_group: ['ip_address', 'cidr_block'],
  },
  mongodbatlas_service_account_access_list_entry: { cidr_block: ['ip_address'], ip_address: ['cidr_block'] },
};

/** The same for `AlsoRequires`. */
const COMPANIONS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  mongodbatlas_database_user: {
    password_wo: ['password_wo_version'],
    password_wo_version: ['password_wo'],
  },
};

/** Everything that the provider would refuse in a configuration that fits its schema. */
export function configProblems(type: string, attributes: ProviderAttributes, config: Config): readonly ConfigProblem[] {
  return Object.entries(attributes).flatMap(([name, attribute]) =>
    [...problemsOf(type, name, attribute, config, attributes)].map((what) => ({ attribute: name, what })),
  );
}

const isSet = (value: unknown) =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);

function* problemsOf(
  type: string,
  name: string,
  attribute: ProviderAttribute,
  config: Config,
  siblings: ProviderAttributes,
): Iterable<string> {
  const value = config[name];
  if (isComputedOnly(attribute)) {
    if (isSet(value)) yield `${name}: is computed`;
    return;
  }
  for (const validator of attribute.validators ?? []) {
    // A block that is required is an empty list where it is missing; of an attribute that is not set nothing is asked.
    if (value === NOT_KNOWN || ((value ?? null) === null && !validator.includes('IsRequired'))) continue;
    const problem = checkOne(type, name, validator, value, config, siblings);
    if (problem !== undefined) yield `${name}: ${problem}`;
  }
  if (!isSet(value)) return;
  for (const other of attribute.ConflictsWith ?? []) if (isSet(config[other])) yield `${name}: conflicts with ${other}`;
  const nested = nestedOf(attribute);
  if (nested === undefined || typeof value !== 'object') return;
  for (const item of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
    if (typeof item !== 'object' || item === null) continue;
    for (const [key, inner] of Object.entries(nested))
      for (const problem of problemsOf(type, key, inner, item as Config, nested)) yield `${name}.${problem}`;
  }
}

function checkOne(
  type: string,
  name: string,
  validator: string,
  value: unknown,
  config: Config,
  siblings: ProviderAttributes,
): string | undefined {
  const size = Array.isArray(value) ? value.length : 0;
  const text = String(value);
  const number = Number(value);
  const named = /^([\w.]+)\(/.exec(validator)?.[1] ?? '';
  const [low = 0, high = 0] = [...validator.matchAll(/-?\d+/g)].map(Number);
  const says = (isRight: boolean, problem: string) => (isRight ? undefined : problem);
  switch (true) {
    case /(stringvalidator\.OneOf|validation\.StringInSlice)$/.test(named): {
      const allowed = [...validator.matchAll(/"([^"]*)"/g)].map(([, word]) => word);
      return says(allowed.includes(text), `${text} is none of ${allowed.join(', ')}`);
    }
    case named.endsWith('validator.IsRequired'):
      return says(size > 0, 'is required');
    case named.endsWith('validator.SizeAtMost'):
      return says(size <= low, `has ${size} items, at most ${low} may be`);
    case named.endsWith('validator.SizeAtLeast'):
      return says(size >= low, `has ${size} items, at least ${low} must be`);
    case named === 'stringvalidator.LengthBetween':
      return says(text.length >= low && text.length <= high, `has ${text.length} characters, not ${low} to ${high}`);
    case /(int64validator\.AtLeast|validation\.IntAtLeast)$/.test(named):
      return says(number >= low, `is below ${low}`);
    case /v < \d+ \|\| v > \d+/.test(validator): {
      const [, from, to] = /v < (\d+) \|\| v > (\d+)/.exec(validator) ?? [];
      return says(number >= Number(from) && number <= Number(to), `is not between ${from} and ${to}`);
    }
    case named === 'validate.ValidIP' || validator === 'validation.IsIPAddress':
      return says(isIP(text) > 0, `${text} is no IP address`);
    // Both take what Go's net.ParseCIDR prints again as it was.
    case named === 'validate.ValidCIDR' || /ipnet/.test(validator): {
      const range = parseCidr(text);
      return says(text.includes('/') && range !== undefined && blockOf(range) === text, `${text} is no CIDR block`);
    }
    case named === 'stringvalidator.ConflictsWith': {
      const others = CONFLICTS[type]?.[name];
      if (others === undefined) return `whom ${validator} means is not known here`;
      const other = others.find((one) => isSet(config[one]));
      return other === undefined ? undefined : `conflicts with ${other}`;
    }
    case named.endsWith('validator.AlsoRequires'): {
      const others = COMPANIONS[type]?.[name];
      if (others === undefined) return `whom ${validator} means is not known here`;
      const missing = others.find((one) => !isSet(config[one]));
      return missing === undefined ? undefined : `also needs ${missing}`;
    }
    case validator === 'discriminatorValidator{}':
      return discriminatorProblem(text, config, siblings);
    case validator === 'ValidIntervalMin()':
      return says(
        number <= 0 || !['PAGER_DUTY', 'OPS_GENIE', 'VICTOR_OPS'].includes(String(config.type_name)),
        `must not be set for ${String(config.type_name)}`,
      );
    case validator === 'RegionSpecPriorityOrderDecreasingValidator{}': {
      const priorities = (value as readonly Config[]).map(({ priority }) => Number(priority));
      return says(
        priorities.every((priority, at) => at === 0 || priority <= (priorities[at - 1] ?? 0)),
        `has priorities that grow: ${priorities.join(', ')}`,
      );
    }
    case /MongoDB major version must be in the format/.test(validator):
      return says(/^\d+(\.\d+)?$/.test(text), `${text} is no major version`);
    case /`role_name` can contain only/.test(validator):
      return says(/[\w-]+/.test(text) && !text.startsWith('x-gen'), `${text} is no name of a role`);
    default:
      return `the law does not know the check ${validator.slice(0, 120)}`;
  }
}

/** The autogen resources say in the description of each attribute for which `type` it is required or allowed. */
function discriminatorProblem(type: string, config: Config, siblings: ProviderAttributes): string | undefined {
  const takers = new Map<string, { readonly isRequired: boolean; readonly types: readonly string[] }>();
  for (const [name, { description = '' }] of Object.entries(siblings)) {
    const [, word, list] = /^(Required|Optional) for type: ([A-Z0-9_, ]+)\./.exec(description) ?? [];
    if (list !== undefined) takers.set(name, { isRequired: word === 'Required', types: list.split(', ') });
  }
  // A type that the provider does not know is left to Atlas.
  if (![...takers.values()].some(({ types }) => types.includes(type))) return undefined;
  for (const [name, { isRequired, types }] of takers) {
    const isGiven = (config[name] ?? null) !== null;
    if (isRequired && types.includes(type) && !isGiven) return `${type} needs ${name}`;
    if (!types.includes(type) && isGiven) return `${type} takes no ${name}`;
  }
  return undefined;
}
