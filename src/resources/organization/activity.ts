/** What the feed says of a call: which event it is, where it is shown, and whom it names. Every type here was recorded with a key as the actor. */
import type { EmulatorReaction, EmulatorReply, EmulatorRequest } from '../../core/behaviour.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import { EVENT } from './events.ts';

/** One event of a call. Several, where a call does the same to several. */
interface Happening {
  readonly type: string;
  readonly feed: 'organization' | 'project';
  /** Fields beside those that every event has. */
  readonly fields?: (call: Call) => readonly JsonObject[] | JsonObject;
}

interface Call {
  readonly params: EmulatorRequest['params'];
  readonly posted: JsonObject;
  /** The items of a posted list. */
  readonly items: readonly JsonObject[];
  readonly answer: JsonObject;
  readonly store: EmulatorRequest['store'];
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

const usernameOf = ({ store }: Call, orgId: string, userId: string) =>
  text(store.get('organization-user', orgId, userId)?.wire.username);
const publicKeyOf = ({ store, params }: Call) => text(store.find('api-key', params.apiUserId ?? '')?.wire.publicKey);

const teamOf = ({ params, answer }: Call) => ({ teamId: params.teamId ?? text(answer.id) });
const postedTeams = ({ items }: Call) => items.map(({ teamId }) => ({ teamId: text(teamId) }));
const postedPeople = (call: Call) =>
  [...call.items, ...(call.items.length === 0 ? [call.posted] : [])].map(({ id }) => ({
    targetUsername: usernameOf(call, call.params.orgId ?? '', text(id)),
  }));
const invited = ({ posted }: Call) => ({ targetUsername: text(posted.username) });
const keyOf = (call: Call) => ({ targetPublicKey: text(call.answer.publicKey) || publicKeyOf(call) });
const listedAddresses = (call: Call) =>
  call.items.map(({ cidrBlock, ipAddress }) => ({
    ...keyOf(call),
    whitelistEntry: text(ipAddress) || text(cidrBlock),
  }));
const dbUser = ({ params, posted }: Call) => ({ dbUserUsername: params.username ?? text(posted.username) });
const alertConfiguration = ({ params, answer }: Call) => ({ alertConfigId: params.alertConfigId ?? text(answer.id) });
const client = ({ params, answer }: Call) => ({ clientId: params.clientId ?? text(answer.clientId) });

const organization = (type: string, fields?: Happening['fields']): Happening => ({
  type,
  feed: 'organization',
  ...(fields === undefined ? {} : { fields }),
});
const project = (type: string, fields?: Happening['fields']): Happening => ({
  type,
  feed: 'project',
  ...(fields === undefined ? {} : { fields }),
});

const HAPPENINGS: Readonly<Record<string, readonly Happening[]>> = {
  createGroup: [organization('GROUP_CREATED')],
  deleteGroup: [organization('GROUP_DELETED')],
  updateOrgSettings: [organization('ORG_SETTINGS_UPDATED')],
  createOrgUser: [organization('INVITED_TO_ORG', invited)],
  createOrgInvite: [organization('INVITED_TO_ORG', invited)],
  createUser: [organization('INVITED_TO_ORG', invited)],
  createOrgApiKey: [organization('API_KEY_CREATED', keyOf)],
  createGroupApiKey: [organization('API_KEY_CREATED', keyOf), project('API_KEY_ADDED_TO_GROUP', keyOf)],
  updateOrgApiKey: [organization('API_KEY_DESCRIPTION_CHANGED', keyOf)],
  // Recorded with the key's public half, which is gone by now.
  deleteOrgApiKey: [organization('API_KEY_DELETED')],
  addGroupApiKey: [project('API_KEY_ADDED_TO_GROUP', keyOf)],
  updateGroupApiKeyRoles: [project('API_KEY_ROLES_CHANGED', keyOf)],
  removeGroupApiKey: [project('API_KEY_REMOVED_FROM_GROUP', keyOf)],
  createOrgApiKeyAccessListEntry: [organization('API_KEY_ACCESS_LIST_ENTRY_ADDED', listedAddresses)],
  deleteOrgApiKeyAccessListEntry: [
    organization('API_KEY_ACCESS_LIST_ENTRY_DELETED', (call) => ({
      ...keyOf(call),
      whitelistEntry: call.params.ipAddress ?? '',
    })),
  ],
  createOrgTeam: [organization('TEAM_CREATED', teamOf)],
  renameOrgTeam: [organization('TEAM_NAME_CHANGED', teamOf)],
  deleteOrgTeam: [organization('TEAM_DELETED', teamOf)],
  addOrgTeamUser: [organization('JOINED_TEAM', postedPeople)],
  addOrgTeamUsers: [organization('JOINED_TEAM', postedPeople)],
  removeOrgTeamUser: [organization('REMOVED_FROM_TEAM', postedPeople)],
  removeOrgTeamUserFromTeam: [
    organization('REMOVED_FROM_TEAM', (call) => ({
      targetUsername: usernameOf(call, call.params.orgId ?? '', call.params.userId ?? ''),
    })),
  ],
  addGroupTeams: [organization('TEAM_ADDED_TO_GROUP', postedTeams)],
  updateGroupTeam: [organization('TEAM_ROLES_MODIFIED', teamOf)],
  removeGroupTeam: [organization('TEAM_REMOVED_FROM_GROUP', teamOf)],
  createOrgServiceAccount: [organization('SERVICE_ACCOUNT_CREATED', client)],
  deleteOrgServiceAccount: [organization('SERVICE_ACCOUNT_DELETED', client)],
  deleteOrgServiceAccountSecret: [organization('SERVICE_ACCOUNT_SECRET_DELETED', client)],
  createGroupAlertConfig: [project('ALERT_CONFIG_ADDED_AUDIT', alertConfiguration)],
  updateGroupAlertConfig: [project('ALERT_CONFIG_CHANGED_AUDIT', alertConfiguration)],
  deleteGroupAlertConfig: [project('ALERT_CONFIG_DELETED_AUDIT', alertConfiguration)],
  createGroupDatabaseUser: [project('MONGODB_USER_ADDED', dbUser)],
  updateGroupDatabaseUser: [project('MONGODB_USER_UPDATED', dbUser)],
  deleteGroupDatabaseUser: [project('MONGODB_USER_DELETED', dbUser)],
  createGroupDatabaseUserCert: [project('MONGODB_USER_X509_CERT_CREATED')],
  createGroupCustomDbRoleRole: [project('MONGODB_ROLE_ADDED')],
  updateGroupCustomDbRoleRole: [project('MONGODB_ROLE_UPDATED')],
  deleteGroupCustomDbRoleRole: [project('MONGODB_ROLE_DELETED')],
  deleteGroupCluster: [
    project('CLUSTER_DELETE_SUBMITTED', ({ params }) => ({ clusterName: params.clusterName ?? '' })),
  ],
};

/** Who acted. A key is named by its id and its public half; that a service account's client id stands there is unconfirmed. */
function actor({ store, caller }: EmulatorRequest): JsonObject {
  const key = store.all('api-key').find(({ wire }) => caller.type === 'api-key' && wire.publicKey === caller.id);
  return {
    ...(key === undefined ? {} : { apiKeyId: key.id }),
    publicKey: caller.id,
    remoteAddress: caller.address,
  };
}

function record(request: EmulatorRequest, reply: EmulatorReply): void {
  const { operation, params, body, store, now, publicUrl, caller } = request;
  const answer = 'body' in reply && isObject(reply.body) ? (reply.body as JsonObject) : {};
  const call: Call = {
    params,
    store,
    answer,
    posted: isObject(body) ? (body as JsonObject) : {},
    items: Array.isArray(body) ? body.filter(isObject).map((item) => item as JsonObject) : [],
  };
  const groupId = params.groupId ?? (operation.id === 'createGroup' ? text(answer.id) : undefined);
  for (const { type, feed, fields } of HAPPENINGS[operation.id] ?? []) {
    const said = fields?.(call) ?? {};
    for (const more of Array.isArray(said) ? (said as readonly JsonObject[]) : [said as JsonObject]) {
      const id = request.newId();
      const own = feed === 'organization' ? { orgId: caller.orgId } : {};
      const wire: JsonObject = {
        ...actor(request),
        created: now,
        eventTypeName: type,
        ...(groupId === undefined ? {} : { groupId }),
        id,
        isGlobalAdmin: false,
        // Recorded: an event without a project has a link that leads nowhere.
        links: [{ href: `${publicUrl}/api/atlas/v2/groups/${groupId ?? 'null'}/events/${id}`, rel: 'self' }],
        ...own,
        ...more,
      };
      store.put({ kind: EVENT, parent: feed === 'organization' ? caller.orgId : (groupId ?? ''), id, wire });
    }
  }
}

/** Every call of the table is recorded when it has succeeded. */
export const activityReaction: EmulatorReaction = { on: Object.keys(HAPPENINGS), react: record };
