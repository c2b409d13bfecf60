import { atlasError, type EmulatorBehaviour } from '../../core/behaviour.ts';
import { operations } from './api.ts';
import type { ProjectUser } from './model.ts';

const KIND = 'project-user';

export const emulator: EmulatorBehaviour<ProjectUser> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params, query }) => {
        const status = query.orgMembershipStatuses ?? query.orgMembershipStatus;
        const shown = status === undefined ? ['ACTIVE', 'PENDING'] : [status];
        return {
          status: 200,
          page: store
            .list(KIND, params.groupId as string)
            .map(({ wire }) => wire)
            .filter((wire) => shown.includes(String(wire.orgMembershipStatus)))
            .filter((wire) => query.username === undefined || wire.username === query.username),
        };
      },
    },
    {
      operation: operations.get,
      handle: ({ store, params }) => {
        const { groupId = '', userId = '' } = params;
        const document = store.get(KIND, groupId, userId);
        return document === undefined
          ? // The code is documented; the sentence is unconfirmed.
            atlasError(404, 'USER_NOT_FOUND', `No user with ID ${userId} exists.`, [userId])
          : { status: 200, body: document.wire };
      },
    },
  ],
  seed: (model, { store }) => {
    const isMember = model.membershipStatus === 'ACTIVE';
    store.put({
      kind: KIND,
      parent: model.projectId,
      id: model.id,
      wire: {
        ...(model.createdAt === null ? {} : { createdAt: model.createdAt }),
        // Names are no part of the model; Atlas shows some for every active member.
        ...(isMember ? { country: 'US', firstName: 'Example', lastName: 'Person', mobileNumber: null } : {}),
        id: model.id,
        ...(model.invitationCreatedAt === null ? {} : { invitationCreatedAt: model.invitationCreatedAt }),
        ...(model.invitationExpiresAt === null ? {} : { invitationExpiresAt: model.invitationExpiresAt }),
        ...(model.lastAuth === null ? {} : { lastAuth: model.lastAuth }),
        orgMembershipStatus: model.membershipStatus,
        roles: model.roles,
        username: model.username,
      },
    });
  },
};
