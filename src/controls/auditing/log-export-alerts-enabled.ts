import { defineControl } from '../../core/control.ts';
import alertConfiguration from '../../resources/alert-configuration/index.ts';
import type { AlertConfiguration } from '../../resources/alert-configuration/model.ts';
import logIntegration from '../../resources/log-integration/index.ts';
import type { LogIntegration } from '../../resources/log-integration/model.ts';
import pushLogExport from '../../resources/push-log-export/index.ts';
import type { PushLogExport } from '../../resources/push-log-export/model.ts';
import { alertChanges, alertNames, missingAlerts, type WantedAlert } from '../alerts.ts';

// Names of alert event types that Atlas takes (createGroupAlertConfig). Which of the first three a sink raises is not documented, so one is enough.
const OF_SINKS: WantedAlert = {
  eventTypeNames: [
    'LOG_STREAMING_EXPORT_FAILED_RETRIES_EXHAUSTED',
    'LOG_STREAMING_EXPORT_FAILED_NONRETRYABLE',
    'HOST_EXTERNAL_LOG_SINK_EXPORT_DOWN',
  ],
  threshold: null,
  because: 'Somebody is told when logs no longer reach their sink.',
};
const OF_PUSH: WantedAlert = {
  eventTypeNames: ['PUSH_BASED_LOG_EXPORT_STOPPED', 'PUSH_BASED_LOG_EXPORT_DROPPED_LOG'],
  threshold: null,
  because: 'Somebody is told when the log export stops.',
};

/** The alerts that the exports of the project ask for. */
function neededFor(sinks: readonly LogIntegration[], pushes: readonly PushLogExport[]): readonly WantedAlert[] {
  return [
    ...(sinks.length > 0 ? [OF_SINKS] : []),
    ...(pushes.some(({ state }) => state === 'ACTIVE') ? [OF_PUSH] : []),
  ];
}

const alert = alertConfiguration.examples[0] as AlertConfiguration;
const named = (eventTypeName: string): AlertConfiguration => ({ ...alert, eventTypeName });
const sink = logIntegration.examples[0] as LogIntegration;
const none = pushLogExport.examples.find(({ state }) => state === 'UNCONFIGURED') as PushLogExport;
const push: PushLogExport = {
  ...(pushLogExport.examples.find(({ state }) => state !== 'UNCONFIGURED') as PushLogExport),
  state: 'ACTIVE',
};

export default defineControl({
  id: 'auditing/log-export-alerts-enabled',
  title: 'An alert tells when logs stop leaving Atlas',
  layer: 'auditing',
  scope: 'project',
  severity: 'medium',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A role that somebody removed or a full bucket ends the export, and the store of logs falls silent, which looks like a quiet day. Atlas keeps logs for ' +
    '30 days: whoever is told can still fetch what is missing.',
  sources: [
    'listGroupAlertConfigs',
    'listGroupLogIntegrations',
    'getGroupPushBasedLogExport',
    'https://www.mongodb.com/docs/atlas/reference/atlas-alert-event-types/',
  ],
  standards: [
    'soc2:CC7.2',
    'iso27001:A.8.15',
    'hipaa:164.312(b)',
    'pci-dss:10.7.2',
    'nist-800-53:AU-5',
    'csa-ccm:LOG-13',
    'ism:ISM-1907',
  ],
  reads: ['alert-configuration', 'log-integration', 'push-log-export'],
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'medium'),
  evaluate({ 'alert-configuration': all, 'log-integration': sinks, 'push-log-export': pushes }, { scope }) {
    const needed = neededFor(sinks, pushes);
    if (needed.length === 0) return { status: 'not-applicable', because: 'The project exports no logs.' };
    const missing = missingAlerts(all, needed);
    if (missing.length === 0) return { status: 'pass' };
    const because = `Project "${scope.name}" exports its logs, and no alert tells when that ends: ${alertNames(missing)}.`;
    return { status: 'fail', violations: [{ at: scope.address, because }] };
  },
  remedy: (
    { 'alert-configuration': all, 'log-integration': sinks, 'push-log-export': pushes },
    { profile, scope },
  ) => ({
    type: 'changes',
    changes: alertChanges(all, missingAlerts(all, neededFor(sinks, pushes)), scope.id, profile.securityContact),
  }),
  examples: {
    pass: [
      {
        name: 'a sink',
        resources: {
          'log-integration': [sink],
          'push-log-export': [none],
          'alert-configuration': [named('HOST_EXTERNAL_LOG_SINK_EXPORT_DOWN')],
        },
      },
      {
        name: 'the older export',
        resources: { 'push-log-export': [push], 'alert-configuration': [named('PUSH_BASED_LOG_EXPORT_STOPPED')] },
      },
    ],
    fail: [
      { name: 'none', resources: { 'log-integration': [sink] } },
      {
        name: 'for the other export',
        resources: { 'log-integration': [sink], 'alert-configuration': [named('PUSH_BASED_LOG_EXPORT_STOPPED')] },
      },
      {
        name: 'disabled',
        resources: {
          'push-log-export': [push],
          'alert-configuration': [{ ...named('PUSH_BASED_LOG_EXPORT_STOPPED'), enabled: false }],
        },
      },
    ],
    notApplicable: [{ name: 'no export', resources: { 'push-log-export': [none] } }],
  },
});
