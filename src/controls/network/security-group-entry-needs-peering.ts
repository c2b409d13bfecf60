import { defineControl, failOrPass } from '../../core/control.ts';
import networkPeering from '../../resources/network-peering/index.ts';
import type { NetworkPeering } from '../../resources/network-peering/model.ts';
import projectIpAccessList from '../../resources/project-ip-access-list/index.ts';
import type { ProjectIpAccessListEntry } from '../../resources/project-ip-access-list/model.ts';

function isSecurityGroup({ type }: ProjectIpAccessListEntry): boolean {
  return type === 'aws-security-group';
}

const office = projectIpAccessList.examples[0] as ProjectIpAccessListEntry;
const group: ProjectIpAccessListEntry = {
  ...office,
  type: 'aws-security-group',
  entry: 'sg-0a1b2c3d4e5f60718',
  comment: 'shop services',
  deleteAfterDate: null,
};
const aws = networkPeering.examples.find(({ provider }) => provider === 'AWS') as NetworkPeering;
const azure = networkPeering.examples.find(({ provider }) => provider === 'AZURE') as NetworkPeering;

export default defineControl({
  id: 'network/security-group-entry-needs-peering',
  title: 'AWS security groups stand in the IP access list only where the project is peered with AWS',
  layer: 'network',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A security group means the machines of a peered VPC that are in it. Without peering with AWS the entry admits nobody today; when another ' +
    'VPC of the account is peered, it comes alive without anybody deciding it, for whoever may put machines into the group.',
  sources: [
    'listGroupAccessListEntries',
    'listGroupPeers',
    'https://www.mongodb.com/docs/atlas/security/ip-access-list/',
  ],
  standards: ['soc2:CC6.6', 'iso27001:A.8.20', 'pci-dss:1.2.7', 'nist-800-53:SC-7', 'csa-ccm:IVS-03', 'ism:ISM-1182'],
  reads: ['project-ip-access-list', 'network-peering'],
  evaluate({ 'project-ip-access-list': entries, 'network-peering': peerings }) {
    const groups = entries.filter(isSecurityGroup);
    if (groups.length === 0)
      return { status: 'not-applicable', because: 'No AWS security group stands in the IP access list.' };
    if (peerings.some(({ provider, state }) => provider === 'AWS' && state !== 'failed' && state !== 'deleting'))
      return { status: 'pass' };
    return failOrPass(
      groups.map((item) => ({
        at: projectIpAccessList.address(item),
        because: `${item.entry} is a security group of AWS, and the project is not peered with a network there.`,
      })),
    );
  },
  remedy({ 'project-ip-access-list': entries }) {
    return {
      type: 'changes',
      changes: entries
        .filter(isSecurityGroup)
        .map((item) => projectIpAccessList.delete(item, `No peering with AWS can make use of ${item.entry}.`)),
    };
  },
  examples: {
    pass: [
      { name: 'with peering', resources: { 'project-ip-access-list': [group], 'network-peering': [aws] } },
      {
        name: 'peering that waits to be accepted',
        resources: { 'project-ip-access-list': [group], 'network-peering': [{ ...aws, state: 'waiting' }] },
      },
    ],
    fail: [
      { name: 'without peering', resources: { 'project-ip-access-list': [group, office] } },
      {
        name: 'peering with Azure alone',
        resources: { 'project-ip-access-list': [group], 'network-peering': [azure] },
      },
      {
        name: 'failed peering',
        resources: { 'project-ip-access-list': [group], 'network-peering': [{ ...aws, state: 'failed' }] },
      },
    ],
    notApplicable: [{ name: 'no security group', resources: { 'project-ip-access-list': [office] } }],
  },
});
