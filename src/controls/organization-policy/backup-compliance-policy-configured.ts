import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import backupCompliancePolicy from '../../resources/backup-compliance-policy/index.ts';
import type { BackupCompliancePolicy } from '../../resources/backup-compliance-policy/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import { noDedicatedCluster } from '../dedicated-clusters.ts';

const DUTIES = ['hipaa', 'pci-dss', 'fedramp', 'irap'] as const;

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const none = backupCompliancePolicy.examples[0] as BackupCompliancePolicy;
const strict = backupCompliancePolicy.examples[1] as BackupCompliancePolicy;
const hipaa = { compliance: ['hipaa'] } as const;

export default defineControl({
  id: 'organization-policy/backup-compliance-policy-configured',
  title: 'Nobody in the organization can delete backups before their time',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Blackmailers delete backups first, and with an owner’s credential they can. Under a backup compliance policy no role can: only MongoDB ' +
    'Support, asked by the person whom the policy names. It cannot be taken back either, so it is asked for where a duty or little tolerance ' +
    'for risk calls for it.',
  sources: [
    'getGroupBackupCompliancePolicy',
    'https://www.mongodb.com/docs/atlas/backup/cloud-backup/backup-compliance-policy/',
  ],
  standards: [
    'soc2:A1.2',
    'iso27001:A.8.13',
    'hipaa:164.308(a)(7)(ii)(A)',
    'pci-dss:10.3.2',
    'nist-800-53:CP-9(8)',
    'csa-ccm:BCR-08',
    'cis:11.3',
    'ism:ISM-1707',
    'ism:ISM-1708',
    'ism:ISM-1811',
  ],
  reads: ['backup-compliance-policy', 'cluster'],
  notApplicable({ environment, profile }) {
    if (environment !== 'production') return 'The project is not for production.';
    if (profile.riskTolerance === 'low' || DUTIES.some((duty) => profile.compliance.includes(duty))) return undefined;
    return 'No duty of the profile asks for it, and its risk tolerance is not low.';
  },
  evaluate({ 'backup-compliance-policy': all, cluster: clusters }, { project }) {
    const nothing = noDedicatedCluster(clusters);
    if (nothing !== undefined) return nothing;
    return failOrPass(
      all.flatMap((policy): readonly Violation[] => {
        const at = backupCompliancePolicy.address(policy);
        const name = `project "${project?.name}"`;
        if (!policy.configured)
          return [{ at, because: `Owners of ${name} can delete every backup: it has no backup compliance policy.` }];
        if (policy.state === 'DISABLING')
          return [{ at, because: `The backup compliance policy of ${name} is being removed.` }];
        return [];
      }),
    );
  },
  remedy(_, { project }) {
    const what = `Who may ask MongoDB Support to lower the backup compliance policy of project "${project?.name}" (name and e-mail address), and how long must backups be kept? The policy cannot be taken back, and may not ask for more than the clusters' schedules hold.`;
    return { type: 'needs', needs: [{ what, where: 'outside' }] };
  },
  examples: {
    pass: [
      { name: 'configured', resources: { 'backup-compliance-policy': [strict], cluster: [dedicated] }, profile: hipaa },
      {
        name: 'being updated',
        resources: { 'backup-compliance-policy': [{ ...strict, state: 'UPDATING' }], cluster: [dedicated, free] },
        profile: { riskTolerance: 'low' },
      },
    ],
    fail: [
      { name: 'none', resources: { 'backup-compliance-policy': [none], cluster: [dedicated] }, profile: hipaa },
      {
        name: 'being removed',
        resources: { 'backup-compliance-policy': [{ ...strict, state: 'DISABLING' }], cluster: [dedicated] },
        profile: { riskTolerance: 'low' },
      },
    ],
    notApplicable: [
      { name: 'no duty', resources: { 'backup-compliance-policy': [none], cluster: [dedicated] } },
      {
        name: 'a free cluster only',
        resources: { 'backup-compliance-policy': [none], cluster: [free] },
        profile: hipaa,
      },
      {
        name: 'staging',
        resources: { 'backup-compliance-policy': [none], cluster: [dedicated] },
        profile: { ...hipaa, environment: 'staging' },
      },
    ],
  },
});
