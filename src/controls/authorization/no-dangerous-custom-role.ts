import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import customRole from '../../resources/custom-database-role/index.ts';
import type { CustomDatabaseRole } from '../../resources/custom-database-role/model.ts';

/** Actions that reach beyond data: they stop, weaken or blind the deployment (manual page "Privilege actions"). */
const DANGEROUS = new Set([
  'BYPASS_DOCUMENT_VALIDATION',
  'KILL_OP',
  'KILL_ANY_SESSION',
  'SET_USER_WRITE_BLOCK',
  'BYPASS_USER_WRITE_BLOCK',
]);
/** Actions that destroy data in one call. */
const DESTRUCTIVE = new Set(['DROP_DATABASE', 'DROP_COLLECTION']);

function dangersOf(role: CustomDatabaseRole): readonly string[] {
  return role.actions.flatMap(({ action, resources }) => {
    if (DANGEROUS.has(action)) return [action];
    const everywhere = resources.some((place) => place.type === 'collection' && place.database === '');
    return DESTRUCTIVE.has(action) && everywhere ? [`${action} on every database`] : [];
  });
}

const role = customRole.examples[0] as CustomDatabaseRole;
const withAction = (action: string, resources: CustomDatabaseRole['actions'][number]['resources']) => ({
  'custom-database-role': [{ ...role, actions: [{ action, resources }] }],
});

export default defineControl({
  id: 'authorization/no-dangerous-custom-role',
  title: 'Custom roles cannot stop, blind or empty a whole cluster',
  layer: 'authorization',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Some actions end other people’s operations, write past validation, lift a write block, or drop every database. An application ' +
    'seldom needs them; in a role they are easy to overlook.',
  sources: ['listGroupCustomDbRoleRoles', 'https://www.mongodb.com/docs/manual/reference/privilege-actions/'],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.8.2',
    'hipaa:164.308(a)(4)(ii)(C)',
    'pci-dss:7.2.1',
    'nist-800-53:AC-6',
    'csa-ccm:IAM-09',
    'ism:ISM-1508',
    'ism:ISM-1255',
  ],
  reads: ['custom-database-role'],
  evaluate({ 'custom-database-role': roles }) {
    if (roles.length === 0) return { status: 'not-applicable', because: 'The project has no custom role.' };
    return failOrPass(
      roles.flatMap((item): readonly Violation[] => {
        const dangers = dangersOf(item);
        if (dangers.length === 0) return [];
        return [
          { at: customRole.address(item), because: `Custom role ${item.roleName} grants ${dangers.join(', ')}.` },
        ];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Ask the owner of the role what needs the action.',
      'Take it out of the role, or give it to a role of its own that only an operator holds.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'reading and inserting', resources: { 'custom-database-role': [role] } },
      {
        name: 'dropping in one database',
        resources: withAction('DROP_COLLECTION', [{ type: 'collection', database: 'scratch', collection: null }]),
      },
    ],
    fail: [
      { name: 'ending operations', resources: withAction('KILL_OP', [{ type: 'cluster' }]) },
      {
        name: 'dropping anywhere',
        resources: withAction('DROP_DATABASE', [{ type: 'collection', database: '', collection: null }]),
      },
    ],
    notApplicable: [{ resources: { 'custom-database-role': [] } }],
  },
});
