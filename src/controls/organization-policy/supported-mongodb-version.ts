import { defineControl, failOrPass } from '../../core/control.ts';
import { addSeconds, type Instant, isBefore } from '../../core/instant.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';

/** The last day of support of each major release on dedicated clusters (mongodb.com/legal/support-policy/lifecycles, read in 2026). */
const LAST_DAYS: Readonly<Record<string, string>> = {
  '3.6': '2021-04-30',
  '4.0': '2022-04-30',
  '4.2': '2023-04-30',
  '4.4': '2024-02-29',
  '5.0': '2024-10-31',
  '6.0': '2025-07-31',
  '7.0': '2027-08-31',
  '8.0': '2029-10-31',
};
const SECONDS_PER_DAY = 86_400;

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const of = (mongoDBMajorVersion: string): Cluster => ({
  ...dedicated,
  versionReleaseSystem: 'LTS',
  mongoDBMajorVersion,
});

export default defineControl({
  id: 'organization-policy/supported-mongodb-version',
  title: 'The cluster runs a major version of MongoDB that still gets security fixes',
  layer: 'organization-policy',
  scope: 'cluster',
  severity: 'high',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'After its last day a version gets no fixes, also none for holes that become known, and Atlas upgrades what is left in its own time. ' +
    'Clusters with automatic upgrades, free clusters and flex clusters get new versions without asking.',
  sources: ['getGroupCluster', 'https://www.mongodb.com/legal/support-policy/lifecycles'],
  standards: [
    'soc2:CC7.1',
    'iso27001:A.8.8',
    'pci-dss:6.3.3',
    'nist-800-53:SA-22',
    'nist-800-53:SI-2',
    'csa-ccm:TVM-03',
    'cis:7.4',
    'ism:ISM-0304',
    'ism:ISM-1905',
  ],
  reads: ['cluster'],
  options: { warnDays: 180 },
  evaluate({ cluster: [only] }, { now, options }) {
    if (only === undefined || !isDedicated(only) || only.versionReleaseSystem === 'CONTINUOUS')
      return { status: 'not-applicable', because: 'Atlas chooses the version of this cluster.' };
    const day = LAST_DAYS[only.mongoDBMajorVersion];
    if (day === undefined)
      return {
        status: 'unknown',
        because: `Until when MongoDB ${only.mongoDBMajorVersion} is supported is not known to this version of fivefold.`,
      };
    const end = addSeconds(`${day}T00:00:00Z` as Instant, SECONDS_PER_DAY);
    const name = `Cluster ${only.name} runs MongoDB ${only.mongoDBMajorVersion}`;
    const at = cluster.address(only);
    if (!isBefore(now, end))
      return { status: 'fail', violations: [{ at, because: `${name}, whose support ended on ${day}.` }] };
    const warned = addSeconds(now, (options.warnDays as number) * SECONDS_PER_DAY) >= end;
    return failOrPass(warned ? [{ at, because: `${name}, whose support ends on ${day}.`, severity: 'low' }] : []);
  },
  remedy: ({ cluster: [only] }) => ({
    type: 'manual',
    steps: [
      `Read the compatibility notes of the next major version after ${only?.mongoDBMajorVersion}; versions cannot be skipped, and Atlas does not go back.`,
      'Check that every driver supports it, and try it on a copy of the cluster restored from a snapshot.',
      'Pin the feature compatibility version, upgrade the cluster in its maintenance window (updateGroupCluster, mongoDBMajorVersion), and unpin it when all is well.',
    ],
    verifiedBy: 'getGroupCluster shows a mongoDBMajorVersion that is supported.',
  }),
  examples: {
    pass: [
      { name: 'the newest', resources: { cluster: [of('8.0')] } },
      { name: 'an older one with 280 days left', resources: { cluster: [of('7.0')] } },
    ],
    fail: [
      { name: 'no longer supported', resources: { cluster: [of('6.0')] } },
      {
        name: 'its last day is near',
        resources: { cluster: [of('7.0')] },
        profile: { controls: { 'organization-policy/supported-mongodb-version': { warnDays: 281 } } },
      },
    ],
    notApplicable: [
      { name: 'a free cluster', resources: { cluster: [{ ...free, mongoDBMajorVersion: '6.0' }] } },
      { name: 'automatic upgrades', resources: { cluster: [{ ...of('8.2'), versionReleaseSystem: 'CONTINUOUS' }] } },
    ],
  },
});
