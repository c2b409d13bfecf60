import { defineControl } from '../../core/control.ts';
import exportBucket from '../../resources/snapshot-export-bucket/index.ts';
import type { SnapshotExportBucket } from '../../resources/snapshot-export-bucket/model.ts';
import { sameRegion } from '../cluster-regions.ts';

const bucket: SnapshotExportBucket = {
  ...(exportBucket.examples.find(({ cloudProvider }) => cloudProvider === 'AWS') as SnapshotExportBucket),
  region: 'eu-west-1',
};
const ireland = { dataResidency: ['EU_WEST_1'] } as const;

export default defineControl({
  id: 'organization-policy/export-bucket-in-allowed-regions',
  title: 'Snapshots are exported to buckets in the regions that data may live in',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'high',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'An export is a whole copy of the data outside of Atlas, where no policy of Atlas holds. A bucket in another region makes each export a ' +
    'transfer. Atlas says where a bucket in AWS stands, of others it does not in a way that can be compared.',
  sources: ['listGroupBackupExportBuckets', 'https://www.mongodb.com/docs/atlas/backup/cloud-backup/export/'],
  standards: ['soc2:C1.1', 'iso27001:A.5.34', 'gdpr:Art.44', 'nist-800-53:SA-9(5)', 'csa-ccm:DSP-10', 'ism:ISM-1395'],
  reads: ['snapshot-export-bucket'],
  notApplicable: ({ profile }) =>
    profile.dataResidency.length === 0 ? 'The profile names no regions that data must stay in.' : undefined,
  severityFor: ({ profile }) => (profile.compliance.includes('gdpr') ? 'critical' : 'high'),
  evaluate({ 'snapshot-export-bucket': all }, { profile }) {
    if (all.length === 0) return { status: 'not-applicable', because: 'The project exports no snapshots.' };
    const isAllowed = (region: string) => profile.dataResidency.some((allowed) => sameRegion(allowed, region));
    const said = all.filter(({ cloudProvider, region }) => cloudProvider === 'AWS' && region !== null);
    const violations = said
      .filter(({ region }) => !isAllowed(region ?? ''))
      .map((item) => ({
        at: exportBucket.address(item),
        because: `Snapshots are exported to bucket ${item.bucketName} in ${item.region}, outside of ${profile.dataResidency.join(', ')}.`,
      }));
    if (violations.length > 0) return { status: 'fail', violations };
    const unsaid = all.filter((item) => !said.includes(item));
    return unsaid.length === 0
      ? { status: 'pass' }
      : {
          status: 'unknown',
          because: `Where ${unsaid.map(({ bucketName }) => bucketName).join(', ')} stands, Atlas does not say.`,
        };
  },
  remedy: (_, { profile }) => ({
    type: 'manual',
    steps: [
      `Make a bucket in ${profile.dataResidency.join(' or ')}, add it to the project, and point the schedules’ exports to it.`,
      'Remove the other bucket from the project, and delete what was exported to it.',
    ],
    verifiedBy: 'listGroupBackupExportBuckets shows buckets in allowed regions only.',
  }),
  examples: {
    pass: [{ name: 'in Ireland', resources: { 'snapshot-export-bucket': [bucket] }, profile: ireland }],
    fail: [
      {
        name: 'in Virginia, beside one whose region is not said',
        resources: {
          'snapshot-export-bucket': [
            { ...bucket, region: 'us-east-1' },
            { ...bucket, id: '660000000000000000000e09', region: null },
          ],
        },
        profile: ireland,
      },
    ],
    notApplicable: [
      { name: 'data may live anywhere', resources: { 'snapshot-export-bucket': [{ ...bucket, region: 'us-east-1' }] } },
      { name: 'no export', resources: {}, profile: ireland },
    ],
  },
});
