import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import processArguments from '../../resources/cluster-process-arguments/index.ts';
import type { ClusterProcessArguments } from '../../resources/cluster-process-arguments/model.ts';

const NAMES = { TLS1_0: 'TLS 1.0', TLS1_1: 'TLS 1.1', TLS1_2: 'TLS 1.2', TLS1_3: 'TLS 1.3' } as const;

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const settings: ClusterProcessArguments = {
  ...(processArguments.examples[0] as ClusterProcessArguments),
  projectId: dedicated.projectId,
  clusterName: dedicated.name,
};
const floor = (minimumEnabledTlsProtocol: ClusterProcessArguments['minimumEnabledTlsProtocol']) => ({
  cluster: [dedicated],
  'cluster-process-arguments': [{ ...settings, minimumEnabledTlsProtocol }],
});

export default defineControl({
  id: 'encryption/tls-1-2-or-later',
  title: 'The cluster takes connections with TLS 1.2 or later only',
  layer: 'encryption',
  scope: 'cluster',
  severity: 'high',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'TLS 1.0 and 1.1 have known weaknesses and are withdrawn (RFC 8996). Atlas takes 1.2 and later unless the floor was lowered, ' +
    'often for one old client that is long gone.',
  sources: ['getGroupClusterProcessArgs', 'https://www.mongodb.com/docs/atlas/reference/faq/security/'],
  standards: [
    'soc2:CC6.7',
    'iso27001:A.8.24',
    'hipaa:164.312(e)(1)',
    'pci-dss:4.2.1',
    'nist-800-53:SC-8',
    'csa-ccm:CEK-03',
    'ism:ISM-1139',
    'ism:ISM-1277',
  ],
  reads: ['cluster', 'cluster-process-arguments'],
  evaluate({ cluster: [only], 'cluster-process-arguments': [args] }) {
    if (only !== undefined && !isDedicated(only))
      return {
        status: 'not-applicable',
        because: `Atlas sets the TLS floor of ${only.name} itself: it is no dedicated cluster.`,
      };
    const protocol = args?.minimumEnabledTlsProtocol ?? null;
    if (args === undefined || protocol === null)
      return { status: 'pass', because: "Atlas's own floor, TLS 1.2, applies." };
    return failOrPass(
      protocol === 'TLS1_0' || protocol === 'TLS1_1'
        ? [
            {
              at: processArguments.address(args),
              because: `Cluster ${args.clusterName} takes connections with ${NAMES[protocol]}.`,
            },
          ]
        : [],
      `The floor is ${NAMES[protocol]}.`,
    );
  },
  remedy({ 'cluster-process-arguments': all }) {
    return {
      type: 'changes',
      changes: all.map((args) =>
        processArguments.update(args, { minimumEnabledTlsProtocol: 'TLS1_2' }, 'TLS 1.0 and 1.1 are withdrawn.'),
      ),
    };
  },
  examples: {
    pass: [
      { name: 'TLS 1.2', resources: floor('TLS1_2') },
      { name: 'TLS 1.3', resources: floor('TLS1_3') },
      { name: 'never set', resources: floor(null) },
    ],
    fail: [
      { name: 'TLS 1.0', resources: floor('TLS1_0') },
      { name: 'TLS 1.1', resources: floor('TLS1_1') },
    ],
  },
});
