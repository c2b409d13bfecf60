import { defineControl, failOrPass } from '../../core/control.ts';
import project from '../../resources/project/index.ts';
import type { Project } from '../../resources/project/model.ts';

const commercial: Project = { ...(project.examples[0] as Project), regionUsageRestrictions: null };
const fedramp = { compliance: ['fedramp'] } as const;

export default defineControl({
  id: 'organization-policy/fedramp-in-atlas-for-government',
  title: 'A project with a FedRAMP duty lives in Atlas for Government',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'critical',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Only Atlas for Government has a FedRAMP authorization, and no setting of commercial Atlas makes up for that. ' +
    'Its projects say which regions they may use; those of commercial Atlas do not have the field.',
  sources: ['getGroup', 'https://www.mongodb.com/docs/atlas/government/'],
  standards: ['nist-800-53:CA-6', 'nist-800-53:SA-9'],
  reads: ['project'],
  notApplicable: ({ profile }) =>
    profile.compliance.includes('fedramp') ? undefined : 'The profile names no FedRAMP duty.',
  severityFor: ({ environment }) => (environment === 'production' ? 'critical' : 'low'),
  evaluate({ project: all }) {
    return failOrPass(
      all
        .filter(({ regionUsageRestrictions }) => regionUsageRestrictions === null)
        .map((each) => ({
          at: project.address(each),
          because: `Project "${each.name}" lives in commercial Atlas, which has no FedRAMP authorization.`,
        })),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Decide which data of the project falls under the duty; if none does, give the project an environment of its own in the profile or waive the finding.',
      'Otherwise make a project in Atlas for Government (cloud.mongodbgov.com) and migrate the data; projects cannot be moved there.',
    ],
    verifiedBy: 'getGroup shows regionUsageRestrictions.',
  }),
  examples: {
    pass: [
      {
        name: 'government regions',
        resources: { project: [{ ...commercial, regionUsageRestrictions: 'GOV_REGIONS_ONLY' }] },
        profile: fedramp,
      },
      {
        name: 'FedRAMP regions',
        resources: { project: [{ ...commercial, regionUsageRestrictions: 'COMMERCIAL_FEDRAMP_REGIONS_ONLY' }] },
        profile: fedramp,
      },
    ],
    fail: [
      { name: 'commercial', resources: { project: [commercial] }, profile: fedramp },
      {
        name: 'commercial, for development',
        resources: { project: [commercial] },
        profile: { ...fedramp, environment: 'development' },
      },
    ],
    notApplicable: [{ name: 'no such duty', resources: { project: [commercial] } }],
  },
});
