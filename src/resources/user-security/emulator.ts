import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorStore,
} from '../../core/behaviour.ts';
import { addSeconds } from '../../core/instant.ts';
import { isObject, type JsonObject, sameJson, withoutNull } from '../../core/json.ts';
import { restartProjectClusters } from '../cluster-work.ts';
import { selfLink } from '../contract.ts';
import { mappingToWire, operations } from './api.ts';
import type { UserSecurity } from './model.ts';

const KIND = 'user-security';
const VERIFICATION = 'user-security-ldap-verification';

/** What a project has before anybody sets it; the LDAP part of a project that never had one is unconfirmed. */
const DEFAULT: JsonObject = {
  customerX509: {},
  ldap: { authenticationEnabled: false, authorizationEnabled: false },
};

function settings(store: EmulatorStore, groupId: string): { wire: JsonObject; hasPassword: boolean } {
  const document = store.get(KIND, groupId, groupId);
  return { wire: document?.wire ?? DEFAULT, hasPassword: document?.hidden?.hasBindPassword === true };
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? (value as JsonObject) : {};
}

/** What a running cluster notices: certificates and switches always, the rest only while LDAP is on. */
function noticed(wire: JsonObject): JsonObject {
  const ldap = objectOf(wire.ldap);
  const { authenticationEnabled, authorizationEnabled } = ldap;
  const on = authenticationEnabled === true || authorizationEnabled === true;
  return { customerX509: wire.customerX509, ldap: on ? ldap : false };
}

function save(request: EmulatorRequest, wire: JsonObject, hasBindPassword: boolean): EmulatorReply {
  const groupId = request.params.groupId as string;
  const before = settings(request.store, groupId).wire;
  request.store.put({ kind: KIND, parent: groupId, id: groupId, wire, hidden: { hasBindPassword } });
  if (!sameJson(noticed(before), noticed(wire))) restartProjectClusters(request, groupId);
  return { status: 202, body: wire };
}

function update(request: EmulatorRequest): EmulatorReply {
  const groupId = request.params.groupId as string;
  const { wire, hasPassword } = settings(request.store, groupId);
  const posted = request.body as JsonObject;
  const { bindPassword, ...asked } = objectOf(posted.ldap);
  const merged: JsonObject = { ...objectOf(wire.ldap), ...asked };
  const ldap = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
  const hasBindPassword = hasPassword || typeof bindPassword === 'string';
  if (ldap.authenticationEnabled === true) {
    const missing =
      ['hostname', 'bindUsername'].find((field) => ldap[field] === undefined) ??
      (hasBindPassword ? undefined : 'bindPassword');
    if (missing !== undefined) {
      // That Atlas asks for all three follows from the contract of verifyGroupUserSecurityLdap; code and sentence are unconfirmed.
      return atlasError(400, 'MISSING_ATTRIBUTE', `The required attribute ${missing} was not specified.`, [missing]);
    }
  }
  const { cas } = objectOf(posted.customerX509);
  if (
    typeof cas === 'string' &&
    cas !== '' &&
    !/-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.test(cas)
  ) {
    return atlasError(400, 'INVALID_ATTRIBUTE', 'Invalid attribute cas specified.', ['cas']);
  }
  const customerX509 = cas === undefined ? wire.customerX509 : cas === '' ? {} : { cas };
  return save(request, { customerX509, ldap }, hasBindPassword);
}

function isDedicated(cluster: JsonObject): boolean {
  const text = JSON.stringify(cluster.replicationSpecs ?? []);
  return !text.includes('"TENANT"') && !text.includes('"FLEX"');
}

