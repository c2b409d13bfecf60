import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type StoredDocument,
} from '../../core/behaviour.ts';
import { blockOf, parseCidr } from '../../core/cidr.ts';
import { addSeconds, parseInstant } from '../../core/instant.ts';
import type { JsonObject } from '../../core/json.ts';
import { selfLink } from '../contract.ts';
import { operations } from './api.ts';
import type { ProjectIpAccessListEntry } from './model.ts';

const KIND = 'project-ip-access-list';
const SEVEN_DAYS = 7 * 86_400;
const LIMIT = 200;

interface Posted {
  readonly ipAddress?: string;
  readonly cidrBlock?: string;
  readonly awsSecurityGroup?: string;
  readonly comment?: string;
  readonly deleteAfterDate?: string;
}

/** The name an entry is stored under: its block, or its security group. */
function keyOf(value: string): string {
  const range = parseCidr(value);
  return (range && blockOf(range)) ?? value;
}

/** The wire document: Atlas shows `ipAddress` beside a `/32` or `/128` block (recorded: TestAccessList). */
function wireOf(
  groupId: string,
  entry: { type: ProjectIpAccessListEntry['type']; entry: string; comment?: string; deleteAfterDate?: string },
  publicUrl: string,
): JsonObject {
  const single = /\/(32|128)$/.test(entry.entry) && (entry.entry.includes(':') ? /\/128$/ : /\/32$/).test(entry.entry);
  return {
    ...(entry.type === 'aws-security-group' ? { awsSecurityGroup: entry.entry } : { cidrBlock: entry.entry }),
    ...(entry.comment === undefined ? {} : { comment: entry.comment }),
    ...(entry.deleteAfterDate === undefined ? {} : { deleteAfterDate: entry.deleteAfterDate }),
    groupId,
    ...(entry.type === 'cidr' && single ? { ipAddress: entry.entry.replace(/\/\d+$/, '') } : {}),
    links: selfLink(publicUrl, `/api/atlas/v2/groups/${groupId}/accessList/${encodeURIComponent(entry.entry)}`),
  };
}

function notFound(request: EmulatorRequest): EmulatorReply {
  const { entryValue = '', groupId = '' } = request.params;
  return atlasError(
    404,
    'ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND',
    `IP Address ${entryValue} not on Atlas access list for group ${groupId}.`,
    [entryValue, groupId],
  );
}

function found(request: EmulatorRequest): StoredDocument | undefined {
  const { groupId = '', entryValue = '' } = request.params;
  return request.store.get(KIND, groupId, keyOf(entryValue));
}

