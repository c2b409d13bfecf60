import type { ConsoleDialect } from '../../core/resource.ts';
import { hoursInWords, hoursOfSecret } from '../service-account/model.ts';
import type { ServiceAccountSecret } from './model.ts';

export const ui: ConsoleDialect<ServiceAccountSecret> = {
  page: 'tutorial/rotate-service-account-secrets/',
  readOn: '2026-11',
  names: 'page',
  path: ['Identity & Access', 'Applications', 'Service Accounts'],
  settings: {},
  create: (secret) => [
    `Press the name of the account with the client id ${secret.clientId}.`,
    'Press Generate New Client Secret.',
    `Choose ${hoursInWords(hoursOfSecret(secret))} as its duration.`,
    'Press Generate New, then Copy, and send the secret to where you keep secrets: it is shown once.',
  ],
  delete: ({ clientId, createdAt }) => [
    `Press the name of the account with the client id ${clientId}.`,
    `Press Revoke beside the secret that was made on ${createdAt.slice(0, 10)}.`,
    'Type what is asked for, and press Revoke Secret.',
  ],
};
