import { defineControl } from '../../core/control.ts';
import project from '../../resources/project/index.ts';
import type { Project } from '../../resources/project/model.ts';
import projectUser from '../../resources/project-user/index.ts';
import type { ProjectUser } from '../../resources/project-user/model.ts';

const only = project.examples[0] as Project;
const owner: ProjectUser = {
  ...(projectUser.examples[0] as ProjectUser),
  projectId: only.id,
  membershipStatus: 'ACTIVE',
  roles: ['GROUP_OWNER'],
};
const owners = (count: number) => ({
  project: [only],
  'project-user': Array.from({ length: count }, (_, index) => ({
    ...owner,
    id: `6600000000000000000002${String(index).padStart(2, '0')}`,
    username: `owner${index}@example.com`,
  })),
});

export default defineControl({
  id: 'authorization/few-project-owners',
  title: 'Only a few people own a production project',
  layer: 'authorization',
  scope: 'project',
  severity: 'medium',
  confidence: 'medium',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'A project owner makes database users, opens the access list and browses data. Read-only and data access roles exist for everyday ' +
    'work. The option mostOwners says how many are a few.',
  sources: ['listGroupUsers', 'https://www.mongodb.com/docs/atlas/reference/user-roles/'],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.8.2',
    'hipaa:164.308(a)(4)(ii)(B)',
    'pci-dss:7.2.2',
    'nist-800-53:AC-6',
    'csa-ccm:IAM-09',
    'ism:ISM-1508',
  ],
  reads: ['project', 'project-user'],
  options: { mostOwners: 5 },
  notApplicable: ({ environment }) => (environment === 'production' ? undefined : `The project is for ${environment}.`),
  evaluate({ project: projects, 'project-user': users }, { options }) {
    const most = typeof options.mostOwners === 'number' ? options.mostOwners : 5;
    const own = users.filter((user) => user.membershipStatus === 'ACTIVE' && user.roles.includes('GROUP_OWNER'));
    if (own.length <= most) return { status: 'pass', because: `${own.length} people own the project by themselves.` };
    const names = own.map(({ username }) => username).sort();
    return {
      status: 'fail',
      violations: projects.map((item) => ({
        at: project.address(item),
        because: `${own.length} people own project ${item.name}: ${names.join(', ')}.`,
      })),
    };
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Ask each owner what they do in the project.',
      'Give them Project Data Access, Cluster Manager or Read Only instead, and take the owner role away.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'one', resources: owners(1) },
      { name: 'five', resources: owners(5) },
    ],
    fail: [{ name: 'six', resources: owners(6) }],
    notApplicable: [{ name: 'development', resources: owners(6), profile: { environment: 'development' } }],
  },
});
