import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import processArguments from '../../resources/cluster-process-arguments/index.ts';
import type { ClusterProcessArguments } from '../../resources/cluster-process-arguments/model.ts';

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((item) => !isDedicated(item)) as Cluster;
const settings: ClusterProcessArguments = {
  ...(processArguments.examples[0] as ClusterProcessArguments),
  projectId: dedicated.projectId,
  clusterName: dedicated.name,
};
const javascript = (javascriptEnabled: boolean | null) => ({
  cluster: [dedicated],
  'cluster-process-arguments': [{ ...settings, javascriptEnabled }],
});

export default defineControl({
  id: 'authorization/server-side-javascript-off',
  title: 'The cluster runs no JavaScript that clients send',
  layer: 'authorization',
  scope: 'cluster',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    '$where, $function and mapReduce run code that stands in the query: an injection then runs code, not only a query. ' +
    'The aggregation pipeline does what they were used for. The recorded default is on.',
  sources: ['getGroupClusterProcessArgs', 'https://www.mongodb.com/docs/manual/core/server-side-javascript/'],
  standards: ['soc2:CC6.8', 'iso27001:A.8.9', 'hipaa:164.308(a)(1)(ii)(B)', 'nist-800-53:CM-7', 'csa-ccm:IVS-04'],
  reads: ['cluster', 'cluster-process-arguments'],
  severityFor: ({ profile }) => (profile.riskTolerance === 'high' ? 'low' : 'medium'),
  evaluate({ cluster: [only], 'cluster-process-arguments': [args] }) {
    if (only !== undefined && !isDedicated(only))
      return {
        status: 'not-applicable',
        because: `${only.name} is no dedicated cluster: it runs no server-side JavaScript.`,
      };
    if (args === undefined || args.javascriptEnabled === null)
      return { status: 'unknown', because: 'Atlas does not say whether server-side JavaScript is on.' };
    return failOrPass(
      args.javascriptEnabled
        ? [
            {
              at: processArguments.address(args),
              because: `Cluster ${args.clusterName} runs JavaScript that clients send.`,
            },
          ]
        : [],
    );
  },
  remedy({ 'cluster-process-arguments': all }) {
    return {
      type: 'changes',
      changes: all.map((args) =>
        processArguments.update(args, { javascriptEnabled: false }, 'Runs no JavaScript from queries.'),
      ),
    };
  },
  examples: {
    pass: [{ resources: javascript(false) }],
    fail: [{ resources: javascript(true) }],
    notApplicable: [{ name: 'a free cluster', resources: { cluster: [free] } }],
  },
});
