import type { Change, CreateChange, DeleteChange, UpdateChange } from '../core/change.ts';
import { addressSetOf, difference, isEmpty } from '../core/cidr.ts';
import { addHours, type Instant } from '../core/instant.ts';
import type { Hazard, HazardContext } from '../core/plan.ts';
import type { ModelOf } from '../core/resource.ts';
import type { SnapshotIndex } from '../core/snapshot.ts';
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
export default function credentials(change: Change, context: HazardContext): readonly Hazard[] {
  return sentencesOf(change, context).map((because) => ({ name: 'disables-credentials', because }));
}

function sentencesOf(change: Change, { before }: HazardContext): readonly string[] {
  switch (change.type) {
    case 'create':
      return change.kind === 'service-account-secret' ? otherSecretCut(change, before) : [];
    case 'update':
      return whenChanged(change, before);
    case 'delete':
      return whenRemoved(change, before.snapshot.takenAt);
    default:
      return change satisfies never;
  }
}

function whenRemoved({ kind, before }: DeleteChange, now: Instant): readonly string[] {
  switch (kind) {
    case 'database-user': {
      const { username } = before as ModelOf<'database-user'>;
      return [`Nothing can log in as ${username} any more.`];
    }
    case 'api-key': {
      const { publicKey, description } = before as ModelOf<'api-key'>;
      return [`Whatever uses the API key "${description}" (${publicKey}) fails from then on.`];
    }
    case 'service-account': {
      const { name, clientId } = before as ModelOf<'service-account'>;
      return [`Whatever uses the service account "${name}" (${clientId}) fails from then on.`];
    }
    case 'service-account-secret':
      return secretLost(before as ModelOf<'service-account-secret'>, now);
    case 'service-account-assignment': {
      const { name, clientId, roles } = before as ModelOf<'service-account-assignment'>;
      return [`The service account "${name}" (${clientId}) loses ${roles.join(', ')} in the project.`];
    }
    case 'mcp-configuration':
    case 'project-mcp-configuration': {
      const { name } = before as ModelOf<'mcp-configuration'>;
      return [`Whatever calls the remote MCP server "${name}" fails from then on: its secrets go with it.`];
    }
    case 'mcp-configuration-secret':
    case 'project-mcp-configuration-secret': {
      const secret = before as ModelOf<'mcp-configuration-secret'>;
      const { id, expiresAt } = secret;
      if (hasEnded(secret, now)) return [];
      return [`Whatever uses the MCP secret ${id}, good until ${expiresAt}, fails from then on.`];
    }
    case 'identity-provider':
      return ['Whoever signs in through this identity provider cannot any more.'];
    default:
      return [];
  }
}

/** Page "Rotate service account secrets": a new secret cuts what is left of the other one to a week. */
function otherSecretCut({ after, parent }: CreateChange, before: SnapshotIndex): readonly string[] {
  const { clientId } = after as ModelOf<'service-account-secret'>;
  const account = parent === null ? undefined : before.byAddress.get(parent);
  const { secrets = [] } = (account?.model ?? {}) as Partial<ModelOf<'service-account'>>;
  const overlapEnds = addHours(before.snapshot.takenAt, OVERLAP_HOURS);
  return secrets.every((secret) => hasEnded(secret, overlapEnds))
    ? []
    : [`The other secret of ${clientId} ends within 7 days then: whatever uses it has to have the new one before.`];
}

function whenChanged(change: UpdateChange, before: SnapshotIndex): readonly string[] {
  const isLess = takenFrom(change, 'roles').length > 0;
  switch (change.kind) {
    case 'user-security':
      return ofUserSecurity(change as UpdateChange<ModelOf<'user-security'>>);
    case 'identity-provider': {
      const { displayName, protocol } = change.after as ModelOf<'identity-provider'>;
      // updateFederationSettingIdentityProvider; SAML is about people in the console alone.
      if (protocol === 'SAML' || !TOKEN_FIELDS.some((field) => changes(change, field))) return [];
      return [`Tokens of identity provider "${displayName}" that do not fit any more are refused by every database.`];
    }
    case 'connected-organization': {
      const lost = takenFrom(change, 'dataAccessIdentityProviderIds');
      if (lost.length === 0) return [];
      return [
        `Database users of the identity providers that are disconnected cannot log in any more: ${lost.join(', ')}.`,
      ];
    }
    case 'organization-settings':
      return turnsOn(change, 'apiAccessListRequired') ? ofAccessListsRequired(before) : [];
    case 'mcp-configuration':
    case 'project-mcp-configuration':
      return ofMcpServer(change as UpdateChange<ModelOf<'mcp-configuration'>>);
    case 'api-key': {
      const { description } = change.after as ModelOf<'api-key'>;
      return isLess ? [`The API key "${description}" can do less from then on.`] : [];
    }
    case 'service-account': {
      const { name } = change.after as ModelOf<'service-account'>;
      return isLess ? [`The service account "${name}" can do less from then on.`] : [];
    }
    case 'service-account-assignment': {
      const { name } = change.after as ModelOf<'service-account-assignment'>;
      return isLess ? [`The service account "${name}" can do less in the project from then on.`] : [];
    }
    default:
      return [];
  }
}

/** updateGroupUserSecurity; page "Self-managed X.509": Atlas-managed certificates stop working. */
function ofUserSecurity({ before: now, after: then }: UpdateChange<ModelOf<'user-security'>>): readonly string[] {
  const sentences: string[] = [];
  if (now.customerCas === null && then.customerCas !== null)
    sentences.push('With an own certificate authority, certificates that Atlas issued stop working.');
  if (now.customerCas !== null && then.customerCas !== now.customerCas)
    sentences.push('Certificates of the authority that is taken out stop working.');
  if (!now.ldap.authorizationEnabled && then.ldap.authorizationEnabled)
    sentences.push('With LDAP authorization, users with X.509, AWS IAM or OIDC lose their privileges.');
  if (now.ldap.authenticationEnabled && !then.ldap.authenticationEnabled)
    sentences.push('Users who log in through LDAP cannot any more.');
  return sentences;
}

function ofAccessListsRequired(before: SnapshotIndex): readonly string[] {
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
  if (without.length === 0) return [];
  return [
    `Without an access list of its own, each of these stops working: ${without.map(({ name }) => name).join(', ')}.`,
  ];
}

function ofMcpServer(change: UpdateChange<ModelOf<'mcp-configuration'>>): readonly string[] {
  const { before: now, after: then } = change;
  const lost = takenFrom(change, 'roles');
  return [
    ...(lost.length === 0 ? [] : [`The remote MCP server "${then.name}" loses ${lost.join(', ')}.`]),
    ...(isNarrower(now.ipAccessList, then.ipAccessList)
      ? [`The remote MCP server "${then.name}" answers to ${then.ipAccessList.join(', ')} only.`]
      : []),
  ];
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
