import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import processArguments from '../../resources/cluster-process-arguments/index.ts';
import type { ClusterProcessArguments } from '../../resources/cluster-process-arguments/model.ts';

/** Forward secret and authenticated: an ephemeral key exchange with an AEAD cipher (RFC 9325, sections 4.1 and 4.2). */
function isStrong(cipher: string): boolean {
  const ephemeral = /^TLS_(ECDHE|DHE)_|^(ECDHE|DHE)-/.test(cipher) || /^TLS_(AES|CHACHA20)_/.test(cipher);
  return ephemeral && /GCM|CHACHA20/.test(cipher);
}

function weakIn(args: ClusterProcessArguments): readonly string[] {
  if (args.tlsCipherConfigMode !== 'CUSTOM') return [];
  return [...args.customOpensslCipherConfigTls12, ...args.customOpensslCipherConfigTls13].filter((c) => !isStrong(c));
}

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const settings: ClusterProcessArguments = {
  ...(processArguments.examples[0] as ClusterProcessArguments),
  projectId: dedicated.projectId,
  clusterName: dedicated.name,
};
const ciphers = (customOpensslCipherConfigTls12: readonly string[]) => ({
  cluster: [dedicated],
  'cluster-process-arguments': [
    {
      ...settings,
      tlsCipherConfigMode: 'CUSTOM' as const,
      customOpensslCipherConfigTls12,
      customOpensslCipherConfigTls13: [],
    },
  ],
});
const STRONG = 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384';
const CBC = 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384';

export default defineControl({
  id: 'encryption/no-weak-cipher',
  title: 'The cluster offers forward-secret, authenticated ciphers only',
  layer: 'encryption',
  scope: 'cluster',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    "Atlas's own choice of ciphers is good. A custom list can bring back CBC modes or key exchanges without forward secrecy, " +
    'whose recorded traffic can be read once the key is known.',
  sources: ['getGroupClusterProcessArgs', 'https://www.rfc-editor.org/rfc/rfc9325'],
  standards: [
    'soc2:CC6.7',
    'iso27001:A.8.24',
    'hipaa:164.312(e)(2)(ii)',
    'pci-dss:4.2.1',
    'nist-800-53:SC-13',
    'csa-ccm:CEK-04',
    'ism:ISM-1369',
    'ism:ISM-1372',
    'ism:ISM-1453',
  ],
  reads: ['cluster', 'cluster-process-arguments'],
  evaluate({ cluster: [only], 'cluster-process-arguments': all }) {
    if (only !== undefined && !isDedicated(only))
      return {
        status: 'not-applicable',
        because: `Atlas chooses the ciphers of ${only.name} itself: it is no dedicated cluster.`,
      };
    return failOrPass(
      all
        .filter((args) => weakIn(args).length > 0)
        .map((args) => ({
          at: processArguments.address(args),
          because: `Cluster ${args.clusterName} offers ${weakIn(args).join(', ')}.`,
        })),
    );
  },
  remedy({ 'cluster-process-arguments': all }) {
    return {
      type: 'changes',
      changes: all
        .filter((args) => weakIn(args).length > 0)
        .map((args) => {
          const tls12 = args.customOpensslCipherConfigTls12.filter(isStrong);
          const tls13 = args.customOpensslCipherConfigTls13.filter(isStrong);
          const rest = tls12.length + tls13.length > 0;
          return processArguments.update(
            args,
            rest
              ? { customOpensslCipherConfigTls12: tls12, customOpensslCipherConfigTls13: tls13 }
              : {
                  tlsCipherConfigMode: 'DEFAULT',
                  customOpensslCipherConfigTls12: [],
                  customOpensslCipherConfigTls13: [],
                },
            rest ? 'Keeps the strong ciphers of the list.' : "Goes back to Atlas's own choice of ciphers.",
          );
        }),
    };
  },
  examples: {
    pass: [
      { name: 'a strong list', resources: ciphers([STRONG]) },
      { name: "Atlas's choice", resources: { cluster: [dedicated], 'cluster-process-arguments': [settings] } },
    ],
    fail: [
      { name: 'CBC beside a strong one', resources: ciphers([STRONG, CBC]) },
      { name: 'CBC alone', resources: ciphers([CBC]) },
      { name: 'no forward secrecy', resources: ciphers(['TLS_RSA_WITH_AES_256_GCM_SHA384']) },
    ],
  },
});
