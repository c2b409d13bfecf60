import { defineControl, failOrPass } from '../../core/control.ts';
import exportBucket from '../../resources/snapshot-export-bucket/index.ts';
import type { SnapshotExportBucket } from '../../resources/snapshot-export-bucket/model.ts';

const bucket: SnapshotExportBucket = {
  ...(exportBucket.examples.find(({ cloudProvider }) => cloudProvider === 'AWS') as SnapshotExportBucket),
  requirePrivateNetworking: true,
};
const google = exportBucket.examples.find(({ cloudProvider }) => cloudProvider === 'GCP') as SnapshotExportBucket;

export default defineControl({
  id: 'network/snapshot-export-over-private-network',
  title: 'Snapshots are exported to buckets in AWS over private endpoints',
  layer: 'network',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'An export carries the whole database. Over a private endpoint the bucket can refuse every request from the internet, so that a leaked ' +
    'credential of the role opens nothing from elsewhere. Atlas offers it for AWS.',
  sources: ['listGroupBackupExportBuckets', 'createGroupBackupPrivateEndpoint'],
  standards: [
    'soc2:CC6.7',
    'iso27001:A.8.20',
    'hipaa:164.312(e)(1)',
    'pci-dss:1.4.4',
    'nist-800-53:SC-7',
    'csa-ccm:IVS-03',
    'ism:ISM-1270',
  ],
  reads: ['snapshot-export-bucket'],
  severityFor: ({ profile }) => (profile.riskTolerance === 'low' ? 'medium' : 'low'),
  evaluate({ 'snapshot-export-bucket': all }) {
    const aws = all.filter(({ cloudProvider }) => cloudProvider === 'AWS');
    if (aws.length === 0)
      return { status: 'not-applicable', because: 'The project exports snapshots to no bucket in AWS.' };
    return failOrPass(
      aws
        .filter(({ requirePrivateNetworking }) => requirePrivateNetworking === false)
        .map((item) => ({
          at: exportBucket.address(item),
          because: `Snapshots go to bucket ${item.bucketName} over public addresses of AWS.`,
        })),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Let Atlas make a private endpoint for object storage in the regions of the clusters (createGroupBackupPrivateEndpoint).',
      'Require private networking for the bucket (updateGroupBackupExportBucket), and try one export.',
      'Then let the bucket’s policy refuse requests that do not come through the endpoint.',
    ],
    verifiedBy: 'listGroupBackupExportBuckets shows requirePrivateNetworking.',
  }),
  examples: {
    pass: [{ name: 'private', resources: { 'snapshot-export-bucket': [bucket, google] } }],
    fail: [
      { name: 'public', resources: { 'snapshot-export-bucket': [{ ...bucket, requirePrivateNetworking: false }] } },
      {
        name: 'one of two',
        resources: {
          'snapshot-export-bucket': [
            bucket,
            { ...bucket, id: '660000000000000000000e09', bucketName: 'old', requirePrivateNetworking: false },
          ],
        },
      },
    ],
    notApplicable: [
      { name: 'no bucket', resources: {} },
      { name: 'Google Cloud', resources: { 'snapshot-export-bucket': [google] } },
    ],
  },
});
