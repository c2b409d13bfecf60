import { defineControl, type Severity } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';

interface Hole {
  readonly id: string;
  readonly what: string;
  readonly severity: Severity;
  /** The first patch release with the fix, by series; a series that is not named is not affected, or out of support. */
  readonly fixedIn: Readonly<Record<string, number>>;
}

/** Grave holes of the server with the releases that mend them (MongoDB's alerts and the CVE records, read in November 2026). */
const HOLES: readonly Hole[] = [
  {
    id: 'CVE-2025-14847',
    what: 'anybody who can connect reads memory of the server, and it is used by attackers',
    severity: 'critical',
    fixedIn: { '8.2': 3, '8.0': 17, '7.0': 28, '6.0': 27, '5.0': 32, '4.4': 30 },
  },
  {
    id: 'CVE-2026-9740',
    what: 'anybody who can connect crashes the server',
    severity: 'high',
    fixedIn: { '8.3': 3, '8.2': 10, '8.0': 24, '7.0': 35 },
  },
  {
    id: 'CVE-2026-8053',
    what: 'a user who may write runs code on the server through time series',
    severity: 'high',
    fixedIn: { '8.3': 2, '8.2': 9, '8.0': 23, '7.0': 34, '6.0': 28, '5.0': 33 },
  },
  {
    id: 'CVE-2026-11933',
    what: 'a user who may read reaches memory of the server through server-side JavaScript',
    severity: 'high',
    fixedIn: { '8.3': 4, '8.2': 11, '8.0': 26, '7.0': 37 },
  },
];
const SERIES = new Set(HOLES.flatMap(({ fixedIn }) => Object.keys(fixedIn)));
const WORST_FIRST: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** `8.0` and `29` of `8.0.29`; undefined for anything else. */
function readVersion(version: string): { readonly series: string; readonly patch: number } | undefined {
  const match = /^(\d+\.\d+)\.(\d+)/.exec(version);
  return match === null ? undefined : { series: match[1] as string, patch: Number(match[2]) };
}

const dedicated: Cluster = { ...(cluster.examples.find(isDedicated) as Cluster), paused: false };
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const running = (mongoDBVersion: string): { readonly cluster: readonly Cluster[] } => ({
  cluster: [{ ...dedicated, mongoDBVersion }],
});

export default defineControl({
  id: 'organization-policy/patched-mongodb-version',
  title: 'The cluster runs a release without grave holes that are known',
  layer: 'organization-policy',
  scope: 'cluster',
  severity: 'high',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Atlas brings patch releases with its maintenance. A cluster that is behind one with a grave fix has had it put off, or has failed to take ' +
    'it, and nobody has noticed. Which holes are known is that of this version of fivefold: a pass is no proof that there are none.',
  sources: [
    'getGroupCluster',
    'https://www.mongodb.com/resources/products/alerts',
    'https://www.cve.org/CVERecord?id=CVE-2025-14847',
    'https://www.cve.org/CVERecord?id=CVE-2026-9740',
    'https://www.cve.org/CVERecord?id=CVE-2026-8053',
    'https://www.cve.org/CVERecord?id=CVE-2026-11933',
  ],
  standards: [
    'soc2:CC7.1',
    'iso27001:A.8.8',
    'pci-dss:6.3.3',
    'nist-800-53:SI-2',
    'csa-ccm:TVM-03',
    'cis:7.4',
    'ism:ISM-0304',
  ],
  reads: ['cluster'],
  evaluate({ cluster: [only] }) {
    if (only === undefined || !isDedicated(only))
      return { status: 'not-applicable', because: 'Atlas chooses the release of free clusters.' };
    if (only.paused) return { status: 'not-applicable', because: 'The cluster is paused: nobody can connect to it.' };
    const version = readVersion(only.mongoDBVersion);
    if (version === undefined || !SERIES.has(version.series))
      return {
        status: 'unknown',
        because: `Which holes MongoDB ${only.mongoDBVersion} has is not known to this version of fivefold.`,
      };
    const open = HOLES.filter(({ fixedIn }) => version.patch < (fixedIn[version.series] ?? 0));
    if (open.length === 0) return { status: 'pass' };
    const holes = open.map(
      ({ id, what, fixedIn }) => `${id} (${what}; mended in ${version.series}.${fixedIn[version.series]})`,
    );
    return {
      status: 'fail',
      violations: [
        {
          at: cluster.address(only),
          because: `Cluster ${only.name} runs MongoDB ${only.mongoDBVersion}, which has ${holes.join(', ')}.`,
          severity: WORST_FIRST.find((severity) => open.some((hole) => hole.severity === severity)) ?? 'high',
        },
      ],
    };
  },
  remedy: ({ cluster: [only] }) => ({
    type: 'manual',
    steps: [
      `Look whether maintenance of the project waits or was put off, and let it begin: it brings ${only?.mongoDBMajorVersion ?? 'the cluster'} to its newest patch release.`,
      'Until then close the IP access list to what must connect, and turn server-side JavaScript off.',
      'If no maintenance waits, open a case with MongoDB Support: Atlas chooses patch releases itself.',
    ],
    verifiedBy: 'getGroupCluster shows a later mongoDBVersion.',
  }),
  examples: {
    pass: [
      { name: 'later than all', resources: running('8.0.29') },
      { name: 'the last fix', resources: running('8.0.26') },
      { name: 'an older series', resources: running('7.0.37') },
    ],
    fail: [
      { name: 'one short of the last fix', resources: running('8.0.25') },
      { name: 'before all of them', resources: running('7.0.12') },
      { name: 'a rapid release', resources: running('8.2.10') },
    ],
    notApplicable: [
      { name: 'a free cluster', resources: { cluster: [{ ...free, mongoDBVersion: '8.0.4' }] } },
      { name: 'paused', resources: { cluster: [{ ...dedicated, mongoDBVersion: '8.0.4', paused: true }] } },
    ],
  },
});
