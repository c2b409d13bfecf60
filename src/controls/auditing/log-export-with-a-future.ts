import { defineControl, failOrPass } from '../../core/control.ts';
import { type Instant, isBefore } from '../../core/instant.ts';
import logIntegration from '../../resources/log-integration/index.ts';
import type { LogIntegration } from '../../resources/log-integration/model.ts';
import pushLogExport from '../../resources/push-log-export/index.ts';
import type { PushLogExport } from '../../resources/push-log-export/model.ts';

/** When Atlas ends the older export (docs, "Push logs to AWS S3": end of life 4 February 2027). */
const END_OF_PUSH = '2027-02-04T00:00:00Z' as Instant;

const none = pushLogExport.examples[0] as PushLogExport;
const push = pushLogExport.examples[1] as PushLogExport;
const sink = logIntegration.examples[0] as LogIntegration;

export default defineControl({
  id: 'auditing/log-export-with-a-future',
  title: 'Logs do not depend on the export that Atlas ends in February 2027',
  layer: 'auditing',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Atlas ends push-based log export on 4 February 2027. A project that exports nothing else stops sending audit logs that day, silently. ' +
    'Log integrations take its place and run beside it until the move is done.',
  sources: ['getGroupPushBasedLogExport', 'https://www.mongodb.com/docs/atlas/push-logs/'],
  standards: ['soc2:CC7.2', 'iso27001:A.8.15', 'pci-dss:10.7.2', 'nist-800-53:AU-5', 'ism:ISM-1405'],
  reads: ['push-log-export', 'log-integration'],
  severityFor: ({ now }) => (isBefore(now, END_OF_PUSH) ? 'medium' : 'high'),
  evaluate({ 'push-log-export': pushes, 'log-integration': sinks }, { now, project }) {
    const used = pushes.filter(({ state }) => state !== 'UNCONFIGURED');
    if (used.length === 0) return { status: 'not-applicable', because: 'Push-based log export is not used.' };
    if (sinks.some(({ logTypes }) => logTypes.includes('MONGOD_AUDIT')))
      return {
        status: 'pass',
        because: 'A log integration sends the audit logs, too: push-based export can be removed.',
      };
    const when = isBefore(now, END_OF_PUSH) ? 'ends' : 'ended';
    return failOrPass(
      used.map((each) => ({
        at: pushLogExport.address(each),
        because: `Project "${project?.name}" sends its logs to bucket ${each.bucketName ?? 'of unknown name'} through push-based export alone, which Atlas ${when} on 4 February 2027.`,
      })),
    );
  },
  remedy({ 'push-log-export': pushes }) {
    const used = pushes.filter(({ state }) => state !== 'UNCONFIGURED');
    const broken = used.find(({ state }) => state !== 'ACTIVE');
    if (broken !== undefined)
      return {
        type: 'needs',
        needs: [
          {
            what: `Which bucket and role shall take the logs? The export of today is ${broken.state}, so that its own are no answer.`,
            where: 'outside',
          },
        ],
      };
    return {
      type: 'changes',
      changes: used.flatMap(({ projectId, bucketName, iamRoleId, prefixPath }) =>
        bucketName === null || iamRoleId === null
          ? []
          : [
              logIntegration.create(
                {
                  projectId,
                  id: 'new-log-integration',
                  type: 'S3_LOG_EXPORT',
                  logTypes: ['MONGOD', 'MONGOD_AUDIT', 'MONGOS', 'MONGOS_AUDIT'],
                  destination: bucketName,
                  roleId: iamRoleId,
                  kmsKey: null,
                  // Beside what the older export writes: in one place the two would write each log twice.
                  prefixPath: [prefixPath?.replace(/\/+$/, ''), 'log-integration'].filter(Boolean).join('/'),
                  legacyPaths: true,
                  headerNames: [],
                },
                `It writes to ${bucketName} beside the older export, with the same role, which also needs s3:DeleteObject there. Compare both for a day, then remove the older one.`,
              ),
            ],
      ),
    };
  },
  examples: {
    pass: [
      { name: 'both side by side', resources: { 'push-log-export': [push], 'log-integration': [sink] } },
      {
        name: 'both, the new one with audit logs alone',
        resources: { 'push-log-export': [push], 'log-integration': [{ ...sink, logTypes: ['MONGOD_AUDIT'] }] },
      },
    ],
    fail: [
      { name: 'the older one alone', resources: { 'push-log-export': [push] } },
      {
        name: 'a new one without audit logs',
        resources: { 'push-log-export': [push], 'log-integration': [{ ...sink, logTypes: ['MONGOD'] }] },
      },
      {
        name: 'the older one alone, at the root of the bucket',
        resources: { 'push-log-export': [{ ...push, prefixPath: '' }] },
      },
      {
        name: 'the older one alone, and broken',
        resources: { 'push-log-export': [{ ...push, state: 'ASSUME_ROLE_FAILED' }] },
      },
    ],
    notApplicable: [{ name: 'not used', resources: { 'push-log-export': [none] } }],
  },
});
