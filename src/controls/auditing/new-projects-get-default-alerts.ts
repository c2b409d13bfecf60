import { defineControl, failOrPass } from '../../core/control.ts';
import organization from '../../resources/organization/index.ts';
import type { Organization } from '../../resources/organization/model.ts';

const only = organization.examples[0] as Organization;

export default defineControl({
  id: 'auditing/new-projects-get-default-alerts',
  title: 'New projects start with the alerts that Atlas recommends',
  layer: 'auditing',
  scope: 'organization',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'The switch leaves every project that is made from now on without a single alert, a missing second factor and a lost primary included, until somebody ' +
    'thinks of it. A project that wants none can be made without them.',
  sources: ['getOrg', 'updateOrg', 'https://www.mongodb.com/docs/atlas/configure-alerts/'],
  standards: [
    'soc2:CC7.2',
    'iso27001:A.8.16',
    'pci-dss:10.4.1.1',
    'nist-800-53:SI-4(5)',
    'csa-ccm:LOG-03',
    'ism:ISM-1907',
  ],
  reads: ['organization'],
  evaluate({ organization: all }) {
    return failOrPass(
      all
        .filter(({ skipDefaultAlertsSettings }) => skipDefaultAlertsSettings)
        .map((item) => ({
          at: organization.address(item),
          because: `New projects of organization "${item.name}" start without any alert.`,
        })),
    );
  },
  remedy: ({ organization: all }) => ({
    type: 'changes',
    changes: all.map((item) =>
      organization.update(item, { skipDefaultAlertsSettings: false }, 'New projects start with default alerts.'),
    ),
  }),
  examples: {
    pass: [{ resources: { organization: [{ ...only, skipDefaultAlertsSettings: false }] } }],
    fail: [{ resources: { organization: [{ ...only, skipDefaultAlertsSettings: true }] } }],
  },
});
