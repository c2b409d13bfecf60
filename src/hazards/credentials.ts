import type { Change } from '../core/change.ts';
import { addressSetOf, difference, isEmpty } from '../core/cidr.ts';
import { addHours, type Instant } from '../core/instant.ts';
import type { Hazard, HazardContext } from '../core/plan.ts';
import type { ModelOf } from '../core/resource.ts';
import { hasEnded, OVERLAP_HOURS } from '../resources/service-account/model.ts';
import { changes, takenFrom, turnsOn } from './fields.ts';

/** What a token is judged by. */
const TOKEN_FIELDS = [
  'issuerUri',
  'audience',
  'authorizationType',
  'clientId',
  'groupsClaim',
  'userClaim',
  'requestedScopes',
] as const;

/** Changes after which somebody's credential does not work any more. */
export default function credentials(change: Change, { before }: HazardContext): readonly Hazard[] {
  const hazard = (because: string): readonly Hazard[] => [{ name: 'disables-credentials', because }];
  if (change.type === 'delete') {
    switch (change.kind) {
      case 'database-user': {
        const { username } = change.before as ModelOf<'database-user'>;
        return hazard(`Nothing can log in as ${username} any more.`);
      }
      case 'api-key': {
        const { publicKey, description } = change.before as ModelOf<'api-key'>;
        return hazard(`Whatever uses the API key "${description}" (${publicKey}) fails from then on.`);
      }
      case 'service-account': {
        const { name, clientId } = change.before as ModelOf<'service-account'>;
        return hazard(`Whatever uses the service account "${name}" (${clientId}) fails from then on.`);
      }
      case 'service-account-secret':
        return secretLost(change.before as ModelOf<'service-account-secret'>, before.snapshot.takenAt).flatMap(hazard);
      case 'service-account-assignment': {
        const { name, clientId, roles } = change.before as ModelOf<'service-account-assignment'>;
        return hazard(`The service account "${name}" (${clientId}) loses ${roles.join(', ')} in the project.`);
      }
      case 'mcp-configuration':
      case 'project-mcp-configuration': {
        const { name } = change.before as ModelOf<'mcp-configuration'>;
        return hazard(`Whatever calls the remote MCP server "${name}" fails from then on: its secrets go with it.`);
      }
      case 'mcp-configuration-secret':
      case 'project-mcp-configuration-secret': {
        const { id, expiresAt } = change.before as ModelOf<'mcp-configuration-secret'>;
        return hazard(`Whatever uses the MCP secret ${id}, good until ${expiresAt}, fails from then on.`);
      }
      case 'identity-provider':
        return hazard('Whoever signs in through this identity provider cannot any more.');
      default:
        return [];
    }
  }
  if (change.type === 'create' && change.kind === 'service-account-secret') {
    const { clientId } = change.after as ModelOf<'service-account-secret'>;
    const account = change.parent === null ? undefined : before.byAddress.get(change.parent);
    const { secrets = [] } = (account?.model ?? {}) as Partial<ModelOf<'service-account'>>;
    // Page "Rotate service account secrets": a new secret cuts what is left of the other one to a week.
    const overlapEnds = addHours(before.snapshot.takenAt, OVERLAP_HOURS);
    const cut = secrets.some((secret) => !hasEnded(secret, overlapEnds));
    return cut
      ? hazard(
          `The other secret of ${clientId} ends within 7 days then: whatever uses it has to have the new one before.`,
        )
      : [];
  }
  if (change.type !== 'update') return [];
  if (change.kind === 'user-security') {
    const now = change.before as ModelOf<'user-security'>;
    const then = change.after as ModelOf<'user-security'>;
    const hazards: Hazard[] = [];
    // updateGroupUserSecurity; page "Self-managed X.509": Atlas-managed certificates stop working.
    if (now.customerCas === null && then.customerCas !== null)
      hazards.push(...hazard('With an own certificate authority, certificates that Atlas issued stop working.'));
    if (now.customerCas !== null && then.customerCas !== now.customerCas)
      hazards.push(...hazard('Certificates of the authority that is taken out stop working.'));
    if (!now.ldap.authorizationEnabled && then.ldap.authorizationEnabled)
      hazards.push(...hazard('With LDAP authorization, users with X.509, AWS IAM or OIDC lose their privileges.'));
    if (now.ldap.authenticationEnabled && !then.ldap.authenticationEnabled)
      hazards.push(...hazard('Users who log in through LDAP cannot any more.'));
    return hazards;
  }
  if (change.kind === 'identity-provider' && TOKEN_FIELDS.some((field) => changes(change, field))) {
    const { displayName, protocol } = change.after as ModelOf<'identity-provider'>;
    // updateFederationSettingIdentityProvider; SAML is about people in the console alone.
    return protocol === 'SAML'
      ? []
      : hazard(`Tokens of identity provider "${displayName}" that do not fit any more are refused by every database.`);
  }
  if (change.kind === 'connected-organization') {
    const { dataAccessIdentityProviderIds: now } = change.before as ModelOf<'connected-organization'>;
    const { dataAccessIdentityProviderIds: then } = change.after as ModelOf<'connected-organization'>;
    const lost = now.filter((id) => !then.includes(id));
    return lost.length === 0
      ? []
      : hazard(
          `Database users of the identity providers that are disconnected cannot log in any more: ${lost.join(', ')}.`,
        );
  }
  if (change.kind === 'organization-settings' && turnsOn(change, 'apiAccessListRequired')) {
    const without = [
      ...before.ofKind('api-key').map(({ address, model }) => ({
        list: before.children('api-key-access-list-entry', address),
        outcome: before.outcome('api-key-access-list-entry', address),
        name: `API key "${(model as ModelOf<'api-key'>).description}"`,
      })),
      ...before.ofKind('service-account').map(({ address, model }) => ({
        list: before.children('service-account-access-list-entry', address),
        outcome: before.outcome('service-account-access-list-entry', address),
        name: `service account "${(model as ModelOf<'service-account'>).name}"`,
      })),
    ].filter(({ list, outcome }) => list.length === 0 || outcome === undefined || outcome.notRead !== undefined);
    return without.length === 0
      ? []
      : hazard(
          `Without an access list of its own, each of these stops working: ${without.map(({ name }) => name).join(', ')}.`,
        );
  }
  if (change.kind === 'mcp-configuration' || change.kind === 'project-mcp-configuration') {
    const now = change.before as ModelOf<'mcp-configuration'>;
    const then = change.after as ModelOf<'mcp-configuration'>;
    const lost = now.roles.filter((role) => !then.roles.includes(role));
    return [
      ...(lost.length === 0 ? [] : hazard(`The remote MCP server "${then.name}" loses ${lost.join(', ')}.`)),
      ...(isNarrower(now.ipAccessList, then.ipAccessList)
        ? hazard(`The remote MCP server "${then.name}" answers to ${then.ipAccessList.join(', ')} only.`)
        : []),
    ];
  }
  const lost = takenFrom(change, 'roles').length > 0;
  if (!lost) return [];
  switch (change.kind) {
    case 'api-key': {
      const { description } = change.after as ModelOf<'api-key'>;
      return hazard(`The API key "${description}" can do less from then on.`);
    }
    case 'service-account': {
      const { name } = change.after as ModelOf<'service-account'>;
      return hazard(`The service account "${name}" can do less from then on.`);
    }
    case 'service-account-assignment': {
      const { name } = change.after as ModelOf<'service-account-assignment'>;
      return hazard(`The service account "${name}" can do less in the project from then on.`);
    }
    default:
      return [];
  }
}

/** Who can no longer log in without the secret: nobody where it has ended. */
function secretLost(secret: ModelOf<'service-account-secret'>, now: Instant): readonly string[] {
  const { clientId, createdAt, lastUsedAt } = secret;
  if (hasEnded(secret, now)) return [];
  const day = (text: string) => text.slice(0, 10);
  return [
    lastUsedAt === null
      ? `The secret of ${clientId} that was made on ${day(createdAt)} and never used is of no use any more: whoever keeps it for later fails.`
      : `Whatever uses the secret of ${clientId} that was last used on ${day(lastUsedAt)} fails from then on.`,
  ];
}

/** True where somebody who may call now may not any more. An empty list is taken to admit everybody. */
function isNarrower(before: readonly string[], after: readonly string[]): boolean {
  if (after.length === 0) return false;
  return before.length === 0 || !isEmpty(difference(addressSetOf(before), addressSetOf(after)));
}
