import { defineControl, failOrPass } from '../../core/control.ts';
import projectIpAccessList from '../../resources/project-ip-access-list/index.ts';
import type { ProjectIpAccessListEntry } from '../../resources/project-ip-access-list/model.ts';
import { nobodysAddresses } from '../nobodys-addresses.ts';

const entry = projectIpAccessList.examples[0] as ProjectIpAccessListEntry;
const listed = (block: string) => ({ 'project-ip-access-list': [{ ...entry, entry: block }] });

export default defineControl({
  id: 'network/ip-access-list-entry-can-be-a-client',
  title: 'Every entry of the IP access list is an address that a client can have',
  layer: 'network',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'An entry for a loopback or reserved address is a mistake: it admits nobody, so whoever added it came in by another entry, often a wider ' +
    'one that was added when this did not work. It also hides in a list that people read.',
  sources: ['listGroupAccessListEntries', 'https://www.mongodb.com/docs/atlas/security/ip-access-list/'],
  standards: ['soc2:CC6.6', 'iso27001:A.8.20', 'pci-dss:1.2.7', 'nist-800-53:CM-6', 'csa-ccm:IVS-03'],
  reads: ['project-ip-access-list'],
  evaluate({ 'project-ip-access-list': entries }) {
    return failOrPass(
      entries.flatMap((item) => {
        const what = nobodysAddresses(item);
        if (what === undefined) return [];
        return [
          {
            at: projectIpAccessList.address(item),
            because: `${item.entry} is ${what}: no client can connect from there.`,
          },
        ];
      }),
    );
  },
  // Nobody is cut off: whoever added it comes in by another entry.
  remedy: ({ 'project-ip-access-list': entries }) => ({
    type: 'changes',
    changes: entries.flatMap((item) => {
      const what = nobodysAddresses(item);
      return what === undefined ? [] : [projectIpAccessList.delete(item, `It is ${what}, which no client can have.`)];
    }),
  }),
  examples: {
    pass: [
      { name: 'an office', resources: listed('198.51.100.0/24') },
      { name: 'a private range', resources: listed('10.0.0.0/16') },
      { name: 'carrier-grade NAT, which networks in AWS use too', resources: listed('100.64.0.0/16') },
      { name: 'everybody, which another control judges', resources: listed('0.0.0.0/0') },
      { name: 'IPv6', resources: listed('2001:db8::/48') },
    ],
    fail: [
      { name: 'loopback', resources: listed('127.0.0.1/32') },
      { name: 'zero', resources: listed('0.0.0.0/32') },
      { name: 'a netmask', resources: listed('255.255.255.0/32') },
      { name: 'link-local IPv6', resources: listed('fe80::1/128') },
    ],
  },
});
