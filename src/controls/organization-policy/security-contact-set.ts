import { defineControl, failOrPass } from '../../core/control.ts';
import organizationSettings from '../../resources/organization-settings/index.ts';
import type { OrganizationSettings } from '../../resources/organization-settings/model.ts';

const example = organizationSettings.examples[0] as OrganizationSettings;

export default defineControl({
  id: 'organization-policy/security-contact-set',
  title: 'The organization names a security contact',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'low',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale: 'MongoDB sends security notices to this address. Without one they go to owners, who may have left.',
  sources: ['getOrgSettings', 'updateOrgSettings'],
  standards: ['soc2:CC7.3', 'iso27001:A.5.5', 'nist-800-53:IR-6'],
  reads: ['organization-settings'],
  evaluate({ 'organization-settings': all }) {
    return failOrPass(
      all
        .filter((settings) => settings.securityContact === null)
        .map((settings) => ({
          at: organizationSettings.address(settings),
          because: 'Nobody is named to receive security notices from MongoDB.',
        })),
    );
  },
  remedy({ 'organization-settings': all }, { profile }) {
    const contact = profile.securityContact;
    if (contact === null) {
      return { type: 'needs', needs: [{ what: 'Which address receives security notices?', where: 'securityContact' }] };
    }
    return {
      type: 'changes',
      changes: all.map((settings) =>
        organizationSettings.update(settings, { securityContact: contact }, `Security notices go to ${contact}.`),
      ),
    };
  },
  examples: {
    pass: [{ resources: { 'organization-settings': [{ ...example, securityContact: 'security@example.com' }] } }],
    fail: [
      { name: 'nobody named', resources: { 'organization-settings': [{ ...example, securityContact: null }] } },
      {
        name: 'the profile names one',
        resources: { 'organization-settings': [{ ...example, securityContact: null }] },
        profile: { securityContact: 'security@example.com' },
      },
    ],
  },
});
