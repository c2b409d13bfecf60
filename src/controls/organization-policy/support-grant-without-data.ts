import { defineControl, failOrPass } from '../../core/control.ts';
import type { Instant } from '../../core/instant.ts';
import supportAccessGrant from '../../resources/support-access-grant/index.ts';
import type { SupportAccessGrant } from '../../resources/support-access-grant/model.ts';

const WIDEST: SupportAccessGrant['grantType'] = 'CLUSTER_INFRASTRUCTURE_AND_APP_SERVICES_SYNC_DATA';

const granted = (grantType: SupportAccessGrant['grantType'], expirationTime: string) => ({
  'support-access-grant': [
    {
      ...(supportAccessGrant.examples[0] as SupportAccessGrant),
      grantType,
      expirationTime: expirationTime as Instant,
    },
  ],
});

/** Grants that open data and are not over. */
function reachingData(grants: readonly SupportAccessGrant[], now: Instant): readonly SupportAccessGrant[] {
  return grants.filter(({ grantType, expirationTime }) => grantType === WIDEST && expirationTime > now);
}

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
    'listGroupClusters',
    'revokeGroupClusterMongoDbEmployeeAccess',
    'https://www.mongodb.com/docs/atlas/security-restrict-support-access/',
    'https://www.mongodb.com/docs/atlas/device-sdks/deprecation/',
  ],
  standards: ['soc2:CC6.3', 'iso27001:A.5.23', 'pci-dss:8.2.7', 'nist-800-53:MA-4', 'csa-ccm:IAM-10', 'ism:ISM-1073'],
  reads: ['support-access-grant'],
  evaluate({ 'support-access-grant': grants }, { now }) {
    return failOrPass(
      reachingData(grants, now).map((grant) => ({
        at: supportAccessGrant.address(grant),
        because: `MongoDB support staff may reach synchronised data of cluster ${grant.clusterName} until ${grant.expirationTime}.`,
      })),
    );
  },
  remedy: ({ 'support-access-grant': grants }, { now }) => ({
    type: 'changes',
    changes: reachingData(grants, now).map((grant) =>
      supportAccessGrant.delete(grant, 'Ends the grant; one for the infrastructure is enough for a case.'),
    ),
  }),
  examples: {
    pass: [
      { name: 'no grant', resources: {} },
      { name: 'infrastructure', resources: granted('CLUSTER_INFRASTRUCTURE', '2026-11-25T12:00:00Z') },
      { name: 'it is over', resources: granted(WIDEST, '2026-11-24T11:59:59Z') },
    ],
    fail: [{ name: 'data, for an hour', resources: granted(WIDEST, '2026-11-24T13:00:00Z') }],
  },
});
