import { defineControl, failOrPass } from '../../core/control.ts';
import projectIpAccessList from '../../resources/project-ip-access-list/index.ts';
import type { ProjectIpAccessListEntry } from '../../resources/project-ip-access-list/model.ts';

const entry = projectIpAccessList.examples[0] as ProjectIpAccessListEntry;

export default defineControl({
  id: 'network/ip-access-list-entry-has-comment',
  title: 'Every entry of the IP access list says whose it is',
  layer: 'network',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Nobody dares to remove an address that nobody knows, so the list only grows. The comment is where its owner stands.',
  sources: ['listGroupAccessListEntries'],
  standards: ['soc2:CC6.6', 'iso27001:A.8.20', 'pci-dss:1.2.5', 'nist-800-53:SC-7', 'csa-ccm:IVS-03', 'ism:ISM-1182'],
  reads: ['project-ip-access-list'],
  evaluate({ 'project-ip-access-list': entries }) {
    return failOrPass(
      entries
        .filter(({ comment }) => comment.trim() === '')
        .map((item) => ({
          at: projectIpAccessList.address(item),
          because: `Nobody has said whose address ${item.entry} is.`,
        })),
    );
  },
  remedy({ 'project-ip-access-list': entries }) {
    const nameless = entries.filter(({ comment }) => comment.trim() === '');
    return {
      type: 'needs',
      needs: nameless.map((item) => ({
        what: `Whose address is ${item.entry}? Write it as the entry's comment.`,
        where: 'outside',
      })),
    };
  },
  examples: {
    pass: [{ resources: { 'project-ip-access-list': [{ ...entry, comment: 'Office' }] } }],
    fail: [
      { name: 'no comment', resources: { 'project-ip-access-list': [{ ...entry, comment: '' }] } },
      { name: 'blanks', resources: { 'project-ip-access-list': [{ ...entry, comment: '  ' }] } },
    ],
  },
});
