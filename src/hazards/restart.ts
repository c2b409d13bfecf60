import type { Change } from '../core/change.ts';
import type { Hazard, HazardContext } from '../core/plan.ts';
import type { ModelOf } from '../core/resource.ts';
import { changes } from './fields.ts';

/** Arguments that a node reads when it starts (updateGroupClusterProcessArgs; page "edit cluster additional settings"). */
const AT_START = [
  'minimumEnabledTlsProtocol',
  'tlsCipherConfigMode',
  'customOpensslCipherConfigTls12',
  'customOpensslCipherConfigTls13',
  'javascriptEnabled',
] as const;

/** Changes that restart nodes one after the other: each restart of a primary is an election. */
export default function restart(change: Change, { before }: HazardContext): readonly Hazard[] {
  if (change.type !== 'update') return [];
  const hazard = (what: string): readonly Hazard[] => [
    {
      name: 'restart',
      because: `${what} Drivers with retryable writes ride over an election; a connection that is in use at that moment is dropped.`,
    },
  ];
  if (change.kind === 'cluster-process-arguments' && AT_START.some((field) => changes(change, field))) {
    const { clusterName } = change.after as ModelOf<'cluster-process-arguments'>;
    return hazard(`Atlas restarts the nodes of cluster ${clusterName} one after the other.`);
  }
  if (change.kind === 'cluster') {
    const { name } = change.after as ModelOf<'cluster'>;
    if (changes(change, 'redactClientLogData') || changes(change, 'mongoDBMajorVersion'))
      return hazard(`Atlas restarts the nodes of cluster ${name} one after the other.`);
    // page "Manage Customer Keys": the data files are written anew under the other key.
    if (changes(change, 'encryptionAtRestProvider'))
      return hazard(`Atlas copies the data of cluster ${name} anew, node by node, to encrypt it with the other key.`);
  }
  // updateGroupUserSecurity and updateGroupAuditLog answer 202, and the clusters go UPDATING.
  if (change.kind === 'user-security' || change.kind === 'audit-configuration') {
    const clusters = before
      .children('cluster', change.parent)
      .map(({ model }) => model as ModelOf<'cluster'>)
      .filter(({ tier }) => tier === 'dedicated');
    if (clusters.length === 0) return [];
    const names = clusters.map(({ name }) => name).join(', ');
    return hazard(`Atlas updates every dedicated cluster of the project (${names}), node by node.`);
  }
  return [];
}
