import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';

const DUTIES = ['hipaa', 'pci-dss', 'gdpr', 'fedramp', 'irap'] as const;

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const hipaa = { compliance: ['hipaa'] } as const;

export default defineControl({
  id: 'encryption/client-log-data-redacted',
  title: 'Logs of the cluster leave out what clients send',
  layer: 'encryption',
  scope: 'cluster',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Slow queries are logged with their values: names, card numbers, diagnoses. Whoever may download logs, or gets them through an ' +
    'integration, reads data without a database user. Redaction makes problems harder to diagnose, so it is asked for where a duty protects the data.',
  sources: ['getGroupCluster', 'https://www.mongodb.com/docs/manual/administration/monitoring/#log-redaction'],
  standards: [
    'soc2:C1.1',
    'iso27001:A.8.12',
    'hipaa:164.312(a)(1)',
    'pci-dss:3.3.2',
    'nist-800-53:SI-11',
    'csa-ccm:DSP-17',
    'ism:ISM-1985',
  ],
  reads: ['cluster'],
  notApplicable({ profile, environment }) {
    if (environment === 'development') return 'The project is for development.';
    if (profile.riskTolerance === 'low' || DUTIES.some((duty) => profile.compliance.includes(duty))) return undefined;
    return 'No duty of the profile protects personal or payment data, and its risk tolerance is not low.';
  },
  evaluate({ cluster: [only] }) {
    if (only === undefined || !isDedicated(only))
      return { status: 'not-applicable', because: 'Only dedicated clusters (M10 and larger) have the setting.' };
    return failOrPass(
      only.redactClientLogData
        ? []
        : [{ at: cluster.address(only), because: `Logs of cluster ${only.name} hold the values that clients send.` }],
    );
  },
  remedy({ cluster: all }) {
    return {
      type: 'changes',
      changes: all.map((only) => cluster.update(only, { redactClientLogData: true }, 'Keeps data out of the logs.')),
    };
  },
  examples: {
    pass: [{ resources: { cluster: [{ ...dedicated, redactClientLogData: true }] }, profile: hipaa }],
    fail: [{ resources: { cluster: [{ ...dedicated, redactClientLogData: false }] }, profile: hipaa }],
    notApplicable: [
      { name: 'no duty', resources: { cluster: [{ ...dedicated, redactClientLogData: false }] } },
      { name: 'a free cluster', resources: { cluster: [free] }, profile: hipaa },
    ],
  },
});
