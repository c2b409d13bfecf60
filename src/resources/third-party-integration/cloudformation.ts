import { sameJson } from '../../core/json.ts';
import { textOf } from '../../core/read-back.ts';
import type { CloudFormationType } from '../../core/resource.ts';
import { secretFields } from './api.ts';
import type { ThirdPartyIntegration } from './model.ts';

/** The property of each key, and what a person is asked for. */
const SECRETS: Readonly<Record<string, readonly [string, string]>> = {
  apiKey: ['ApiKey', 'the API key'],
  microsoftTeamsWebhookUrl: ['MicrosoftTeamsWebhookUrl', 'the whole address of the webhook'],
  password: ['Password', 'the password'],
  secret: ['Secret', 'the secret that messages are signed with'],
  serviceKey: ['ServiceKey', 'the service key'],
  url: ['Url', 'the whole address of the webhook'],
};

/** The properties of what Datadog is sent. */
const SENDS: Readonly<Record<string, string>> = {
  'collection-latency': 'SendCollectionLatencyMetrics',
  'database-metrics': 'SendDatabaseMetrics',
  'resource-tags': 'SendUserProvidedResourceTags',
};

/** What of an integration the type has no property for; undefined: nothing. */
function unsayable({ type, templated, sends }: ThirdPartyIntegration): string | undefined {
  if (type === 'SLACK') return 'Slack is set up by OAuth in the console, not by CloudFormation.';
  if (type === 'NEW_RELIC') return 'The type has no property for the keys of New Relic.';
  if (templated) return 'The type has no property for the templates of a webhook.';
  if (type === 'PROMETHEUS' && sends.length > 0)
    return 'The type has no property for the tags that Prometheus is sent.';
  return sends.includes('query-stats') ? 'The type has no property for query statistics.' : undefined;
}

export const cloudformation: CloudFormationType<ThirdPartyIntegration> = {
  type: 'MongoDB::Atlas::ThirdPartyIntegration',
  mode: 'whole',
  fields: ['projectId', 'type', 'region', 'routingKey', 'enabled', 'serviceDiscovery', 'username', 'sends'],
  properties: ({ projectId, type, region, routingKey, enabled, serviceDiscovery, username, sends }) => ({
    ProjectId: projectId,
    Type: type,
    Region: region ?? undefined,
    RoutingKey: routingKey ?? undefined,
    Enabled: enabled ?? undefined,
    ServiceDiscovery: serviceDiscovery ?? undefined,
    UserName: username ?? undefined,
    ...(type === 'DATADOG'
      ? Object.fromEntries(Object.entries(SENDS).map(([word, property]) => [property, sends.includes(word)]))
      : {}),
  }),
  parse: (given, base) => ({
    ...base,
    projectId: String(given.ProjectId),
    type: String(given.Type),
    region: textOf(given.Region),
    routingKey: textOf(given.RoutingKey),
    enabled: typeof given.Enabled === 'boolean' ? given.Enabled : null,
    serviceDiscovery: textOf(given.ServiceDiscovery),
    username: textOf(given.UserName),
    sends: Object.entries(SENDS)
      .filter(([, property]) => given[property] === true)
      .map(([word]) => word)
      .sort(),
  }),
  identifier: ({ projectId, type }) => ({ ProjectId: projectId, Type: type }),
  // What is not given is sent as it is read, which is masked: every key is asked for, with an update, too.
  secrets: (model) =>
    Object.fromEntries(
      secretFields(model).map((field) => {
        const [property, what] = SECRETS[field] ?? [field, field];
        return [property, `${what} of the ${model.type} integration`];
      }),
    ),
  cannot: (change) => {
    if (change.type === 'delete') return undefined;
    const { before, after } = change.type === 'update' ? change : { before: undefined, after: change.after };
    const target = (model: ThirdPartyIntegration) => [model.origin, model.signed, model.templated];
    if (before !== undefined && !sameJson(target(before), target(after)))
      return 'Where a webhook goes to, and whether it is signed, stands in properties that MongoDB::Atlas::ThirdPartyIntegration never reads back.';
    return unsayable(after);
  },
};
