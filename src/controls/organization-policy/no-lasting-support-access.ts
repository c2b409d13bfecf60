import { defineControl, failOrPass } from '../../core/control.ts';
import { addSeconds, type Instant } from '../../core/instant.ts';
import cluster from '../../resources/cluster/index.ts';
import type { Cluster } from '../../resources/cluster/model.ts';

const SECONDS_PER_HOUR = 3600;

const closed: Cluster = { ...(cluster.examples[0] as Cluster), employeeAccessGrant: null };
const until = (expirationTime: string): Cluster => ({
  ...closed,
  employeeAccessGrant: { grantType: 'CLUSTER_INFRASTRUCTURE', expirationTime: expirationTime as Instant },
});

export default defineControl({
  id: 'organization-policy/no-lasting-support-access',
  title: 'A grant for MongoDB support staff ends within a day',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'A grant lets people outside of your organization reach the infrastructure of a cluster, its logs, or its data. It belongs to one support ' +
    'case; a grant that lasts longer is still there when nobody remembers why.',
  sources: [
    'getGroupCluster',
    'revokeGroupClusterMongoDbEmployeeAccess',
    'https://www.mongodb.com/docs/atlas/security-restrict-support-access/',
  ],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.5.19',
    'pci-dss:8.2.7',
    'nist-800-53:MA-4',
    'csa-ccm:IAM-10',
    'ism:ISM-1073',
    'ism:ISM-1395',
  ],
  reads: ['cluster'],
  options: { maximumHours: 24 },
  evaluate({ cluster: all }, { now, options }) {
    const latest = addSeconds(now, (options.maximumHours as number) * SECONDS_PER_HOUR);
    return failOrPass(
      all.flatMap((each) => {
        const grant = each.employeeAccessGrant;
        if (grant === null || grant.expirationTime <= latest) return [];
        const because = `MongoDB support staff may reach cluster ${each.name} (${grant.grantType}) until ${grant.expirationTime}.`;
        return [{ at: cluster.address(each), because }];
      }),
    );
  },
  remedy({ cluster: all }, { now, options }) {
    const latest = addSeconds(now, (options.maximumHours as number) * SECONDS_PER_HOUR);
    return {
      type: 'changes',
      changes: all
        .filter(
          ({ employeeAccessGrant }) => employeeAccessGrant !== null && employeeAccessGrant.expirationTime > latest,
        )
        .map((each) =>
          cluster.update(each, { employeeAccessGrant: null }, 'Ends the grant; a new one can be made for one case.'),
        ),
    };
  },
  examples: {
    pass: [
      { name: 'no grant', resources: { cluster: [closed] } },
      { name: 'a grant of one day', resources: { cluster: [until('2026-11-25T12:00:00Z')] } },
      { name: 'a grant that is over', resources: { cluster: [until('2026-11-01T00:00:00Z')] } },
    ],
    fail: [
      { name: 'a second more than a day', resources: { cluster: [until('2026-11-25T12:00:01Z')] } },
      {
        name: 'a year, beside a cluster without',
        resources: { cluster: [until('2027-11-24T12:00:00Z'), { ...closed, name: 'other' }] },
      },
      {
        name: 'less is allowed',
        resources: { cluster: [until('2026-11-24T20:00:00Z')] },
        profile: { controls: { 'organization-policy/no-lasting-support-access': { maximumHours: 4 } } },
      },
    ],
  },
});
