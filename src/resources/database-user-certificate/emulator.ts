import { atlasError, type EmulatorBehaviour, type EmulatorReply, type EmulatorRequest } from '../../core/behaviour.ts';
import { addHours, addMonths } from '../../core/instant.ts';
import { operations } from './api.ts';
import type { DatabaseUserCertificate } from './model.ts';

const KIND = 'database-user-certificate';
const USER = 'database-user';
const LONGEST_MONTHS = 24;
/** What Atlas issues where nobody says how long (createGroupDatabaseUserCert). */
const DEFAULT_MONTHS = 3;

function ownerOf(groupId: string, username: string): string {
  return `${groupId}/${username}`;
}

/** A text in the form of PEM: an emulator signs nothing, and no client can log in with it. */
function pem(label: string, request: EmulatorRequest): string {
  const lines = Array.from({ length: 8 }, () => request.randomLetters(64));
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** Codes and statuses: docs, api-errors. The limit per user is not documented, and so is not modelled. */
function create(request: EmulatorRequest): EmulatorReply {
  const { store, now, body } = request;
  const { groupId = '', username = '' } = request.params;
  const user = store.get(USER, groupId, `$external/${username}`);
  if (user === undefined)
    return atlasError(404, 'USERNAME_NOT_FOUND', `No user with username ${username} exists.`, [username]);
  if (user.wire.x509Type !== 'MANAGED')
    return atlasError(400, 'USER_NOT_MANAGED_X509', 'The user does not have managed mode X509 enabled.');
  const { monthsUntilExpiration = DEFAULT_MONTHS } = body as { readonly monthsUntilExpiration?: number };
  if (monthsUntilExpiration > LONGEST_MONTHS) {
    const detail = `Atlas-generated X.509 certificates have a maximum expiration of ${LONGEST_MONTHS} months.`;
    return atlasError(400, 'CERT_EXPIRY_CANNOT_EXCEED_TWO_YEARS', detail);
  }
  store.put({
    kind: KIND,
    parent: ownerOf(groupId, username),
    id: request.newId(),
    wire: {
      _id: Number.parseInt(request.newId().slice(-12), 16),
      createdAt: now,
      groupId,
      // Recorded: an hour more than the months.
      notAfter: addHours(addMonths(now, monthsUntilExpiration), 1),
      subject: /^CN=/i.test(username) ? username : `CN=${username}`,
    },
  });
  return { status: 201, body: pem('CERTIFICATE', request) + pem('PRIVATE KEY', request) };
}

export const emulator: EmulatorBehaviour<DatabaseUserCertificate> = {
  routes: [
    {
      // Certificates stay valid, and listed, when their user is deleted (recorded: two under a name that was used again).
      operation: operations.list,
      handle: ({ store, params, now }) => {
        const { groupId = '', username = '' } = params;
        return {
          status: 200,
          page: store
            .list(KIND, ownerOf(groupId, username))
            .map(({ wire }) => wire)
            .filter(({ notAfter }) => String(notAfter) > now),
        };
      },
    },
    { operation: operations.create, handle: create },
  ],
  seed: (model, { store, idFor }) => {
    store.put({
      kind: KIND,
      parent: ownerOf(model.projectId, model.username),
      id: model.createdAt,
      wire: {
        // Atlas's are longer than a number of JSON in JavaScript can be.
        _id: Number.parseInt(idFor(`certificate ${model.username} ${model.createdAt}`).slice(-12), 16),
        createdAt: model.createdAt,
        groupId: model.projectId,
        notAfter: model.notAfter,
        subject: model.subject,
      },
    });
  },
};
