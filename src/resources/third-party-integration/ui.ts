import type { ConsoleDialect } from '../../core/resource.ts';
import type { ThirdPartyIntegration } from './model.ts';

const TILES: Readonly<Record<string, string>> = {
  DATADOG: 'Datadog',
  MICROSOFT_TEAMS: 'Microsoft Teams',
  NEW_RELIC: 'New Relic',
  OPS_GENIE: 'Opsgenie',
  PAGER_DUTY: 'PagerDuty',
  PROMETHEUS: 'Prometheus',
  SLACK: 'Slack',
  VICTOR_OPS: 'Splunk On-Call',
  WEBHOOK: 'Webhook Settings',
};

const tileOf = ({ type }: ThirdPartyIntegration) => TILES[type] ?? type;

export const ui: ConsoleDialect<ThirdPartyIntegration> = {
  page: 'tutorial/third-party-service-integrations/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Project Settings', 'Integrations'],
  settings: {
    region: 'Region',
    routingKey: 'Routing Key',
    origin: 'Webhook URL (keep the path)',
    signed: 'signing with a secret',
    enabled: 'the integration',
    serviceDiscovery: 'Service discovery',
    username: 'Username',
    sends: 'what is sent beside plain metrics',
  },
  create: (integration) => [
    `Press Configure at ${tileOf(integration)}.`,
    ...(integration.region === null ? [] : [`Choose the region ${integration.region}.`]),
    ...(integration.routingKey === null ? [] : [`Enter ${integration.routingKey} as routing key.`]),
    ...(integration.username === null ? [] : [`Enter ${integration.username} as username.`]),
    ...(integration.serviceDiscovery === null ? [] : [`Choose ${integration.serviceDiscovery} as service discovery.`]),
    ...(integration.origin === null ? [] : [`Enter the address of the webhook at ${integration.origin}.`]),
    integration.type === 'SLACK'
      ? 'Log in to Slack and allow Atlas to post.'
      : 'Paste the key, token or address from where you keep secrets.',
    ...(integration.signed === true ? ['Enter the secret that messages are signed with.'] : []),
    ...(integration.sends.length === 0 ? [] : [`Turn on sending of ${integration.sends.join(', ')}.`]),
    'Press Save.',
  ],
  open: (integration) => [`Press Modify at ${tileOf(integration)}.`],
  delete: (integration) => [`Press Remove at ${tileOf(integration)}, and confirm.`],
};
