import { defineControl, failOrPass } from '../../core/control.ts';
import logIntegration from '../../resources/log-integration/index.ts';
import type { LogIntegration } from '../../resources/log-integration/model.ts';
import thirdPartyIntegration from '../../resources/third-party-integration/index.ts';
import type { ThirdPartyIntegration } from '../../resources/third-party-integration/model.ts';

const splunk = logIntegration.examples.find(({ type }) => type === 'SPLUNK_LOG_EXPORT') as LogIntegration;
const bucket = logIntegration.examples[0] as LogIntegration;
const webhook = thirdPartyIntegration.examples.find(({ type }) => type === 'WEBHOOK') as ThirdPartyIntegration;
const datadog = thirdPartyIntegration.examples[0] as ThirdPartyIntegration;

/** True for an address without TLS, however its scheme is spelled. */
function isPlain(url: string): boolean {
  return /^http:/i.test(url.trim());
}

export default defineControl({
  id: 'auditing/logs-and-alerts-sent-over-tls',
  title: 'Logs and alerts leave Atlas over TLS',
  layer: 'auditing',
  scope: 'project',
  severity: 'high',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Logs hold names, addresses and parts of queries, and the request carries the token of the receiver. Over plain http anybody on the way ' +
    'reads both, and can make alerts vanish.',
  sources: ['listGroupLogIntegrations', 'listGroupIntegrations'],
  standards: [
    'soc2:CC6.7',
    'iso27001:A.8.24',
    'hipaa:164.312(e)(1)',
    'pci-dss:4.2.1',
    'nist-800-53:SC-8',
    'gdpr:Art.32',
  ],
  reads: ['log-integration', 'third-party-integration'],
  evaluate({ 'log-integration': sinks, 'third-party-integration': integrations }) {
    return failOrPass(
      [
        ...sinks
          .filter(({ destination }) => isPlain(destination))
          .map((sink) => ({
            at: logIntegration.address(sink),
            because: `Logs are sent to ${sink.destination} without TLS (${sink.type}).`,
          })),
        ...integrations
          .filter(({ origin }) => origin !== null && isPlain(origin))
          .map((integration) => ({
            at: thirdPartyIntegration.address(integration),
            because: `Alerts are sent to ${integration.origin} without TLS (${integration.type}).`,
          })),
      ],
      sinks.length + integrations.length === 0 ? 'Nothing is sent anywhere.' : undefined,
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Let the receiver answer on https, with a certificate that the public trusts.',
      'Set the https address in the log integration (updateGroupLogIntegration) or the third-party integration (updateGroupIntegration).',
      'Replace the token or secret: it went over the wire in the clear.',
    ],
    verifiedBy: 'listGroupLogIntegrations and listGroupIntegrations show https addresses only.',
  }),
  examples: {
    pass: [
      { name: 'https', resources: { 'log-integration': [splunk], 'third-party-integration': [webhook] } },
      {
        name: 'a bucket and a service',
        resources: { 'log-integration': [bucket], 'third-party-integration': [datadog] },
      },
      {
        name: 'a bucket whose name begins with http',
        resources: { 'log-integration': [{ ...bucket, destination: 'http-logs' }] },
      },
    ],
    fail: [
      {
        name: 'logs',
        resources: { 'log-integration': [{ ...splunk, destination: 'http://splunk.example.com:8088' }] },
      },
      {
        name: 'a webhook',
        resources: { 'third-party-integration': [{ ...webhook, origin: 'HTTP://hooks.example.com' }] },
      },
    ],
  },
});
