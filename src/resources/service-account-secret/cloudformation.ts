import type { CloudFormationType } from '../../core/resource.ts';
import { hoursOfSecret } from '../service-account/model.ts';
import type { ServiceAccountSecret } from './model.ts';

export const cloudformation: CloudFormationType<ServiceAccountSecret> = {
  type: 'MongoDB::Atlas::ServiceAccountSecret',
  mode: 'whole',
  fields: ['orgId', 'clientId'],
  properties: (secret) => ({
    OrgId: secret.orgId,
    ClientId: secret.clientId,
    SecretExpiresAfterHours: hoursOfSecret(secret),
  }),
  parse: ({ OrgId, ClientId }, base) => ({ ...base, orgId: String(OrgId), clientId: String(ClientId) }),
};
