import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import organizationSettings from '../../resources/organization-settings/index.ts';
import type { OrganizationSettings } from '../../resources/organization-settings/model.ts';
import projectSettings from '../../resources/project-settings/index.ts';
import type { ProjectSettings } from '../../resources/project-settings/model.ts';

const organization = organizationSettings.examples[0] as OrganizationSettings;
const allowed: OrganizationSettings = { ...organization, genAIFeaturesEnabled: true };
const settings: ProjectSettings = {
  ...(projectSettings.examples[0] as ProjectSettings),
  isDataExplorerGenAIFeaturesEnabled: true,
  isDataExplorerGenAISampleDocumentPassingEnabled: false,
  isNativeRerankingEnabled: false,
};
const samples: ProjectSettings = { ...settings, isDataExplorerGenAISampleDocumentPassingEnabled: true };
const reranking: ProjectSettings = { ...settings, isNativeRerankingEnabled: true };

export default defineControl({
  id: 'organization-policy/no-document-sent-to-ai-models',
  title: 'No content of documents is sent to AI models',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'With sample documents on, the prompts of Data Explorer carry values from the database to a model of a third party; with native reranking, ' +
    'queries send text of documents to a model. Data that a contract or a law protects must not leave that way unnoticed.',
  sources: ['getGroupSettings', 'getOrgSettings', 'https://www.mongodb.com/docs/generative-ai-faq/'],
  standards: ['soc2:C1.1', 'iso27001:A.8.12', 'gdpr:Art.32', 'nist-800-53:AC-4', 'csa-ccm:DSP-10', 'ism:ISM-1395'],
  reads: ['project-settings', 'organization-settings'],
  severityFor({ environment, profile }) {
    if (environment === 'development') return 'low';
    return profile.compliance.some((duty) => ['hipaa', 'pci-dss', 'gdpr', 'fedramp', 'irap'].includes(duty))
      ? 'high'
      : 'medium';
  },
  evaluate({ 'project-settings': all, 'organization-settings': organizations }, { project }) {
    const generative = organizations.every(({ genAIFeaturesEnabled }) => genAIFeaturesEnabled);
    return failOrPass(
      all.flatMap((each): readonly Violation[] => {
        const ways = [
          // The switch of the organization rules those of its projects (getOrgSettings).
          ...(generative &&
          each.isDataExplorerGenAIFeaturesEnabled &&
          each.isDataExplorerGenAISampleDocumentPassingEnabled
            ? ['prompts of Data Explorer carry values of sample documents']
            : []),
          ...(each.isNativeRerankingEnabled ? ['native reranking may send text of documents to a model'] : []),
        ];
        if (ways.length === 0) return [];
        return [
          { at: projectSettings.address(each), because: `In project "${project?.name}" ${ways.join(', and ')}.` },
        ];
      }),
    );
  },
  remedy({ 'project-settings': all }, { project }) {
    // Search that reranks would answer differently: only a person knows whether that is wanted.
    if (all.some(({ isNativeRerankingEnabled }) => isNativeRerankingEnabled)) {
      const what = `Do queries in project "${project?.name}" use native reranking, and may their documents go to its model?`;
      return { type: 'needs', needs: [{ what, where: 'outside' }] };
    }
    return {
      type: 'changes',
      changes: all.map((each) =>
        projectSettings.update(
          each,
          { isDataExplorerGenAISampleDocumentPassingEnabled: false },
          'Prompts no longer carry values of documents.',
        ),
      ),
    };
  },
  examples: {
    pass: [
      {
        name: 'prompts without documents',
        resources: { 'project-settings': [settings], 'organization-settings': [allowed] },
      },
      {
        name: 'the organization has it off',
        resources: {
          'project-settings': [samples],
          'organization-settings': [{ ...allowed, genAIFeaturesEnabled: false }],
        },
      },
      {
        name: 'samples without the feature that would send them',
        resources: {
          'project-settings': [{ ...samples, isDataExplorerGenAIFeaturesEnabled: false }],
          'organization-settings': [allowed],
        },
      },
    ],
    fail: [
      { name: 'sample documents', resources: { 'project-settings': [samples], 'organization-settings': [allowed] } },
      {
        name: 'reranking',
        resources: {
          'project-settings': [reranking],
          'organization-settings': [{ ...allowed, genAIFeaturesEnabled: false }],
        },
      },
    ],
  },
});
