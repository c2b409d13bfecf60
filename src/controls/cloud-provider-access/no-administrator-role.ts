import { defineControl, failOrPass, type Severity } from '../../core/control.ts';
import accessRole from '../../resources/cloud-provider-access-role/index.ts';
import type { AwsAccessRole, CloudProviderAccessRole } from '../../resources/cloud-provider-access-role/model.ts';

/** Roles that AWS itself makes with full rights (AWS Organizations and AWS Control Tower user guides). */
const MADE_FOR_ADMINISTRATORS =
  /^(OrganizationAccountAccessRole|AWSControlTowerExecution|AWSReservedSSO_AdministratorAccess_\w+)$/;
/** Names that people give to such roles. */
const NAMED_FOR_ADMINISTRATORS =
  /(^|[^a-z])(admin|administrator|administrators|administratoraccess|poweruser|poweruseraccess|superuser|root)([^a-z]|$)/i;

/** How bad the role's name is; undefined: it says nothing. */
function suspicionOf(role: CloudProviderAccessRole): Severity | undefined {
  if (role.provider !== 'AWS' || role.iamAssumedRoleArn === null) return undefined;
  const name = role.iamAssumedRoleArn.split('/').at(-1) ?? '';
  if (MADE_FOR_ADMINISTRATORS.test(name)) return 'critical';
  return NAMED_FOR_ADMINISTRATORS.test(name) ? 'medium' : undefined;
}

const role = accessRole.examples.find((item) => item.authorizedDate !== null) as AwsAccessRole;
const named = (name: string) => ({
  'cloud-provider-access-role': [{ ...role, iamAssumedRoleArn: `arn:aws:iam::111122223333:role/${name}` }],
});

export default defineControl({
  id: 'cloud-provider-access/no-administrator-role',
  title: 'Atlas assumes no role in AWS that administrators use',
  layer: 'cloud-provider-access',
  scope: 'project',
  severity: 'high',
  confidence: 'low',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Atlas needs three rights on one key, or a few on one bucket. A role with all rights hands the whole account of AWS to whoever may point a ' +
    'feature of the project at it. Its policy stands in AWS and is not read here; the name is what tells, hence the confidence.',
  sources: ['listGroupCloudProviderAccess', 'https://www.mongodb.com/docs/atlas/security/set-up-unified-aws-access/'],
  standards: ['soc2:CC6.3', 'iso27001:A.8.2', 'pci-dss:7.2.2', 'nist-800-53:AC-6(5)', 'csa-ccm:IAM-09', 'ism:ISM-1508'],
  reads: ['cloud-provider-access-role'],
  evaluate({ 'cloud-provider-access-role': all }) {
    const roles = all.filter((item) => item.provider === 'AWS' && item.iamAssumedRoleArn !== null);
    if (roles.length === 0) return { status: 'not-applicable', because: 'The project uses no role in AWS.' };
    return failOrPass(
      roles.flatMap((item) => {
        const severity = suspicionOf(item);
        if (severity === undefined) return [];
        const because = `Atlas assumes ${accessRole.label(item)}, which by its name is a role of administrators.`;
        return [{ at: accessRole.address(item), because, severity }];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Make a role for Atlas with the rights that its feature needs: three actions on the key, or writing into one bucket.',
      'Move the feature to it, remove the old one from the project, and take Atlas’s account out of its trust policy.',
      'If the name misleads, waive the finding and say what the role may do.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'for one purpose', resources: named('atlas-kms') },
      { name: 'a word that only looks like it', resources: named('atlas-badminton-administration-logs') },
    ],
    fail: [
      { name: 'made by AWS Organizations', resources: named('OrganizationAccountAccessRole') },
      { name: 'by its name', resources: named('team/platform-admin') },
      { name: 'made by IAM Identity Center', resources: named('AWSReservedSSO_AdministratorAccess_0123456789abcdef') },
    ],
    notApplicable: [
      {
        name: 'not authorised',
        resources: { 'cloud-provider-access-role': [{ ...role, iamAssumedRoleArn: null, authorizedDate: null }] },
      },
    ],
  },
});
