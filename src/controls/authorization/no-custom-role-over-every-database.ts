import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import customRole from '../../resources/custom-database-role/index.ts';
import type { CustomDatabaseRole } from '../../resources/custom-database-role/model.ts';

/** Actions on documents, as Atlas spells them. */
const READS: readonly string[] = ['CHANGE_STREAM', 'FIND'];
const WRITES: readonly string[] = ['INSERT', 'REMOVE', 'UPDATE'];

/** The actions on documents that the role allows in every database, sorted. */
function everywhereOf({ actions }: CustomDatabaseRole): readonly string[] {
  return actions
    .filter(
      ({ action, resources }) =>
        (READS.includes(action) || WRITES.includes(action)) &&
        resources.some((place) => place.type === 'collection' && place.database === '' && place.collection === null),
    )
    .map(({ action }) => action)
    .sort();
}

const role = customRole.examples[0] as CustomDatabaseRole;
const allowing = (action: string, database: string, collection: string | null = null) => ({
  'custom-database-role': [
    { ...role, actions: [{ action, resources: [{ type: 'collection' as const, database, collection }] }] },
  ],
});

export default defineControl({
  id: 'authorization/no-custom-role-over-every-database',
  title: 'No custom role reads or writes documents of every database',
  layer: 'authorization',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'An action on a resource without a database holds for every database, those that come later included. Such a role is readAnyDatabase or ' +
    'readWriteAnyDatabase under a harmless name, and a list of users with built-in roles does not show it.',
  sources: [
    'listGroupCustomDbRoleRoles',
    'https://www.mongodb.com/docs/atlas/security-add-mongodb-roles/',
    'https://www.mongodb.com/docs/manual/reference/resource-document/',
  ],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.8.3',
    'hipaa:164.312(a)(1)',
    'pci-dss:7.2.2',
    'nist-800-53:AC-6',
    'csa-ccm:IAM-05',
    'cis:3.3',
    'ism:ISM-1255',
  ],
  reads: ['custom-database-role'],
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'medium'),
  evaluate({ 'custom-database-role': roles }, { environment }) {
    if (roles.length === 0) return { status: 'not-applicable', because: 'The project has no custom role.' };
    return failOrPass(
      roles.flatMap((item): readonly Violation[] => {
        const actions = everywhereOf(item);
        if (actions.length === 0) return [];
        const writes = actions.some((action) => WRITES.includes(action));
        return [
          {
            at: customRole.address(item),
            because: `Custom role ${item.roleName} allows ${actions.join(', ')} in every database.`,
            ...(writes && environment !== 'development' ? { severity: 'high' as const } : {}),
          },
        ];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'List the databases that holders of the role work with (the audit log shows it where successful operations are audited).',
      'Name each of them in the actions of the role, see what uses it work, then take the entry without a database out.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'one database', resources: allowing('FIND', 'shop') },
      { name: 'a collection of that name in any database', resources: allowing('FIND', '', 'settings') },
      { name: 'no documents', resources: allowing('COLL_STATS', '') },
      {
        name: 'the cluster',
        resources: {
          'custom-database-role': [
            { ...role, actions: [{ action: 'LIST_SESSIONS', resources: [{ type: 'cluster' }] }] },
          ],
        },
      },
    ],
    fail: [
      { name: 'reading', resources: allowing('FIND', '') },
      { name: 'writing', resources: allowing('UPDATE', '') },
      { name: 'following changes', resources: allowing('CHANGE_STREAM', '') },
    ],
    notApplicable: [{ name: 'no custom role', resources: {} }],
  },
});
