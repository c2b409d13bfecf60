import { defineControl, failOrPass } from '../../core/control.ts';
import type { Instant } from '../../core/instant.ts';
import cluster from '../../resources/cluster/index.ts';
import type { Cluster, EmployeeAccessGrant } from '../../resources/cluster/model.ts';

const WIDEST: EmployeeAccessGrant['grantType'] = 'CLUSTER_INFRASTRUCTURE_AND_APP_SERVICES_SYNC_DATA';

const base = cluster.examples[0] as Cluster;
const granted = (grantType: EmployeeAccessGrant['grantType'], expirationTime: string) => ({
  cluster: [{ ...base, employeeAccessGrant: { grantType, expirationTime: expirationTime as Instant } }],
});

export default defineControl({
  id: 'organization-policy/support-grant-without-data',
  title: 'No grant lets MongoDB support staff reach data',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Of the three grants one reaches data that App Services has synchronised, beside logs and infrastructure. Device Sync ended on 30 September ' +
    '2025, so no support case needs it; it stands in scripts and habits. How long a grant lasts is another control’s matter.',
  sources: [
    'getGroupCluster',
    'grantGroupClusterMongoDbEmployeeAccess',
    'https://www.mongodb.com/docs/atlas/security-restrict-support-access/',
    'https://www.mongodb.com/docs/atlas/device-sdks/deprecation/',
  ],
  standards: ['soc2:CC6.3', 'iso27001:A.5.23', 'pci-dss:8.2.7', 'nist-800-53:MA-4', 'csa-ccm:IAM-10', 'ism:ISM-1073'],
  reads: ['cluster'],
  evaluate({ cluster: all }, { now }) {
    return failOrPass(
      all.flatMap((each) => {
        const grant = each.employeeAccessGrant;
        if (grant === null || grant.grantType !== WIDEST || grant.expirationTime <= now) return [];
        const because = `MongoDB support staff may reach synchronised data of cluster ${each.name} until ${grant.expirationTime}.`;
        return [{ at: cluster.address(each), because }];
      }),
    );
  },
  remedy({ cluster: all }, { now }) {
    return {
      type: 'changes',
      changes: all
        .filter(
          ({ employeeAccessGrant: grant }) =>
            grant !== null && grant.grantType === WIDEST && grant.expirationTime > now,
        )
        .map((each) =>
          cluster.update(
            each,
            { employeeAccessGrant: null },
            'Ends the grant; one for the infrastructure is enough for a case.',
          ),
        ),
    };
  },
  examples: {
    pass: [
      { name: 'no grant', resources: { cluster: [{ ...base, employeeAccessGrant: null }] } },
      { name: 'infrastructure', resources: granted('CLUSTER_INFRASTRUCTURE', '2026-11-25T12:00:00Z') },
      { name: 'it is over', resources: granted(WIDEST, '2026-11-24T11:59:59Z') },
    ],
    fail: [{ name: 'data, for an hour', resources: granted(WIDEST, '2026-11-24T13:00:00Z') }],
  },
});
