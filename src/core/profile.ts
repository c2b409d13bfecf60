import { z } from 'zod';
import { parseCidr } from './cidr.ts';
import { type Instant, parseInstant } from './instant.ts';

/** The cloud providers that Atlas runs on. */
export type CloudProvider = 'AWS' | 'AZURE' | 'GCP';

/** What a project is for; it decides how strict the judgement is. */
export type Environment = 'production' | 'staging' | 'development';

/** Duties that the organization has. They add requirements and standards to the report. */
export type ComplianceDuty = 'soc2' | 'iso27001' | 'hipaa' | 'pci-dss' | 'gdpr' | 'fedramp' | 'irap' | 'csa-star';

/** How much risk is accepted: `low` is strictest. */
export type RiskTolerance = 'low' | 'medium' | 'high';

/** A range of addresses that the user knows: an office, a VPN, a NAT gateway. */
export interface KnownNetwork {
  readonly name: string;
  readonly cidrs: readonly string[];
  /** Projects (names or ids) that it needs; absent: all. */
  readonly projects?: readonly string[];
}

/** A client that must keep working: an application, a pipeline, an operator. */
export interface KnownClient {
  readonly name: string;
  /** Where it connects from: addresses or CIDR blocks. Empty where it uses a private endpoint or peering. */
  readonly addresses: readonly string[];
  /** Projects (names or ids) that it connects to; absent: all. */
  readonly projects?: readonly string[];
  /** The database user it logs in as, where known. */
  readonly user?: string;
  readonly via?: 'public' | 'private-endpoint' | 'peering';
  /** The public key or client id that it calls the Admin API with (a pipeline, an operator, Vault); such a client needs no way into clusters. */
  readonly credential?: string;
}

/** A finding that somebody has accepted until a date. */
export interface Waiver {
  readonly control: string;
  /** The finding's address, or `*` for every address of the control. */
  readonly address: string;
  readonly reason: string;
  readonly owner: string;
  readonly expires: Instant;
}

/** How a database user can prove who it is. */
export type Mechanism = 'scram' | 'x509' | 'aws-iam' | 'ldap' | 'oidc';

/** What nobody may be able to do, whatever else is configured. */
export interface Invariant {
  readonly name: string;
  /** Database commands, or actions of a role; absent: log in at all. */
  readonly may?: readonly string[];
  /** `shop` or `shop.orders`; absent: anything. */
  readonly on?: string;
  /** Names of known networks from which it is allowed; absent: from none. */
  readonly outside?: readonly string[];
  /** Ways of logging in that are allowed to. */
  readonly except?: readonly Mechanism[];
  readonly environment?: Environment;
  /** Projects (names or ids) that it is about; absent: all. */
  readonly projects?: readonly string[];
}

