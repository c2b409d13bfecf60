import type { Change } from '../core/change.ts';
import type { Hazard } from '../core/plan.ts';
import type { ModelOf } from '../core/resource.ts';

const PROTOCOLS = ['TLS1_0', 'TLS1_1', 'TLS1_2', 'TLS1_3'] as const;
const NAMES = { TLS1_0: 'TLS 1.0', TLS1_1: 'TLS 1.1', TLS1_2: 'TLS 1.2', TLS1_3: 'TLS 1.3' } as const;

/** Clients that speak only older protocols or other ciphers are turned away, and Atlas records nobody's protocol. */
export default function transport(change: Change): readonly Hazard[] {
  if (change.kind !== 'cluster-process-arguments' || change.type !== 'update') return [];
  const before = change.before as ModelOf<'cluster-process-arguments'>;
  const after = change.after as ModelOf<'cluster-process-arguments'>;
  const hazards: Hazard[] = [];
  const floor = after.minimumEnabledTlsProtocol ?? 'TLS1_2';
  if (PROTOCOLS.indexOf(floor) > PROTOCOLS.indexOf(before.minimumEnabledTlsProtocol ?? 'TLS1_2')) {
    hazards.push({
      name: 'cuts-off-client',
      because: `Clients of cluster ${after.clusterName} that speak nothing newer than ${NAMES[PROTOCOLS[PROTOCOLS.indexOf(floor) - 1] ?? 'TLS1_0']} are turned away; which protocol a client speaks, Atlas does not record.`,
    });
  }
  const allowed = new Set([...after.customOpensslCipherConfigTls12, ...after.customOpensslCipherConfigTls13]);
  const lost = [...before.customOpensslCipherConfigTls12, ...before.customOpensslCipherConfigTls13].filter(
    (cipher) => !allowed.has(cipher),
  );
  const narrows =
    after.tlsCipherConfigMode === 'CUSTOM' && (before.tlsCipherConfigMode !== 'CUSTOM' || lost.length > 0);
  if (narrows) {
    hazards.push({
      name: 'cuts-off-client',
      because: `Clients of cluster ${after.clusterName} without one of the ciphers ${[...allowed].join(', ')} are turned away.`,
    });
  }
  if (before.javascriptEnabled !== false && after.javascriptEnabled === false) {
    hazards.push({
      name: 'cuts-off-client',
      because: `Operations on cluster ${after.clusterName} with $where, $function, $accumulator or mapReduce fail from then on.`,
    });
  }
  return hazards;
}
