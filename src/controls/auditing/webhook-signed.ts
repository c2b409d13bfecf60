import { defineControl, failOrPass, type Remedy } from '../../core/control.ts';
import thirdPartyIntegration from '../../resources/third-party-integration/index.ts';
import type { ThirdPartyIntegration } from '../../resources/third-party-integration/model.ts';

const webhook = thirdPartyIntegration.examples.find(({ type }) => type === 'WEBHOOK') as ThirdPartyIntegration;
const datadog = thirdPartyIntegration.examples[0] as ThirdPartyIntegration;

const BY_HAND: Remedy = {
  type: 'manual',
  steps: [
    'Make a random secret of at least 32 characters and store it where the receiver reads it.',
    'Set it in Atlas under Project Settings, Integrations, Webhook Settings, which leaves the templates as they are.',
    'Let the receiver check the signature that comes with each message, and drop what does not match.',
  ],
  verifiedBy: 'listGroupIntegrations shows a masked secret for the webhook.',
};

export default defineControl({
  id: 'auditing/webhook-signed',
  title: 'Messages of the webhook are signed',
  layer: 'auditing',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'With a secret Atlas signs each message, and the receiver can tell its alerts from those of a stranger, who would otherwise raise false ' +
    'alarms or report that all is well.',
  sources: ['listGroupIntegrations', 'https://www.mongodb.com/docs/atlas/tutorial/third-party-service-integrations/'],
  standards: ['soc2:CC7.2', 'iso27001:A.8.16', 'nist-800-53:AU-10'],
  reads: ['third-party-integration'],
  evaluate({ 'third-party-integration': integrations }) {
    const webhooks = integrations.filter(({ type }) => type === 'WEBHOOK');
    if (webhooks.length === 0) return { status: 'not-applicable', because: 'The project has no webhook.' };
    return failOrPass(
      webhooks
        .filter(({ signed }) => signed === false)
        .map((each) => ({
          at: thirdPartyIntegration.address(each),
          because: `The webhook to ${each.origin ?? 'an address that Atlas masks'} has no secret: its messages are not signed.`,
        })),
    );
  },
  remedy({ 'third-party-integration': integrations }) {
    const unsigned = integrations.filter(({ type, signed }) => type === 'WEBHOOK' && signed === false);
    // A write would lose templates that are not read.
    if (unsigned.some(({ templated }) => templated)) return BY_HAND;
    const because =
      'Make a random secret of 32 characters at least, store it where the receiver reads it, and let it drop what does not match.';
    return {
      type: 'changes',
      changes: unsigned.map((each) => thirdPartyIntegration.update(each, { signed: true }, because)),
    };
  },
  examples: {
    pass: [
      { name: 'signed', resources: { 'third-party-integration': [{ ...webhook, signed: true }] } },
      {
        name: 'signed, beside others',
        resources: { 'third-party-integration': [datadog, { ...webhook, signed: true }] },
      },
    ],
    fail: [
      { name: 'unsigned', resources: { 'third-party-integration': [{ ...webhook, signed: false }] } },
      {
        name: 'unsigned, with a masked address',
        resources: { 'third-party-integration': [datadog, { ...webhook, signed: false, origin: null }] },
      },
      {
        name: 'unsigned, with templates of its own',
        resources: { 'third-party-integration': [{ ...webhook, signed: false, templated: true }] },
      },
    ],
    notApplicable: [{ name: 'no webhook', resources: { 'third-party-integration': [datadog] } }],
  },
});
