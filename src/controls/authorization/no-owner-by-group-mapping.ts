import { defineControl, failOrPass } from '../../core/control.ts';
import connectedOrganization from '../../resources/connected-organization/index.ts';
import type { ConnectedOrganization } from '../../resources/connected-organization/model.ts';

const connection = connectedOrganization.examples[0] as ConnectedOrganization;
const mapping = (role: string): ConnectedOrganization => ({
  ...connection,
  connectedOrgId: connection.orgId,
  roleMappings: [
    { id: null, externalGroupName: 'atlas-people', roleAssignments: [{ role, orgId: connection.orgId }] },
  ] as ConnectedOrganization['roleMappings'],
});

export default defineControl({
  id: 'authorization/no-owner-by-group-mapping',
  title: 'No group of the identity provider owns the organization',
  layer: 'authorization',
  scope: 'organization',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Whoever may add people to the group then decides who owns every project and its data. That is often a help desk, and Atlas does not see it happen.',
  sources: [
    'listFederationSettingConnectedOrgConfigRoleMappings',
    'https://www.mongodb.com/docs/atlas/security/manage-org-mapping/',
  ],
  standards: ['soc2:CC6.3', 'iso27001:A.8.2', 'pci-dss:7.2.2', 'nist-800-53:AC-6', 'csa-ccm:IAM-09', 'ism:ISM-1508'],
  reads: ['connected-organization'],
  evaluate({ 'connected-organization': connections }) {
    return failOrPass(
      connections
        .filter(({ connectedOrgId, orgId }) => connectedOrgId === orgId)
        .flatMap((item) =>
          item.roleMappings
            .filter(({ roleAssignments }) => roleAssignments.some(({ role }) => role === 'ORG_OWNER'))
            .map(({ externalGroupName }) => ({
              at: connectedOrganization.address(item),
              because: `Whoever is in the group "${externalGroupName}" owns the organization.`,
            })),
        ),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Name two or three owners by hand, each with a second factor.',
      'Then take Organization Owner out of the group mapping in the Federation Management App; people of the group sign in anew.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'no federation', resources: {} },
      { name: 'a group that reads', resources: { 'connected-organization': [mapping('ORG_READ_ONLY')] } },
    ],
    fail: [{ name: 'a group that owns', resources: { 'connected-organization': [mapping('ORG_OWNER')] } }],
  },
});
