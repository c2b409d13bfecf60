import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import customRole from '../../resources/custom-database-role/index.ts';
import type { CustomDatabaseRole } from '../../resources/custom-database-role/model.ts';

/** Actions that write results of queries into a bucket, and the one that changes which stores a federated database reads and writes. */
const EXPORTS: readonly string[] = ['OUT_TO_S3', 'OUT_TO_AZURE', 'OUT_TO_GCS', 'STORAGE_SET_CONFIG'];

const role = customRole.examples[0] as CustomDatabaseRole;
const allowing = (action: string) => ({
  'custom-database-role': [
    { ...role, actions: [...role.actions, { action, resources: [{ type: 'cluster' as const }] }] },
  ],
});

export default defineControl({
  id: 'authorization/no-export-by-custom-role',
  title: 'No custom role sends query results out to a bucket',
  layer: 'authorization',
  scope: 'project',
  severity: 'medium',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'With OUT_TO_S3 and its like, one aggregation writes a whole collection into a bucket through Atlas Data Federation, at the speed of the cloud and ' +
    'without a connection that somebody would notice; STORAGE_SET_CONFIG says which stores it may use. It belongs to a job that exports, not to a role ' +
    'that people or applications share.',
  sources: [
    'listGroupCustomDbRoleRoles',
    'https://www.mongodb.com/docs/atlas/security-add-mongodb-roles/',
    'https://www.mongodb.com/docs/atlas/data-federation/supported-unsupported/pipeline/out/',
  ],
  standards: [
    'soc2:CC6.7',
    'iso27001:A.8.12',
    'hipaa:164.312(a)(1)',
    'gdpr:Art.32',
    'pci-dss:7.2.2',
    'nist-800-53:AC-4',
    'csa-ccm:DSP-10',
  ],
  reads: ['custom-database-role'],
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'medium'),
  evaluate({ 'custom-database-role': roles }) {
    if (roles.length === 0) return { status: 'not-applicable', because: 'The project has no custom role.' };
    return failOrPass(
      roles.flatMap((item): readonly Violation[] => {
        const exports = item.actions.map(({ action }) => action).filter((action) => EXPORTS.includes(action));
        if (exports.length === 0) return [];
        const because = `Custom role ${item.roleName} allows ${exports.join(', ')}: its holders can copy data out to a bucket.`;
        return [{ at: customRole.address(item), because }];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Find the job that exports. Make it a database user of its own, with a custom role that has the action and FIND on what it exports.',
      'Take the action out of every other role. Waive the finding for the role of the job.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [{ name: 'reading and inserting', resources: { 'custom-database-role': [role] } }],
    fail: [
      { name: 'to S3', resources: allowing('OUT_TO_S3') },
      { name: 'to Azure', resources: allowing('OUT_TO_AZURE') },
      { name: 'changing the stores', resources: allowing('STORAGE_SET_CONFIG') },
    ],
    notApplicable: [{ name: 'no custom role', resources: {} }],
  },
});