/** The answers to the tailoring questions. */
export interface Profile {
  readonly formatVersion: 1;
  readonly cloudProviders: readonly CloudProvider[];
  readonly environment: Environment;
  readonly projects: Readonly<Record<string, { readonly environment: Environment }>>;
  readonly compliance: readonly ComplianceDuty[];
  readonly riskTolerance: RiskTolerance;
  readonly knownNetworks: readonly KnownNetwork[];
  readonly knownClients: readonly KnownClient[];
  /** Regions in Atlas's spelling (`EU_WEST_1`, `EUROPE_NORTH`) that data may live in; empty: anywhere. */
  readonly dataResidency: readonly string[];
  readonly securityContact: string | null;
  readonly waivers: readonly Waiver[];
  /** Proven by `fivefold access invariants`. */
  readonly invariants: readonly Invariant[];
  /** Options of controls, by control id. */
  readonly controls: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What is assumed where nobody has answered. Reports say so. */
export const ASSUMED_PROFILE: Profile = {
  formatVersion: 1,
  cloudProviders: ['AWS', 'AZURE', 'GCP'],
  environment: 'production',
  projects: {},
  compliance: [],
  riskTolerance: 'medium',
  knownNetworks: [],
  knownClients: [],
  dataResidency: [],
  securityContact: null,
  waivers: [],
  invariants: [],
  controls: {},
};

const cidr = z.string().refine((text) => parseCidr(text) !== undefined, {
  error: 'is no IP address and no CIDR block (for example 203.0.113.0/24)',
});
const environment = z.enum(['production', 'staging', 'development']);
const instant = z
  .string()
  .refine((text) => parseInstant(text) !== undefined, { error: 'is no date (for example 2027-01-31)' })
  .transform((text) => parseInstant(text) as Instant);

/** The file format of `fivefold.yaml`. Everything has a default, unknown keys are refused. */
export const profileFile = z.strictObject({
  formatVersion: z.literal(1).default(1).describe('Version of this file format.'),
  cloudProviders: z
    .array(z.enum(['AWS', 'AZURE', 'GCP']))
    .default(['AWS', 'AZURE', 'GCP'])
    .describe('Cloud providers that your clusters run on.'),
  environment: environment.default('production').describe('What projects are for, unless `projects` says otherwise.'),
  projects: z
    .record(
      z.string(),
      z.strictObject({
        environment: environment.describe('What this project is for; production is judged strictest.'),
      }),
    )
    .default({})
    .describe('Per project (name or id), where its environment differs.'),
  compliance: z
    .array(z.enum(['soc2', 'iso27001', 'hipaa', 'pci-dss', 'gdpr', 'fedramp', 'irap', 'csa-star']))
    .default([])
    .describe('Duties that the organization has.'),
  riskTolerance: z.enum(['low', 'medium', 'high']).default('medium').describe('low is strictest.'),
  knownNetworks: z
    .array(
      z.strictObject({
        name: z.string().min(1).describe('What you call it.'),
        cidrs: z.array(cidr).min(1).describe('Its addresses: CIDR blocks or single addresses, IPv4 or IPv6.'),
        projects: z.array(z.string()).optional().describe('Projects (names or ids) that it needs; absent: all.'),
      }),
    )
    .default([])
    .describe('Ranges that you know: offices, VPNs, NAT gateways.'),
  knownClients: z
    .array(
      z.strictObject({
        name: z.string().min(1).describe('What you call it.'),
        addresses: z
          .array(cidr)
          .default([])
          .describe('Where it connects from; empty where it comes through a private endpoint or peering.'),
        projects: z.array(z.string()).optional().describe('Projects (names or ids) that it connects to; absent: all.'),
        user: z.string().optional().describe('The database user that it logs in as.'),
        via: z.enum(['public', 'private-endpoint', 'peering']).optional().describe('The way that it takes.'),
        credential: z
          .string()
          .optional()
          .describe('The public key or client id (never a secret) that it calls the Admin API with.'),
      }),
    )
    .default([])
    .describe('Clients that must keep working. Without any, no open range is ever closed for you.'),
  dataResidency: z.array(z.string()).default([]).describe('Atlas regions that data may live in; empty: anywhere.'),
  securityContact: z.email().nullable().default(null).describe('Where Atlas sends security notices.'),
  waivers: z
    .array(
      z.strictObject({
        control: z.string().min(1).describe('The id of the control.'),
        address: z
          .string()
          .min(1)
          .default('*')
          .describe('The address of the finding or of what was judged; `*`: everywhere.'),
        reason: z.string().min(1).describe('Why it is accepted.'),
        owner: z.string().min(1).describe('Who accepted it.'),
        expires: instant.describe('From when it counts again: a date or a time with its zone.'),
      }),
    )
    .default([])
    .describe('Findings that somebody has accepted, until a date.'),
  invariants: z
    .array(
      z.strictObject({
        name: z.string().min(1).describe('What it says, in your words.'),
        may: z
          .array(z.string().regex(/^[a-z][A-Za-z]+$/, { error: 'is no command (for example update)' }))
          .min(1)
          .optional()
          .describe('Database commands, or actions of a role; absent: log in at all.'),
        on: z.string().min(1).optional().describe('DB or DB.COLLECTION; absent: anything.'),
        outside: z
          .array(z.string())
          .min(1)
          .optional()
          .describe('Names of knownNetworks from which it is allowed; absent: from none.'),
        except: z
          .array(z.enum(['scram', 'x509', 'aws-iam', 'ldap', 'oidc']))
          .optional()
          .describe('Ways of logging in that are allowed to.'),
        environment: environment.optional().describe('Only projects that are for this.'),
        projects: z.array(z.string()).optional().describe('Projects (names or ids); absent: all.'),
      }),
    )
    .default([])
    .describe('What nobody may be able to do, over every address: `fivefold access invariants` proves it.'),
  controls: z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .default({})
    .describe('Options of controls, by control id.'),
});

/** The environment of a project: its own answer (by id or name), else the organization's. */
export function environmentOf(profile: Profile, project: { readonly id: string; readonly name: string }): Environment {
  return (profile.projects[project.id] ?? profile.projects[project.name])?.environment ?? profile.environment;
}

/** True when an answer that names projects (or none, meaning all) is about this project. */
export function concernsProject(
  answer: { readonly projects?: readonly string[] },
  project: { readonly id: string; readonly name: string },
): boolean {
  return (
    answer.projects === undefined || answer.projects.includes(project.id) || answer.projects.includes(project.name)
  );
}
