import { defineControl, failOrPass } from '../../core/control.ts';
import apiKey from '../../resources/api-key/index.ts';
import type { ApiKey } from '../../resources/api-key/model.ts';
import project from '../../resources/project/index.ts';
import type { Project } from '../../resources/project/model.ts';
import serviceAccountAssignment from '../../resources/service-account-assignment/index.ts';
import type { ServiceAccountAssignment } from '../../resources/service-account-assignment/model.ts';
import { apiKeyLabel, serviceAccountLabel } from '../api-credentials.ts';
import { likelyEnvironmentHere } from '../environment-words.ts';

const OWNER = 'GROUP_OWNER';

const [production, other] = project.examples as readonly [Project, Project];
const assignment: ServiceAccountAssignment = {
  ...(serviceAccountAssignment.examples[0] as ServiceAccountAssignment),
  projectId: production.id,
};
const key = apiKey.examples[0] as ApiKey;
const keyWith = (role: string, projectId: string): ApiKey => ({ ...key, roles: [{ role, projectId }] });

export default defineControl({
  id: 'authorization/no-project-owner-credential',
  title: 'No API key and no service account owns a production project',
  layer: 'authorization',
  scope: 'project',
  severity: 'medium',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'The owner of a project makes database users, opens the access list, turns auditing off and deletes clusters. A program seldom needs all of ' +
    'that, it has no second factor, and what it holds lies in a pipeline. Some calls (encryption, auditing, certificates) take an owner: give them an ' +
    'account of their own that is used for nothing else.',
  sources: ['listOrgApiKeys', 'listGroupServiceAccounts', 'https://www.mongodb.com/docs/atlas/reference/user-roles/'],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.8.2',
    'hipaa:164.308(a)(4)(ii)(B)',
    'pci-dss:7.2.5',
    'nist-800-53:AC-6(5)',
    'csa-ccm:IAM-09',
    'cis:5.4',
    'ism:ISM-1508',
    'ism:ISM-1883',
  ],
  reads: ['api-key', 'service-account-assignment'],
  notApplicable(context) {
    const likely = likelyEnvironmentHere(context);
    return likely === 'production' ? undefined : `The project is for ${likely}.`;
  },
  evaluate({ 'api-key': keys, 'service-account-assignment': assignments }, { project: here }) {
    const name = here?.name ?? 'the project';
    return failOrPass([
      ...keys
        .filter(({ roles }) => roles.some((each) => each.role === OWNER && each.projectId === here?.id))
        .map((item) => ({ at: apiKey.address(item), because: `${apiKeyLabel(item)} owns project "${name}".` })),
      ...assignments
        .filter(({ roles }) => roles.includes(OWNER))
        .map((item) => ({
          at: serviceAccountAssignment.address(item),
          because: `${serviceAccountLabel(item)} owns project "${name}".`,
        })),
    ]);
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Find out what the credential does: the activity feed of the project names it beside every change.',
      'Give it the roles for that (Project Cluster Manager, Project Database Access Admin, Project Read Only …), and see it work.',
      'Take Project Owner away from it.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'a cluster manager', resources: { 'api-key': [keyWith('GROUP_CLUSTER_MANAGER', production.id)] } },
      { name: 'an owner of another project', resources: { 'api-key': [keyWith(OWNER, other.id)] } },
      {
        name: 'a service account that makes database users',
        resources: { 'service-account-assignment': [assignment] },
      },
    ],
    fail: [
      { name: 'an API key', resources: { 'api-key': [keyWith(OWNER, production.id)] } },
      { name: 'a service account', resources: { 'service-account-assignment': [{ ...assignment, roles: [OWNER] }] } },
    ],
    notApplicable: [
      {
        name: 'development',
        resources: { 'api-key': [keyWith(OWNER, production.id)] },
        profile: { environment: 'development' },
      },
    ],
  },
});
