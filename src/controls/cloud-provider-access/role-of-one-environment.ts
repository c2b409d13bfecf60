import { defineControl, failOrPass } from '../../core/control.ts';
import accessRole from '../../resources/cloud-provider-access-role/index.ts';
import type { AwsAccessRole, CloudProviderAccessRole } from '../../resources/cloud-provider-access-role/model.ts';
import project from '../../resources/project/index.ts';
import type { Project } from '../../resources/project/model.ts';
import { sharedWithProduction } from '../shared-with-production.ts';

/** The customer's role in AWS. A service principal in Azure is one for the whole tenant, and Google's account is Atlas's own. */
function roleOf(role: CloudProviderAccessRole): string | undefined {
  return role.provider === 'AWS' ? (role.iamAssumedRoleArn ?? undefined) : undefined;
}

const [production, development] = project.examples as readonly [Project, Project];
const role = accessRole.examples.find((item) => roleOf(item) !== undefined) as AwsAccessRole;
const other: AwsAccessRole = { ...role, projectId: development.id, id: '66f0000000000000000000b4' };
const azure = accessRole.examples.find(({ provider }) => provider === 'AZURE') as CloudProviderAccessRole;
const apart = { projects: { [development.name]: { environment: 'development' } } } as const;

export default defineControl({
  id: 'cloud-provider-access/role-of-one-environment',
  title: 'The role that production uses in AWS is used by nothing else',
  layer: 'cloud-provider-access',
  scope: 'organization',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Atlas assumes the role for every project that names it. With one role for production and a test project, owners of the test project ' +
    'point Atlas at the buckets and keys of production: an export from there, a federated database over them. Azure has one service principal ' +
    'for a whole tenant, so roles of AWS alone are judged.',
  sources: ['listGroupCloudProviderAccess', 'https://www.mongodb.com/docs/atlas/security/set-up-unified-aws-access/'],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.8.31',
    'pci-dss:6.5.3',
    'pci-dss:7.2.2',
    'nist-800-53:AC-6',
    'csa-ccm:IAM-05',
    'ism:ISM-1273',
  ],
  reads: ['cloud-provider-access-role', 'project'],
  evaluate({ 'cloud-provider-access-role': all, project: projects }, { profile }) {
    if (!all.some((item) => roleOf(item) !== undefined))
      return { status: 'not-applicable', because: 'No project uses a role in AWS.' };
    return failOrPass(
      sharedWithProduction(all, roleOf, projects, profile).map(({ item, project: name, production: names }) => ({
        at: accessRole.address(item),
        because: `${accessRole.label(item)} serves project ${name} and ${names.join(', ')}, which is for production.`,
      })),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Make an IAM role for the project that is not for production, with rights on its own buckets and keys alone.',
      'Set it up in Atlas, move the project’s features to it, and remove the shared one from the project.',
      'Take the project’s external id out of the trust policy of the production role.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      {
        name: 'a role each',
        resources: {
          project: [production, development],
          'cloud-provider-access-role': [
            role,
            { ...other, iamAssumedRoleArn: 'arn:aws:iam::111122223333:role/atlas-dev' },
          ],
        },
        profile: apart,
      },
      {
        name: 'both for production',
        resources: { project: [production, development], 'cloud-provider-access-role': [role, other] },
      },
      {
        name: 'not authorised yet',
        resources: {
          project: [production, development],
          'cloud-provider-access-role': [role, { ...other, iamAssumedRoleArn: null, authorizedDate: null }],
        },
        profile: apart,
      },
    ],
    fail: [
      {
        name: 'one role',
        resources: { project: [production, development], 'cloud-provider-access-role': [role, other] },
        profile: apart,
      },
    ],
    notApplicable: [
      {
        name: 'Azure alone',
        resources: {
          project: [production, development],
          'cloud-provider-access-role': [
            azure,
            { ...azure, projectId: development.id, id: '66f0000000000000000000b2' },
          ],
        },
        profile: apart,
      },
    ],
  },
});
