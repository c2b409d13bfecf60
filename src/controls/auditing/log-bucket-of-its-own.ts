import { defineControl, failOrPass } from '../../core/control.ts';
import logIntegration from '../../resources/log-integration/index.ts';
import type { LogIntegration } from '../../resources/log-integration/model.ts';
import pushLogExport from '../../resources/push-log-export/index.ts';
import type { PushLogExport } from '../../resources/push-log-export/model.ts';
import snapshotExportBucket from '../../resources/snapshot-export-bucket/index.ts';
import type { SnapshotExportBucket } from '../../resources/snapshot-export-bucket/model.ts';

/** The kinds of sink that are buckets of the cloud where snapshots can go, too. */
const CLOUDS: Readonly<Record<string, SnapshotExportBucket['cloudProvider']>> = {
  S3_LOG_EXPORT: 'AWS',
  GCS_LOG_EXPORT: 'GCP',
};

const bucket: SnapshotExportBucket = {
  ...(snapshotExportBucket.examples.find(({ cloudProvider }) => cloudProvider === 'AWS') as SnapshotExportBucket),
  bucketName: 'example-exports',
};
const sink: LogIntegration = {
  ...(logIntegration.examples.find(({ type }) => type === 'S3_LOG_EXPORT') as LogIntegration),
  destination: 'example-logs',
};
const push: PushLogExport = {
  ...(pushLogExport.examples.find(({ state }) => state !== 'UNCONFIGURED') as PushLogExport),
  bucketName: 'example-exports',
};

export default defineControl({
  id: 'auditing/log-bucket-of-its-own',
  title: 'The bucket of logs holds no snapshots',
  layer: 'auditing',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Who may read logs should not be able to read the data, and who restores or clears away snapshots should not be able to touch the record of it. One ' +
    'bucket has one policy, one rule of retention and one set of readers for both.',
  sources: ['listGroupLogIntegrations', 'getGroupPushBasedLogExport', 'listGroupBackupExportBuckets'],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.8.15',
    'hipaa:164.312(c)(1)',
    'pci-dss:10.3.1',
    'nist-800-53:AU-9',
    'csa-ccm:LOG-02',
    'ism:ISM-1985',
  ],
  reads: ['log-integration', 'push-log-export', 'snapshot-export-bucket'],
  evaluate({ 'log-integration': sinks, 'push-log-export': pushes, 'snapshot-export-bucket': buckets }) {
    const places = [
      ...sinks.flatMap((each) => {
        const cloud = CLOUDS[each.type];
        return cloud === undefined ? [] : [{ at: logIntegration.address(each), cloud, name: each.destination }];
      }),
      // The older export knows S3 only.
      ...pushes.flatMap((each) =>
        each.bucketName === null
          ? []
          : [{ at: pushLogExport.address(each), cloud: 'AWS' as const, name: each.bucketName }],
      ),
    ];
    if (places.length === 0 || buckets.length === 0)
      return { status: 'not-applicable', because: 'The project does not export both logs and snapshots to buckets.' };
    return failOrPass(
      places
        .filter(({ cloud, name }) =>
          buckets.some(({ cloudProvider, bucketName }) => cloudProvider === cloud && bucketName === name),
        )
        .map(({ at, name }) => ({
          at,
          because: `Logs go to the bucket ${name}, which snapshots are exported to, too.`,
        })),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Make a bucket for logs alone, with versions or object lock, that only the security team reads.',
      'Point the log integration to it (updateGroupLogIntegration), see logs arrive, and move the old ones over.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'two buckets', resources: { 'log-integration': [sink], 'snapshot-export-bucket': [bucket] } },
      {
        name: 'one name in two clouds',
        resources: {
          'log-integration': [{ ...sink, destination: bucket.bucketName }],
          'snapshot-export-bucket': [{ ...bucket, cloudProvider: 'GCP' }],
        },
      },
    ],
    fail: [
      {
        name: 'one bucket',
        resources: {
          'log-integration': [{ ...sink, destination: bucket.bucketName }],
          'snapshot-export-bucket': [bucket],
        },
      },
      { name: 'of the older export', resources: { 'push-log-export': [push], 'snapshot-export-bucket': [bucket] } },
    ],
    notApplicable: [
      { name: 'no snapshots', resources: { 'log-integration': [sink] } },
      { name: 'no logs', resources: { 'snapshot-export-bucket': [bucket] } },
    ],
  },
});
