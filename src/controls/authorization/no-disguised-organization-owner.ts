import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import apiKey from '../../resources/api-key/index.ts';
import type { ApiKey } from '../../resources/api-key/model.ts';
import project from '../../resources/project/index.ts';
import type { Project } from '../../resources/project/model.ts';
import { HOLDER_KINDS, type RoleHolder, roleHolders } from '../project-roles.ts';

const LEAST_PROJECTS = 3;

const [first, second] = project.examples as readonly [Project, Project];
const third: Project = { ...second, id: '650000000000000000000003', name: 'reports' };
const key = apiKey.examples[0] as ApiKey;
const owning = (...projectIds: readonly string[]) => ({
  project: [first, second, third],
  'api-key': [{ ...key, roles: projectIds.map((projectId) => ({ role: 'GROUP_OWNER', projectId })) }],
});

export default defineControl({
  id: 'authorization/no-disguised-organization-owner',
  title: 'Nobody owns every project without being an owner of the organization',
  layer: 'authorization',
  scope: 'organization',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Whoever owns each project reaches all data of the organization, as its owners do, but stands in no list of owners, and no limit on their number ' +
    'counts them. The option leastProjects says from how many projects on it is judged.',
  sources: [
    'listOrgApiKeys',
    'listGroupUsers',
    'listGroupTeams',
    'listGroupServiceAccounts',
    'https://www.mongodb.com/docs/atlas/reference/user-roles/',
  ],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.8.2',
    'hipaa:164.308(a)(4)(ii)(B)',
    'pci-dss:7.2.2',
    'nist-800-53:AC-6(5)',
    'csa-ccm:IAM-09',
    'cis:5.4',
    'ism:ISM-1508',
  ],
  reads: ['project', ...HOLDER_KINDS, 'organization-user', 'service-account'],
  options: { leastProjects: LEAST_PROJECTS },
  evaluate(input, { options }) {
    const least = typeof options.leastProjects === 'number' ? options.leastProjects : LEAST_PROJECTS;
    const { project: projects } = input;
    if (projects.length < least)
      return {
        status: 'not-applicable',
        because: `The organization has ${projects.length} projects, fewer than ${least}.`,
      };
    const declared = new Set([
      ...input['organization-user']
        .filter(({ orgRoles }) => orgRoles.includes('ORG_OWNER'))
        .map(({ username }) => username),
      ...input['api-key']
        .filter(({ roles }) => roles.some(({ role }) => role === 'ORG_OWNER'))
        .map(({ publicKey }) => publicKey),
      ...input['service-account'].filter(({ roles }) => roles.includes('ORG_OWNER')).map(({ clientId }) => clientId),
    ]);
    const owned = new Map<string, { readonly holder: RoleHolder; readonly projects: Set<string> }>();
    for (const holder of roleHolders(input)) {
      if (!holder.roles.includes('GROUP_OWNER') || declared.has(holder.id)) continue;
      const found = owned.get(holder.id) ?? { holder, projects: new Set<string>() };
      found.projects.add(holder.projectId);
      owned.set(holder.id, found);
    }
    return failOrPass(
      [...owned.values()].flatMap(({ holder, projects: own }): readonly Violation[] =>
        projects.every(({ id }) => own.has(id))
          ? [
              {
                at: holder.at,
                because: `${holder.label} owns each of the ${projects.length} projects, and is no owner of the organization.`,
              },
            ]
          : [],
      ),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Ask what is done in each project, and give the roles for that instead of Project Owner.',
      'Where somebody does run everything, make them an owner of the organization openly, and one of the few.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'an owner of some', resources: owning(first.id, second.id) },
      {
        name: 'a declared owner, whom another control judges',
        resources: {
          ...owning(),
          'api-key': [
            {
              ...key,
              roles: [
                { role: 'ORG_OWNER', orgId: key.orgId },
                ...[first, second, third].map(({ id }) => ({ role: 'GROUP_OWNER', projectId: id })),
              ],
            },
          ],
        },
      },
    ],
    fail: [{ name: 'an API key', resources: owning(first.id, second.id, third.id) }],
    notApplicable: [
      {
        name: 'two projects',
        resources: {
          project: [first, second],
          'api-key': [{ ...key, roles: [first, second].map(({ id }) => ({ role: 'GROUP_OWNER', projectId: id })) }],
        },
      },
    ],
  },
});
