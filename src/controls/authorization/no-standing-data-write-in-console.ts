import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import project from '../../resources/project/index.ts';
import type { Project } from '../../resources/project/model.ts';
import projectSettings from '../../resources/project-settings/index.ts';
import type { ProjectSettings } from '../../resources/project-settings/model.ts';
import projectUser from '../../resources/project-user/index.ts';
import type { ProjectUser } from '../../resources/project-user/model.ts';
import teamAssignment from '../../resources/team-assignment/index.ts';
import type { TeamAssignment } from '../../resources/team-assignment/model.ts';
import { HOLDER_KINDS, roleHolders } from '../project-roles.ts';

/** Roles for documents in the console, without those of owners, whom other controls count ("Atlas User Roles"). */
const WRITES: readonly string[] = ['GROUP_DATA_ACCESS_ADMIN', 'GROUP_DATA_ACCESS_READ_WRITE'];

const here = project.examples[0] as Project;
const settings: ProjectSettings = {
  ...(projectSettings.examples[0] as ProjectSettings),
  projectId: here.id,
  isDataExplorerEnabled: true,
};
const ada: ProjectUser = { ...(projectUser.examples[0] as ProjectUser), projectId: here.id };
const team: TeamAssignment = { ...(teamAssignment.examples[0] as TeamAssignment), projectId: here.id };
const person = (role: string, isDataExplorerEnabled = true) => ({
  'project-settings': [{ ...settings, isDataExplorerEnabled }],
  'project-user': [{ ...ada, roles: [role] }],
});

export default defineControl({
  id: 'authorization/no-standing-data-write-in-console',
  title: 'Nobody may change production data in the Atlas console for good',
  layer: 'authorization',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'In the Data Explorer a person changes and deletes documents from wherever they sign in, past the IP access list and the rights of database ' +
    'users; the audit log names a role, not the person. Repairs of data go through a reviewed script, or a temporary database user. That the Data ' +
    'Explorer is on is a finding of its own.',
  sources: [
    'listGroupUsers',
    'listGroupTeams',
    'getGroupSettings',
    'https://www.mongodb.com/docs/atlas/reference/user-roles/',
    'https://www.mongodb.com/docs/atlas/atlas-ui/documents/',
  ],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.8.3',
    'hipaa:164.312(a)(1)',
    'pci-dss:7.2.6',
    'nist-800-53:AC-6',
    'csa-ccm:IAM-05',
    'cis:3.3',
    'ism:ISM-1255',
  ],
  reads: [...HOLDER_KINDS, 'project-settings'],
  notApplicable: ({ environment }) => (environment === 'production' ? undefined : `The project is for ${environment}.`),
  severityFor: ({ profile }) => (profile.riskTolerance === 'low' ? 'medium' : 'low'),
  evaluate(input, { project: judged }) {
    if (!input['project-settings'].some(({ isDataExplorerEnabled }) => isDataExplorerEnabled))
      return { status: 'not-applicable', because: 'The Data Explorer of the project is off.' };
    return failOrPass(
      roleHolders(input)
        .filter(({ type, projectId }) => (type === 'person' || type === 'team') && projectId === judged?.id)
        .flatMap(({ label, at, roles }): readonly Violation[] => {
          const writes = roles.filter((role) => WRITES.includes(role));
          if (writes.length === 0) return [];
          return [
            {
              at,
              because: `${label} may change the data of project "${judged?.name}" in the console (${writes.join(', ')}).`,
            },
          ];
        }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Give Project Data Access Read Only to those who must look at documents, and Project Read Only to all others.',
      'Where nobody has to look, turn the Data Explorer off (Project Settings): it is off for owners then, too.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'reading', resources: person('GROUP_DATA_ACCESS_READ_ONLY') },
      { name: 'running clusters', resources: person('GROUP_CLUSTER_MANAGER') },
    ],
    fail: [
      { name: 'a person', resources: person('GROUP_DATA_ACCESS_READ_WRITE') },
      {
        name: 'a team',
        resources: {
          'project-settings': [settings],
          'team-assignment': [{ ...team, roles: ['GROUP_DATA_ACCESS_ADMIN'] }],
        },
      },
    ],
    notApplicable: [
      { name: 'the Data Explorer is off', resources: person('GROUP_DATA_ACCESS_ADMIN', false) },
      { name: 'development', resources: person('GROUP_DATA_ACCESS_ADMIN'), profile: { environment: 'development' } },
    ],
  },
});
