import { defineControl, failOrPass } from '../../core/control.ts';
import { addHours, type Instant } from '../../core/instant.ts';
import cluster from '../../resources/cluster/index.ts';
import type { Cluster } from '../../resources/cluster/model.ts';
import supportAccessGrant from '../../resources/support-access-grant/index.ts';
import type { SupportAccessGrant } from '../../resources/support-access-grant/model.ts';

const [payments, other] = cluster.examples as readonly [Cluster, Cluster];
const grant = supportAccessGrant.examples[0] as SupportAccessGrant;
const until = (expirationTime: string): SupportAccessGrant => ({ ...grant, expirationTime: expirationTime as Instant });

/** Grants that outlast what a support case needs. */
function lasting(grants: readonly SupportAccessGrant[], now: Instant, maximumHours: unknown) {
  const latest = addHours(now, maximumHours as number);
  return grants.filter(({ expirationTime }) => expirationTime > latest);
}

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
    'listGroupClusters',
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
  reads: ['support-access-grant'],
  options: { maximumHours: 24 },
  evaluate({ 'support-access-grant': grants }, { now, options }) {
    return failOrPass(
      lasting(grants, now, options.maximumHours).map((each) => ({
        at: supportAccessGrant.address(each),
        because: `MongoDB support staff may reach cluster ${each.clusterName} (${each.grantType}) until ${each.expirationTime}.`,
      })),
    );
  },
  remedy({ 'support-access-grant': grants }, { now, options }) {
    return {
      type: 'changes',
      changes: lasting(grants, now, options.maximumHours).map((each) =>
        supportAccessGrant.delete(each, 'Ends the grant; a new one can be made for one case.'),
      ),
    };
  },
  examples: {
    pass: [
      { name: 'no grant', resources: {} },
      { name: 'a grant of one day', resources: { 'support-access-grant': [until('2026-11-25T12:00:00Z')] } },
      { name: 'a grant that is over', resources: { 'support-access-grant': [until('2026-11-01T00:00:00Z')] } },
    ],
    fail: [
      { name: 'a second more than a day', resources: { 'support-access-grant': [until('2026-11-25T12:00:01Z')] } },
      {
        name: 'a year, beside a cluster with a grant of one day',
        resources: {
          cluster: [payments, other],
          'support-access-grant': [
            until('2027-11-24T12:00:00Z'),
            { ...until('2026-11-25T12:00:00Z'), clusterName: other.name },
          ],
        },
      },
      {
        name: 'less is allowed',
        resources: { 'support-access-grant': [until('2026-11-24T20:00:00Z')] },
        profile: { controls: { 'organization-policy/no-lasting-support-access': { maximumHours: 4 } } },
      },
    ],
  },
});
