import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import accessRole from '../../resources/cloud-provider-access-role/index.ts';
import type { CloudProviderAccessRole } from '../../resources/cloud-provider-access-role/model.ts';
import logIntegration from '../../resources/log-integration/index.ts';
import type { LogIntegration } from '../../resources/log-integration/model.ts';
import pushLogExport from '../../resources/push-log-export/index.ts';
import type { PushLogExport } from '../../resources/push-log-export/model.ts';

/** Uses of a role that write logs, as Atlas names them (listGroupCloudProviderAccess). */
const LOGS: readonly string[] = ['ATLAS_LOG_INTEGRATION', 'PUSH_BASED_LOG_EXPORT'];

const role: CloudProviderAccessRole = {
  ...(accessRole.examples.find(({ authorizedDate }) => authorizedDate !== null) as CloudProviderAccessRole),
  usedBy: ['ATLAS_LOG_INTEGRATION'],
};
const sink: LogIntegration = { ...(logIntegration.examples[0] as LogIntegration), roleId: role.id };
const push: PushLogExport = {
  ...(pushLogExport.examples.find(({ state }) => state !== 'UNCONFIGURED') as PushLogExport),
  iamRoleId: role.id,
};

export default defineControl({
  id: 'auditing/log-role-serves-logs-only',
  title: 'The role that writes logs serves nothing else',
  layer: 'auditing',
  scope: 'project',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'The role may write into the bucket of logs, and a log integration may also delete there. One that exports snapshots or queries a data lake, too, is ' +
    'managed by other people, and whoever widens it for them reaches the record of what they do.',
  sources: ['listGroupCloudProviderAccess', 'listGroupLogIntegrations', 'getGroupPushBasedLogExport'],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.8.15',
    'hipaa:164.312(c)(1)',
    'pci-dss:10.3.2',
    'nist-800-53:AU-9(4)',
    'csa-ccm:LOG-02',
    'ism:ISM-1985',
  ],
  reads: ['cloud-provider-access-role', 'log-integration', 'push-log-export'],
  evaluate({ 'cloud-provider-access-role': roles, 'log-integration': sinks, 'push-log-export': pushes }) {
    const writing = new Set([...sinks.map(({ roleId }) => roleId), ...pushes.map(({ iamRoleId }) => iamRoleId)]);
    const logRoles = roles.filter(({ id }) => id !== null && writing.has(id));
    if (logRoles.length === 0)
      return { status: 'not-applicable', because: 'No cloud provider access role of the project writes logs.' };
    return failOrPass(
      logRoles.flatMap((item): readonly Violation[] => {
        const others = item.usedBy.filter((use) => !LOGS.includes(use));
        // The control of the encryption key speaks of a role that it shares.
        if (others.length === 0 || others.includes('ENCRYPTION_AT_REST')) return [];
        const because = `The ${accessRole.label(item)} writes logs and serves ${others.join(', ')}, too.`;
        return [{ at: accessRole.address(item), because }];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Set up a cloud provider access role of its own for logs, with rights on the bucket of logs alone.',
      'Put it into the log integration (updateGroupLogIntegration), see logs arrive, then take the rights on that bucket from the old role.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'logs alone', resources: { 'cloud-provider-access-role': [role], 'log-integration': [sink] } },
      {
        name: 'both exports of logs',
        resources: {
          'cloud-provider-access-role': [{ ...role, usedBy: [...LOGS] }],
          'log-integration': [sink],
          'push-log-export': [push],
        },
      },
      {
        name: 'the key, which another control judges',
        resources: {
          'cloud-provider-access-role': [{ ...role, usedBy: ['ATLAS_LOG_INTEGRATION', 'ENCRYPTION_AT_REST'] }],
          'log-integration': [sink],
        },
      },
    ],
    fail: [
      {
        name: 'snapshots',
        resources: {
          'cloud-provider-access-role': [{ ...role, usedBy: ['ATLAS_LOG_INTEGRATION', 'EXPORT_SNAPSHOT'] }],
          'log-integration': [sink],
        },
      },
      {
        name: 'a data lake, of the older export',
        resources: {
          'cloud-provider-access-role': [{ ...role, usedBy: ['ATLAS_DATA_LAKE', 'PUSH_BASED_LOG_EXPORT'] }],
          'push-log-export': [push],
        },
      },
    ],
    notApplicable: [
      { name: 'no logs', resources: { 'cloud-provider-access-role': [{ ...role, usedBy: ['EXPORT_SNAPSHOT'] }] } },
    ],
  },
});