function verify(request: EmulatorRequest): EmulatorReply {
  const groupId = request.params.groupId as string;
  const clusters = request.store.list('cluster', groupId).filter(({ wire }) => isDedicated(wire) && !wire.paused);
  if (clusters.length === 0) {
    return atlasError(
      400,
      'LDAP_VERIFY_CONNECTIVITY_NO_AVAILABLE_CLUSTERS',
      `No clusters available to perform LDAP connectivity verification for groupId: ${groupId}.  At least one active cluster running MongoDB version 3.6 or greater is required.`,
      [groupId],
    );
  }
  if (clusters.every(({ wire }) => wire.stateName === 'CREATING')) {
    return atlasError(
      400,
      'LDAP_VERIFY_CONNECTIVITY_NO_AVAILABLE_INSTANCES',
      `No cluster nodes are available to perform LDAP connectivity verification for groupId: ${groupId}.`,
      [groupId],
    );
  }
  const { bindPassword: _bindPassword, ...posted } = request.body as JsonObject;
  const requestId = request.newId();
  const wire: JsonObject = {
    groupId,
    links: selfLink(request.publicUrl, `/api/atlas/v2/groups/${groupId}/userSecurity/ldap/verify/${requestId}`),
    request: { authzQueryTemplate: '', ...posted },
    requestId,
    status: 'PENDING',
    validations: [],
  };
  // Atlas keeps the latest check only (docs, verifyGroupUserSecurityLdap).
  for (const old of request.store.list(VERIFICATION, groupId)) request.store.remove(VERIFICATION, groupId, old.id);
  request.store.put({ kind: VERIFICATION, parent: groupId, id: requestId, wire });
  // An emulator reaches no LDAP server: the check ends as recorded for one that could not be reached.
  request.store.schedule({
    at: addSeconds(request.now, request.durationSeconds('short')),
    kind: VERIFICATION,
    parent: groupId,
    id: requestId,
    then: { status: 'FAILED', validations: [{ status: 'FAIL', validationType: 'CONNECT' }] },
  });
  return { status: 200, body: wire };
}

function refuseManagedCertificate(request: EmulatorRequest): EmulatorReply | undefined {
  const { customerX509 } = settings(request.store, request.params.groupId as string).wire;
  // Code and sentence: docs, api-errors.
  return typeof objectOf(customerX509).cas === 'string'
    ? atlasError(
        400,
        'CANNOT_GENERATE_CERT_IF_ADVANCED_X509',
        'The user cannot create managed X.509 certs if advanced mode is on.',
      )
    : undefined;
}

export const emulator: EmulatorBehaviour<UserSecurity> = {
  routes: [
    {
      operation: operations.get,
      handle: ({ store, params }) => ({ status: 200, body: settings(store, params.groupId as string).wire }),
    },
    { operation: operations.update, handle: update },
    {
      operation: operations.disableX509,
      handle: (request) => {
        const { wire, hasPassword } = settings(request.store, request.params.groupId as string);
        return save(request, { ...wire, customerX509: {} }, hasPassword);
      },
    },
    {
      operation: operations.deleteMapping,
      handle: (request) => {
        const { wire, hasPassword } = settings(request.store, request.params.groupId as string);
        const { userToDNMapping: _userToDNMapping, ...ldap } = objectOf(wire.ldap);
        return save(request, { ...wire, ldap }, hasPassword);
      },
    },
    { operation: operations.verify, handle: verify },
    {
      operation: operations.getVerify,
      handle: ({ store, params }) => {
        const { groupId = '', requestId = '' } = params;
        const document = store.get(VERIFICATION, groupId, requestId);
        // Code and sentence are unconfirmed.
        return document === undefined
          ? atlasError(404, 'RESOURCE_NOT_FOUND', `Cannot find resource LDAP verification with id ${requestId}.`, [
              `LDAP verification with id ${requestId}`,
            ])
          : { status: 200, body: document.wire };
      },
    },
  ],
  guards: [{ on: ['createGroupDatabaseUserCert'], check: refuseManagedCertificate }],
  seed: (model, { store }) => {
    const { ldap, projectId } = model;
    const { userToDnMapping, ...fields } = ldap;
    const wire: JsonObject = {
      customerX509: model.customerCas === null ? {} : { cas: model.customerCas },
      ldap: {
        ...withoutNull(fields),
        ...(userToDnMapping.length === 0 ? {} : { userToDNMapping: mappingToWire(userToDnMapping) }),
      },
    };
    store.put({
      kind: KIND,
      parent: projectId,
      id: projectId,
      wire,
      hidden: { hasBindPassword: ldap.bindUsername !== null },
    });
  },
};
