import { stringify } from 'yaml';
import type { Profile } from '../core/profile.ts';

/** A section of fivefold.yaml: why one answers it, and what to write where there is no answer yet. */
interface Section {
  readonly key: keyof Profile;
  readonly why: readonly string[];
  /** Shown as a comment while the answer is empty. */
  readonly example?: unknown;
}

const SECTIONS: readonly Section[] = [
  { key: 'formatVersion', why: [] },
  { key: 'cloudProviders', why: ['Cloud providers that your clusters run on: AWS, AZURE, GCP.'] },
  {
    key: 'environment',
    why: ['What projects are for, unless `projects` says otherwise: production, staging, development.'],
  },
  {
    key: 'projects',
    why: ['Per project, by name or id, where its environment differs. Development is changed first, production last.'],
    example: { 'shop-staging': { environment: 'staging' } },
  },
  {
    key: 'compliance',
    why: ['Duties that you have: soc2, iso27001, hipaa, pci-dss, gdpr, fedramp, irap, csa-star.'],
    example: ['soc2'],
  },
  { key: 'riskTolerance', why: ['How much risk you accept: low is strictest, then medium, high.'] },
  { key: 'securityContact', why: ['Where Atlas sends security notices: an address that a team reads.'] },
  {
    key: 'knownNetworks',
    why: ['Ranges that you know: offices, VPNs, NAT gateways. They keep their way in.'],
    example: [{ name: 'office', cidrs: ['198.51.100.0/28'] }],
  },
  {
    key: 'knownClients',
    why: [
      'Clients that must keep working. While a project has none (and no known network), Fivefold never closes',
      'an open access list for you. `via` is public, private-endpoint or peering; `user` the database user.',
    ],
    example: [{ name: 'shop-api', addresses: ['203.0.113.10'], projects: ['shop'], user: 'app' }],
  },
  {
    key: 'dataResidency',
    why: ["Regions that data may live in, in Atlas's spelling; empty: anywhere."],
    example: ['EU_WEST_1', 'EU_CENTRAL_1'],
  },
  {
    key: 'waivers',
    why: ['Findings that somebody has accepted, until a date. They stay in every report.'],
    example: [
      {
        control: 'network/no-open-ip-access-list',
        address: '*',
        reason: 'Why it is accepted.',
        owner: 'kim@example.com',
        expires: '2027-01-31',
      },
    ],
  },
  {
    key: 'controls',
    why: ['Options of controls, by control id; `fivefold controls show ID` lists them.'],
  },
];

function isEmpty(value: unknown): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value as object).length === 0;
}

/** A profile as fivefold.yaml, each answer with what it is for; what is empty shows an example as a comment. */
export function profileText(profile: Profile): string {
  const parts = [
    '# yaml-language-server: $schema=node_modules/fivefold/schema/fivefold.schema.json',
    '# The answers to the tailoring questions of Fivefold. Everything has a default; unknown keys are refused.',
  ];
  for (const { key, why, example } of SECTIONS) {
    const value = profile[key];
    if (why.length > 0) parts.push('', ...why.map((line) => `# ${line}`));
    parts.push(stringify({ [key]: value }).trimEnd());
    if (isEmpty(value) && example !== undefined) {
      const lines = stringify({ [key]: example })
        .trimEnd()
        .split('\n');
      parts.push('# For example:', ...lines.map((line) => `#   ${line}`));
    }
  }
  return `${parts.join('\n')}\n`;
}
