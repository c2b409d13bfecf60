import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import { backupOf } from '../continuous-backup.ts';
import { likelyEnvironmentHere } from '../environment-words.ts';

const backed: Cluster = { ...(cluster.examples.find(isDedicated) as Cluster), backupEnabled: true, pitEnabled: false };
const bare: Cluster = { ...backed, backupEnabled: false };
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;

export default defineControl({
  id: 'organization-policy/cluster-backed-up',
  title: 'The cluster is backed up',
  layer: 'organization-policy',
  scope: 'cluster',
  severity: 'high',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A dedicated cluster that is made through the API, Terraform or the CLI has no backup unless somebody asked for it. What is dropped or ' +
    'encrypted there is gone. Free clusters cannot be backed up by Atlas, and flex clusters always are.',
  sources: [
    'getGroupCluster',
    'updateGroupCluster',
    'https://www.mongodb.com/docs/atlas/backup/cloud-backup/overview/',
  ],
  standards: [
    'soc2:A1.2',
    'iso27001:A.8.13',
    'hipaa:164.308(a)(7)(ii)(A)',
    'nist-800-53:CP-9',
    'csa-ccm:BCR-08',
    'cis:11.2',
    'ism:ISM-1511',
  ],
  reads: ['cluster'],
  notApplicable: ({ environment }) => (environment === 'development' ? 'The project is for development.' : undefined),
  severityFor: (context) => (likelyEnvironmentHere(context) === 'production' ? 'high' : 'low'),
  evaluate({ cluster: [only] }) {
    if (only === undefined || !isDedicated(only))
      return {
        status: 'not-applicable',
        because: 'Only dedicated clusters (M10 and larger) have a switch for backup.',
      };
    return failOrPass(
      only.backupEnabled
        ? []
        : [
            {
              at: cluster.address(only),
              because: `Cluster ${only.name} has no backup: what is dropped there cannot be had back.`,
            },
          ],
    );
  },
  remedy: ({ cluster: all }, context) => ({
    type: 'changes',
    changes: all.map((only) =>
      cluster.update(only, backupOf(only, context), 'Atlas takes snapshots from now on, and charges for them.'),
    ),
  }),
  examples: {
    pass: [
      { name: 'snapshots', resources: { cluster: [backed] } },
      { name: 'staging', resources: { cluster: [backed] }, profile: { environment: 'staging' } },
    ],
    fail: [
      { name: 'none', resources: { cluster: [bare] } },
      { name: 'none in staging', resources: { cluster: [bare] }, profile: { environment: 'staging' } },
    ],
    notApplicable: [
      { name: 'a free cluster', resources: { cluster: [{ ...free, backupEnabled: false }] } },
      { name: 'development', resources: { cluster: [bare] }, profile: { environment: 'development' } },
    ],
  },
});
