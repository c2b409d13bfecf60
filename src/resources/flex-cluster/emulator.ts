import { atlasError, type EmulatorBehaviour, type EmulatorReply, type EmulatorRequest } from '../../core/behaviour.ts';
import { addSeconds } from '../../core/instant.ts';
import { type JsonObject, sameJson } from '../../core/json.ts';
import { beginRemoval, beginWork } from '../slow-work.ts';
import { operations, toBody } from './api.ts';
import { backupRoutes } from './backups.ts';
import { DEDICATED, KIND, lookUpFlex } from './look-up.ts';
import type { FlexCluster } from './model.ts';
import { restoreJobRoutes } from './restore-jobs.ts';

const VERSION = '8.0.29';

/** The document in Atlas's order (recorded: createGroupFlexCluster). */
function wireOf(
  body: JsonObject,
  given: { readonly groupId: string; readonly id: string; readonly createDate: string; readonly domain: string },
): JsonObject {
  const { backingProviderName, regionName } = body.providerSettings as JsonObject;
  return {
    backupSettings: { enabled: true },
    clusterType: 'REPLICASET',
    connectionStrings: { standardSrv: `mongodb+srv://${prefixOf(String(body.name))}.${given.domain}` },
    createDate: given.createDate,
    groupId: given.groupId,
    id: given.id,
    mongoDBVersion: VERSION,
    name: body.name,
    providerSettings: { backingProviderName, diskSizeGB: 5, providerName: 'FLEX', regionName },
    stateName: 'CREATING',
    tags: body.tags ?? [],
    terminationProtectionEnabled: body.terminationProtectionEnabled ?? false,
    versionReleaseSystem: 'LTS',
  };
}

/** Hosts are named after the first 23 characters, in lower case (recorded). */
const prefixOf = (name: string) => name.toLowerCase().slice(0, 23);

function runningStrings(name: string, domain: string, letters: (length: number) => string): JsonObject {
  const host = `ac-${letters(7)}`;
  const hosts = [0, 1, 2].map((node) => `${host}-shard-00-0${node}.${domain}:27017`).join(',');
  return {
    standard: `mongodb://${hosts}/?ssl=true&authSource=admin&replicaSet=atlas-${letters(6)}-shard-0`,
    standardSrv: `mongodb+srv://${prefixOf(name)}.${domain}`,
  };
}

function refuseName(request: EmulatorRequest, name: string): EmulatorReply | undefined {
  const groupId = request.params.groupId as string;
  if (!/^[a-zA-Z0-9][a-zA-Z0-9-]*$/.test(name)) {
    const sentence = `The cluster name ${name} is invalid. The name can only contain ASCII letters, numbers, and hyphens.`;
    return atlasError(400, 'CLUSTER_NAME_INVALID', sentence, [name]);
  }
  const taken = [KIND, DEDICATED].some((kind) => request.store.get(kind, groupId, name) !== undefined);
  if (!taken) return undefined;
  // Recorded.
  const what = 'cluster or serverless instance';
  const sentence = `A ${what} named ${name} is already present in group ${groupId}.`;
  return atlasError(400, 'DUPLICATE_CLUSTER_NAME', sentence, [what, name, groupId]);
}

function create(request: EmulatorRequest): EmulatorReply {
  const groupId = request.params.groupId as string;
  const body = request.body as JsonObject;
  const name = String(body.name);
  const refused = refuseName(request, name);
  if (refused) return refused;
  const domain = `${request.randomLetters(7)}.mongodb.net`;
  const wire = wireOf(body, { groupId, id: request.newId(), createDate: request.now, domain });
  const document = { kind: KIND, parent: groupId, id: name, wire };
  request.store.put(document);
  beginWork(request, document, {
    takes: 'short',
    then: { stateName: 'IDLE', connectionStrings: runningStrings(name, domain, request.randomLetters) },
    when: { stateName: 'CREATING', id: wire.id },
  });
  const { tags, ...untagged } = wire;
  return { status: 201, body: body.tags === undefined ? untagged : { ...untagged, tags } };
}

