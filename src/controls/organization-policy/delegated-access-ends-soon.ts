import { defineControl, failOrPass } from '../../core/control.ts';
import delegationSettings from '../../resources/delegation-settings/index.ts';
import type { DelegationSettings } from '../../resources/delegation-settings/model.ts';

const SECONDS_PER_DAY = 86_400;

function isOpen({ delegatedMcpAccess, delegatedPartnerAccess }: DelegationSettings): boolean {
  return delegatedMcpAccess !== 'DISALLOWED' || delegatedPartnerAccess !== 'DISALLOWED';
}

const [closed, open] = delegationSettings.examples as readonly [DelegationSettings, DelegationSettings];
const lasting = (days: number): DelegationSettings => ({
  ...open,
  maximumRefreshTokenLifetimeSeconds: days * SECONDS_PER_DAY,
});

export default defineControl({
  id: 'organization-policy/delegated-access-ends-soon',
  title: 'Delegated access has to be approved again within a month',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'An agent or partner application keeps its refresh token where it runs, and API access lists do not hold for it. A token that lives for a ' +
    'year is a credential that its member has long forgotten. The option maximumDays says how long is fine; Atlas’s own limit is not documented.',
  sources: ['getOrgDelegationSettings', 'updateOrgDelegationSettings'],
  standards: ['soc2:CC6.1', 'iso27001:A.5.17', 'pci-dss:8.6.3', 'nist-800-53:AC-12', 'csa-ccm:IAM-15'],
  reads: ['delegation-settings'],
  options: { maximumDays: 30 },
  evaluate({ 'delegation-settings': all }, { options }) {
    const used = all.filter(isOpen);
    if (used.length === 0)
      return { status: 'not-applicable', because: 'The organization lets nobody act with a member’s rights.' };
    const maximumDays = options.maximumDays as number;
    const tooLong = used.flatMap((item) => {
      const seconds = item.maximumRefreshTokenLifetimeSeconds;
      return seconds !== null && seconds > maximumDays * SECONDS_PER_DAY ? [{ item, seconds }] : [];
    });
    if (tooLong.length === 0 && used.some((item) => item.maximumRefreshTokenLifetimeSeconds === null))
      return {
        status: 'unknown',
        because: 'No limit is set; how long Atlas lets delegated access last then is not documented.',
      };
    return failOrPass(
      tooLong.map(({ item, seconds }) => ({
        at: delegationSettings.address(item),
        because: `Delegated access lasts ${Math.round(seconds / SECONDS_PER_DAY)} days without being approved again.`,
      })),
    );
  },
  remedy: (_, { options }) => ({
    type: 'needs',
    needs: [
      {
        what: `Who uses delegated access, and may their agents ask them again every ${options.maximumDays} days (updateOrgDelegationSettings, maximumRefreshTokenLifetime)?`,
        where: 'outside',
      },
    ],
  }),
  examples: {
    pass: [
      { name: 'a month', resources: { 'delegation-settings': [lasting(30)] } },
      {
        name: 'an hour',
        resources: { 'delegation-settings': [{ ...open, maximumRefreshTokenLifetimeSeconds: 3600 }] },
      },
    ],
    fail: [
      { name: 'a day more', resources: { 'delegation-settings': [lasting(31)] } },
      {
        name: 'partners alone, for a year',
        resources: { 'delegation-settings': [{ ...lasting(365), delegatedMcpAccess: 'DISALLOWED' }] },
      },
      {
        name: 'less is allowed',
        resources: { 'delegation-settings': [lasting(8)] },
        profile: { controls: { 'organization-policy/delegated-access-ends-soon': { maximumDays: 7 } } },
      },
    ],
    notApplicable: [
      {
        name: 'nobody may',
        resources: { 'delegation-settings': [{ ...closed, maximumRefreshTokenLifetimeSeconds: 31_536_000 }] },
      },
    ],
  },
});
