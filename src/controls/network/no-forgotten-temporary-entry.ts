import { defineControl, failOrPass } from '../../core/control.ts';
import projectIpAccessList from '../../resources/project-ip-access-list/index.ts';
import type { ProjectIpAccessListEntry } from '../../resources/project-ip-access-list/model.ts';

/** Words with which people mark what they mean to remove. */
const MEANT_TO_GO =
  /\b(temp(orary|orarily)?|tmp|test(ing)?|debug(ging)?|remove|delete|until|for now|quick ?fix|workaround|poc)\b/i;

const entry: ProjectIpAccessListEntry = {
  ...(projectIpAccessList.examples[0] as ProjectIpAccessListEntry),
  deleteAfterDate: null,
};
const commented = (comment: string) => ({ 'project-ip-access-list': [{ ...entry, comment }] });

export default defineControl({
  id: 'network/no-forgotten-temporary-entry',
  title: 'What was meant to be temporary in the IP access list expires by itself',
  layer: 'network',
  scope: 'project',
  severity: 'low',
  confidence: 'low',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Atlas can remove an entry by itself after at most 7 days. An entry whose comment says "temporary" but that has no end was forgotten; ' +
    'the comment is all that is known of the intent, hence the low confidence.',
  sources: ['listGroupAccessListEntries', 'https://www.mongodb.com/docs/atlas/security/ip-access-list/'],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.5.18',
    'hipaa:164.308(a)(4)(ii)(C)',
    'nist-800-53:AC-2',
    'csa-ccm:IAM-07',
    'ism:ISM-1182',
  ],
  reads: ['project-ip-access-list'],
  evaluate({ 'project-ip-access-list': entries }) {
    return failOrPass(
      entries
        .filter((item) => item.deleteAfterDate === null && MEANT_TO_GO.test(item.comment))
        .map((item) => ({
          at: projectIpAccessList.address(item),
          because: `${item.entry} has no end, although its comment says "${item.comment}".`,
        })),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Ask who added the entry whether it is still needed (the project’s activity feed names them).',
      'Remove it, or write down what it is for.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'an office', resources: commented('Office') },
      { name: 'a word that only looks like it', resources: commented('Contest platform, Temple Street') },
      {
        name: 'a temporary entry that ends',
        resources: {
          'project-ip-access-list': [
            {
              ...entry,
              comment: 'temporary',
              deleteAfterDate: '2026-11-25T12:00:00Z' as NonNullable<typeof entry.deleteAfterDate>,
            },
          ],
        },
      },
    ],
    fail: [
      { name: 'temporary', resources: commented('temporary!! for Kim') },
      { name: 'test', resources: commented('test from home') },
    ],
  },
});
