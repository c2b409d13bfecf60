import { defineControl, failOrPass } from '../../core/control.ts';
import delegationSettings from '../../resources/delegation-settings/index.ts';
import type { DelegationSettings } from '../../resources/delegation-settings/model.ts';

const example = delegationSettings.examples[0] as DelegationSettings;

export default defineControl({
  id: 'organization-policy/no-delegated-agent-access',
  title: 'No agent or partner application acts with a member’s rights',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'high',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Delegated access lets an AI agent (MCP) or a partner application act as the member who approved it. ' +
    'API access lists do not hold for it, so it can come from any address.',
  sources: ['getOrgDelegationSettings', 'https://www.mongodb.com/docs/atlas/configure-api-access/'],
  standards: ['soc2:CC6.1', 'iso27001:A.5.15', 'nist-800-53:AC-17'],
  reads: ['delegation-settings'],
  evaluate({ 'delegation-settings': all }) {
    return failOrPass(
      all.flatMap((settings) => {
        const open = [
          ...(settings.delegatedMcpAccess === 'DISALLOWED' ? [] : [`agents (${settings.delegatedMcpAccess})`]),
          ...(settings.delegatedPartnerAccess === 'DISALLOWED'
            ? []
            : [`partners (${settings.delegatedPartnerAccess})`]),
        ];
        if (open.length === 0) return [];
        return [
          {
            at: delegationSettings.address(settings),
            because: `Members can hand their rights to ${open.join(' and ')}, which API access lists do not stop.`,
          },
        ];
      }),
    );
  },
  remedy({ 'delegation-settings': all }) {
    const used = all.map((settings) => settings.orgId).join(', ');
    return {
      type: 'needs',
      needs: [
        {
          what: `Does anybody use delegated access in organization ${used}? Turning it off ends their sessions.`,
          where: 'outside',
        },
      ],
    };
  },
  examples: {
    pass: [
      {
        resources: {
          'delegation-settings': [
            { ...example, delegatedMcpAccess: 'DISALLOWED', delegatedPartnerAccess: 'DISALLOWED' },
          ],
        },
      },
    ],
    fail: [{ resources: { 'delegation-settings': [{ ...example, delegatedMcpAccess: 'READ_WRITE' }] } }],
  },
});
