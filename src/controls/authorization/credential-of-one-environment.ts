import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import { environmentOf } from '../../core/profile.ts';
import apiKey from '../../resources/api-key/index.ts';
import type { ApiKey } from '../../resources/api-key/model.ts';
import project from '../../resources/project/index.ts';
import type { Project } from '../../resources/project/model.ts';
import serviceAccountAssignment from '../../resources/service-account-assignment/index.ts';
import type { ServiceAccountAssignment } from '../../resources/service-account-assignment/model.ts';
import { HOLDER_KINDS, type RoleHolder, roleHolders } from '../project-roles.ts';

/** Roles that show the configuration and metrics of a project, and no more. */
const HARMLESS: readonly string[] = ['GROUP_READ_ONLY', 'GROUP_OBSERVABILITY_VIEWER'];

const [production, development] = project.examples as readonly [Project, Project];
const profile = { projects: { [development.id]: { environment: 'development' as const } } };
const key = apiKey.examples[0] as ApiKey;
const both = (there: string, here: string) => ({
  project: [production, development],
  'api-key': [
    {
      ...key,
      roles: [
        { role: there, projectId: production.id },
        { role: here, projectId: development.id },
      ],
    },
  ],
});
const assignment: ServiceAccountAssignment = {
  ...(serviceAccountAssignment.examples[0] as ServiceAccountAssignment),
  projectId: production.id,
};

export default defineControl({
  id: 'authorization/credential-of-one-environment',
  title: 'A credential that changes production works nowhere else',
  layer: 'authorization',
  scope: 'organization',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A pipeline of the test environment is kept with less care, and its credential opens production if it is the same. For a service account it is worse: ' +
    'the owner of any project that it is assigned to can make a secret of it, and so reaches wherever it reaches. Which project is production, the ' +
    'profile says.',
  sources: [
    'listOrgApiKeys',
    'listGroupServiceAccounts',
    'createGroupServiceAccountSecret',
    'https://www.mongodb.com/docs/atlas/configure-api-access/',
  ],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.8.31',
    'hipaa:164.308(a)(4)(ii)(B)',
    'pci-dss:6.5.3',
    'nist-800-53:AC-6',
    'csa-ccm:IVS-06',
    'ism:ISM-1273',
  ],
  reads: ['project', ...HOLDER_KINDS],
  evaluate(input, { profile: answers }) {
    const environments = new Map(input.project.map((each) => [each.id, environmentOf(answers, each)]));
    const kinds = new Set(environments.values());
    if (!kinds.has('production') || kinds.size === 1)
      return { status: 'not-applicable', because: 'The profile tells no production projects from others.' };
    const names = new Map(input.project.map(({ id, name }) => [id, name]));
    const byCredential = new Map<string, RoleHolder[]>();
    for (const holder of roleHolders(input)) {
      if (holder.type !== 'api-key' && holder.type !== 'service-account') continue;
      byCredential.set(holder.id, [...(byCredential.get(holder.id) ?? []), holder]);
    }
    return failOrPass(
      [...byCredential.values()].flatMap((places): readonly Violation[] => {
        const isIn = (wanted: boolean) => (place: RoleHolder) =>
          (environments.get(place.projectId) === 'production') === wanted && environments.has(place.projectId);
        const changed = places.filter(isIn(true)).find(({ roles }) => roles.some((role) => !HARMLESS.includes(role)));
        const others = places.filter(isIn(false));
        const [other] = others;
        if (changed === undefined || other === undefined) return [];
        const owned =
          changed.type === 'service-account' ? ', and owners of that project can make themselves a secret of it' : '';
        const roles = changed.roles.filter((role) => !HARMLESS.includes(role)).join(', ');
        return [
          {
            at: changed.at,
            because: `${changed.label} has ${roles} in production ("${names.get(changed.projectId)}") and works in "${names.get(other.projectId)}" (${environments.get(other.projectId)}), too${owned}.`,
            // Staging is often run by the pipeline of production, and kept like it.
            ...(others.every(({ projectId }) => environments.get(projectId) === 'staging')
              ? { severity: 'low' as const }
              : {}),
          },
        ];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Make a service account for the other environment with the roles that it needs there, move the pipeline over, and see it work.',
      'Take the roles outside production away from the first one.',
      'For a service account, look at who owns the other project, and replace its secrets: any of them may have been made by one of those.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'it only reads production', resources: both('GROUP_READ_ONLY', 'GROUP_OWNER'), profile },
      {
        name: 'production alone',
        resources: { project: [production, development], 'service-account-assignment': [assignment] },
        profile,
      },
    ],
    fail: [
      { name: 'an API key', resources: both('GROUP_CLUSTER_MANAGER', 'GROUP_READ_ONLY'), profile },
      {
        name: 'a service account, in staging',
        resources: {
          project: [production, development],
          'service-account-assignment': [assignment, { ...assignment, projectId: development.id }],
        },
        profile: { projects: { [development.id]: { environment: 'staging' } } },
      },
    ],
    notApplicable: [{ name: 'everything is production', resources: both('GROUP_OWNER', 'GROUP_OWNER') }],
  },
});
