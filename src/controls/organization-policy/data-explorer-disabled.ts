import { defineControl, failOrPass } from '../../core/control.ts';
import projectSettings from '../../resources/project-settings/index.ts';
import type { ProjectSettings } from '../../resources/project-settings/model.ts';

const settings = projectSettings.examples[0] as ProjectSettings;
const on: ProjectSettings = { ...settings, isDataExplorerEnabled: true };
const off: ProjectSettings = { ...settings, isDataExplorerEnabled: false };

export default defineControl({
  id: 'organization-policy/data-explorer-disabled',
  title: 'Documents cannot be read or changed in the Atlas console',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Data Explorer opens the data to whoever has a data access role in the project: past the IP access list, without a database user, and in ' +
    'the audit log under a role that all of them share. Tools that log in as a database user stay within every layer.',
  sources: ['getGroupSettings', 'updateGroupSettings', 'https://www.mongodb.com/docs/atlas/atlas-ui/databases/'],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.8.3',
    'hipaa:164.312(a)(1)',
    'pci-dss:7.2.6',
    'nist-800-53:AC-3',
    'nist-800-53:CM-7',
    'csa-ccm:IAM-05',
  ],
  reads: ['project-settings'],
  notApplicable: ({ environment }) => (environment === 'development' ? 'The project is for development.' : undefined),
  severityFor: ({ environment, profile }) =>
    environment === 'production' && profile.riskTolerance !== 'high' ? 'medium' : 'low',
  evaluate({ 'project-settings': all }, { project }) {
    return failOrPass(
      all
        .filter(({ isDataExplorerEnabled }) => isDataExplorerEnabled)
        .map((each) => ({
          at: projectSettings.address(each),
          because: `Data Explorer is on in project "${project?.name}": members with a data access role read and change documents without a database user.`,
        })),
    );
  },
  remedy({ 'project-settings': all }) {
    return {
      type: 'changes',
      changes: all.map((each) =>
        projectSettings.update(
          each,
          { isDataExplorerEnabled: false },
          'Data is reached as a database user from now on.',
        ),
      ),
    };
  },
  examples: {
    pass: [
      { name: 'off', resources: { 'project-settings': [off] } },
      { name: 'off in staging', resources: { 'project-settings': [off] }, profile: { environment: 'staging' } },
    ],
    fail: [
      { name: 'on', resources: { 'project-settings': [on] } },
      { name: 'on in staging', resources: { 'project-settings': [on] }, profile: { environment: 'staging' } },
    ],
    notApplicable: [
      { name: 'development', resources: { 'project-settings': [on] }, profile: { environment: 'development' } },
    ],
  },
});
