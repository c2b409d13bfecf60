import { afterOf, type Change } from '../core/change.ts';
import type { Hazard } from '../core/plan.ts';
import type { ModelOf } from '../core/resource.ts';

/** Changes that only hold while something outside Atlas does. */
export default function outside(change: Change): readonly Hazard[] {
  const hazard = (because: string): readonly Hazard[] => [{ name: 'depends-on-outside', because }];
  if (change.type === 'delete') return [];
  switch (change.kind) {
    case 'encryption-at-rest':
      // page "Manage Customer Keys": a key that Atlas cannot use at its next check shuts the nodes down.
      return hazard(
        'Atlas must be able to use the key at all times: when it is disabled or its permission is taken away, the clusters that use it are shut down.',
      );
    case 'encryption-at-rest-private-endpoint':
      // page "Azure Key Vault over private endpoints": AWS needs nobody's consent.
      return (change.after as ModelOf<'encryption-at-rest-private-endpoint'>).provider === 'AZURE'
        ? hazard('The owner of the key vault has to approve the connection before it carries anything.')
        : [];
    case 'network-peering':
      return hazard('The owner of the other network has to accept the connection and add routes.');
    case 'data-federation-endpoint':
    case 'private-endpoint':
      return change.type === 'create' ? hazard('The endpoint has to exist in your own cloud account first.') : [];
    case 'database-user-certificate':
      return hazard('The client has to be given the new certificate before the one that it uses ends.');
    case 'cloud-provider-access-role':
      return hazard('The trust policy of the role in your own cloud account has to name what Atlas gives.');
    case 'log-integration':
    case 'push-log-export':
    case 'snapshot-export-bucket':
      return takesWrites(change)
        ? hazard(
            'What Atlas writes to has to let it: the policy of the bucket and of the role, or the token of the receiver.',
          )
        : [];
    case 'third-party-integration':
      return hazard(
        'The service has to know the key that is given, and a receiver the secret that messages are signed with; Atlas tries neither.',
      );
    default:
      return [];
  }
}

/** True for a change after which Atlas writes somewhere; false where it only ends. */
function takesWrites(change: Change): boolean {
  return change.kind !== 'push-log-export' || (afterOf(change) as ModelOf<'push-log-export'>).bucketName !== null;
}
