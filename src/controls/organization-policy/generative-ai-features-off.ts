import { defineControl, failOrPass } from '../../core/control.ts';
import organizationSettings from '../../resources/organization-settings/index.ts';
import type { OrganizationSettings } from '../../resources/organization-settings/model.ts';

const settings = organizationSettings.examples[0] as OrganizationSettings;
const on: OrganizationSettings = { ...settings, genAIFeaturesEnabled: true };
const off: OrganizationSettings = { ...settings, genAIFeaturesEnabled: false };

export default defineControl({
  id: 'organization-policy/generative-ai-features-off',
  title: 'Generative AI features are off in an organization with protected data',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'low',
  confidence: 'medium',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'The features send schemas, queries and what people type to models of third parties, and every project owner can turn more of them on. ' +
    'Where health, payment or government data is held, the switch of the organization settles it until somebody has looked.',
  sources: ['getOrgSettings', 'updateOrgSettings', 'https://www.mongodb.com/docs/generative-ai-faq/'],
  standards: ['soc2:C1.1', 'iso27001:A.5.23', 'gdpr:Art.25', 'nist-800-53:SA-9', 'csa-ccm:DSP-10'],
  reads: ['organization-settings'],
  notApplicable: ({ profile }) =>
    profile.riskTolerance === 'low' ||
    profile.compliance.some((duty) => ['hipaa', 'pci-dss', 'fedramp', 'irap'].includes(duty))
      ? undefined
      : 'The profile names no duty to protect health, payment or government data, and its risk tolerance is not low.',
  evaluate({ 'organization-settings': all }, { scope }) {
    return failOrPass(
      all
        .filter(({ genAIFeaturesEnabled }) => genAIFeaturesEnabled)
        .map((each) => ({
          at: organizationSettings.address(each),
          because: `Organization "${scope.name}" lets its projects use generative AI features.`,
        })),
    );
  },
  remedy({ 'organization-settings': all }) {
    return {
      type: 'changes',
      changes: all.map((each) =>
        organizationSettings.update(each, { genAIFeaturesEnabled: false }, 'Turns the features off in every project.'),
      ),
    };
  },
  examples: {
    pass: [
      { name: 'off', resources: { 'organization-settings': [off] }, profile: { compliance: ['hipaa'] } },
      {
        name: 'off, with little tolerance',
        resources: { 'organization-settings': [off] },
        profile: { riskTolerance: 'low' },
      },
    ],
    fail: [
      { name: 'on', resources: { 'organization-settings': [on] }, profile: { compliance: ['pci-dss'] } },
      {
        name: 'on, with little tolerance',
        resources: { 'organization-settings': [on] },
        profile: { riskTolerance: 'low' },
      },
    ],
    notApplicable: [{ name: 'no such duty', resources: { 'organization-settings': [on] } }],
  },
});