function create(request: EmulatorRequest): EmulatorReply {
  const groupId = request.params.groupId as string;
  const entries = (request.body ?? []) as readonly Posted[];
  for (const entry of entries) {
    const given = [entry.ipAddress, entry.cidrBlock, entry.awsSecurityGroup].filter((value) => value !== undefined);
    if (given.length !== 1) {
      return atlasError(
        400,
        'MULTIPLE_VALUES_SPECIFIED_FOR_ONE_NETWORK_PERMISSION_ENTRY',
        'Only one of IP address, CIDR block, or AWS security group may be specified.',
      );
    }
    const text = entry.ipAddress ?? entry.cidrBlock;
    if (text !== undefined && parseCidr(text) === undefined) {
      return atlasError(
        400,
        'INVALID_IP_ADDRESS_OR_CIDR_NOTATION',
        `The address ${text} must be in valid IP address or CIDR notation.`,
        [text],
      );
    }
    if (entry.deleteAfterDate !== undefined) {
      const until = parseInstant(entry.deleteAfterDate);
      if (until === undefined)
        return atlasError(400, 'INVALID_ATTRIBUTE', 'Invalid attribute deleteAfterDate specified.', [
          'deleteAfterDate',
        ]);
      if (entry.awsSecurityGroup !== undefined) {
        return atlasError(
          400,
          'NETWORK_PERMISSION_EXPIRATION_NOT_SUPPORTED',
          'Expiration is only supported for IP addresses.',
        );
      }
      if (until <= request.now)
        return atlasError(400, 'EXPIRATION_DATE_IN_PAST', 'The expiration date is in the past.');
      if (until > addSeconds(request.now, SEVEN_DAYS)) {
        return atlasError(400, 'EXPIRATION_DATE_EXCEEDS_MAX', 'The expiration date exceeds the maximum of 7 days.');
      }
      const existing = request.store.get(KIND, groupId, keyOf((text ?? entry.awsSecurityGroup) as string));
      if (existing && existing.wire.deleteAfterDate === undefined) {
        return atlasError(
          400,
          'PERMANENT_ENTITY_CANNOT_BE_MADE_TEMPORARY',
          'A permanent entry cannot be made temporary.',
        );
      }
    }
    if (entry.awsSecurityGroup !== undefined && request.store.list('network-peering', groupId).length === 0) {
      return atlasError(
        400,
        'CANNOT_USE_AWS_SECURITY_GROUP_WITHOUT_VPC_PEERING_CONNECTION',
        'AWS security group entries need a VPC peering connection.',
      );
    }
  }
  const names = entries.map((entry) => keyOf((entry.cidrBlock ?? entry.ipAddress ?? entry.awsSecurityGroup) as string));
  const added = names.filter((name) => request.store.get(KIND, groupId, name) === undefined);
  if (request.store.list(KIND, groupId).length + added.length > LIMIT) {
    return atlasError(
      403,
      'ATLAS_NETWORK_PERMISSIONS_LIMIT_EXCEEDED',
      `The maximum number of access list entries (${LIMIT}) was exceeded.`,
      [LIMIT],
    );
  }
  entries.forEach((entry, position) => {
    const name = names[position] as string;
    put(request, groupId, name, entry);
  });
  return { status: 201, page: request.store.list(KIND, groupId).map((document) => document.wire) };
}

function put(request: EmulatorRequest, groupId: string, name: string, entry: Posted): void {
  const until = entry.deleteAfterDate === undefined ? undefined : parseInstant(entry.deleteAfterDate);
  const type = entry.awsSecurityGroup === undefined ? 'cidr' : 'aws-security-group';
  const wire = wireOf(
    groupId,
    {
      type,
      entry: name,
      ...(entry.comment === undefined ? {} : { comment: entry.comment }),
      ...(until === undefined ? {} : { deleteAfterDate: until }),
    },
    request.publicUrl,
  );
  request.store.put({ kind: KIND, parent: groupId, id: name, wire });
  if (until !== undefined) {
    request.store.schedule({
      at: until,
      kind: KIND,
      parent: groupId,
      id: name,
      then: 'delete',
      when: { deleteAfterDate: until },
    });
  }
}

export const emulator: EmulatorBehaviour<ProjectIpAccessListEntry> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params }) => ({
        status: 200,
        page: store.list(KIND, params.groupId as string).map((d) => d.wire),
      }),
    },
    { operation: operations.create, handle: create },
    {
      operation: operations.get,
      handle: (request) => {
        const document = found(request);
        return document === undefined ? notFound(request) : { status: 200, body: document.wire };
      },
    },
    {
      operation: operations.delete,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request);
        request.store.remove(KIND, document.parent, document.id);
        return { status: 204 };
      },
    },
    {
      operation: operations.status,
      handle: (request) =>
        found(request) === undefined ? notFound(request) : { status: 200, body: { STATUS: 'ACTIVE' } },
    },
  ],
  seed: (model, { store }) => {
    const deleteAfterDate = model.deleteAfterDate ?? undefined;
    const wire = wireOf(
      model.projectId,
      {
        type: model.type,
        entry: model.entry,
        ...(model.comment === '' ? {} : { comment: model.comment }),
        ...(deleteAfterDate === undefined ? {} : { deleteAfterDate }),
      },
      'https://cloud.mongodb.com',
    );
    store.put({ kind: KIND, parent: model.projectId, id: model.entry, wire });
    if (deleteAfterDate !== undefined) {
      store.schedule({
        at: deleteAfterDate,
        kind: KIND,
        parent: model.projectId,
        id: model.entry,
        then: 'delete',
        when: { deleteAfterDate },
      });
    }
  },
};