/** Tags and termination protection need no work on the hosts, so the state stays: unconfirmed. */
function update(request: EmulatorRequest): EmulatorReply {
  const looked = lookUpFlex(request);
  if ('refused' in looked) return looked.refused;
  const { document } = looked;
  if (document.wire.stateName === 'DELETING') {
    const reason = 'This cluster is currently being deleted, cannot update';
    return atlasError(400, 'ATLAS_GENERAL_ERROR', `Reason: ${reason}.`, [reason]);
  }
  const wire = { ...document.wire, ...(request.body as JsonObject) };
  request.store.put({ ...document, wire });
  return { status: 200, body: wire };
}

function remove(request: EmulatorRequest): EmulatorReply {
  const looked = lookUpFlex(request);
  if ('refused' in looked) return looked.refused;
  const { document } = looked;
  const { id: name, parent: groupId, wire } = document;
  // Recorded of the cluster API; that the flex API answers the same is unconfirmed.
  if (wire.stateName === 'DELETING') {
    const sentence = `The cluster ${name} has already been requested for deletion.`;
    return atlasError(400, 'CLUSTER_ALREADY_REQUESTED_DELETION', sentence, [name]);
  }
  if (wire.terminationProtectionEnabled === true) {
    return atlasError(
      400,
      'CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED',
      'Cannot terminate a cluster when termination protection is enabled. Disable termination protection and try again.',
      [
        `Cannot terminate cluster ${name} in group ${groupId} because termination protection is enabled. Disable termination protection and try again.`,
      ],
    );
  }
  beginRemoval(request, document, 'short', { stateName: 'DELETING', id: wire.id });
  return { status: 204 };
}

export const emulator: EmulatorBehaviour<FlexCluster> = {
  routes: [
    ...backupRoutes,
    ...restoreJobRoutes,
    {
      operation: operations.list,
      handle: ({ store, params }) => ({
        status: 200,
        page: store.list(KIND, params.groupId as string).map(({ wire }) => wire),
      }),
    },
    { operation: operations.create, handle: create },
    {
      operation: operations.get,
      handle: (request) => {
        const looked = lookUpFlex(request);
        return 'refused' in looked ? looked.refused : { status: 200, body: looked.document.wire };
      },
    },
    { operation: operations.update, handle: update },
    { operation: operations.delete, handle: remove },
  ],
  seed: (model, { store, idFor, now }) => {
    const id = model.id ?? idFor(`${KIND} ${model.projectId} ${model.name}`);
    const letters = (length: number) =>
      id.slice(-length).replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] as string);
    const domain = `${letters(7)}.mongodb.net`;
    const wire = wireOf(toBody(model) as JsonObject, {
      groupId: model.projectId,
      id,
      createDate: model.createDate,
      domain,
    });
    // Recorded: hosts and SRV name come a moment before or after the first IDLE, so what was seen is all that there is.
    const seen = Object.fromEntries(Object.entries(model.connectionStrings).filter(([, value]) => value !== null));
    const running = { ...runningStrings(model.name, domain, letters), ...seen };
    store.put({
      kind: KIND,
      parent: model.projectId,
      id: model.name,
      wire: {
        ...wire,
        connectionStrings: seen,
        mongoDBVersion: model.mongoDBVersion,
        stateName: model.stateName,
        versionReleaseSystem: model.versionReleaseSystem,
      },
    });
    // What was seen in the middle of its work ends a minute later.
    if (model.stateName === 'IDLE' && sameJson(seen, running)) return;
    store.schedule({
      kind: KIND,
      parent: model.projectId,
      id: model.name,
      at: addSeconds(now, 60),
      when: { stateName: model.stateName, id },
      then: model.stateName === 'DELETING' ? 'delete' : { stateName: 'IDLE', connectionStrings: running },
    });
  },
};
