import { defineStep } from '../step.ts';

export default defineStep({
  id: 'network-access',
  number: 1,
  title: 'Network access',
  items: [
    {
      id: 'ip-access-list',
      title: 'IP access list',
      why: 'The list is the first door: an entry of /0 leaves a password as the only thing between the internet and the data.',
      atlas: 'Refuses every connection that no entry admits; a new project’s list is empty.',
      yours: 'Name each client and network, give people temporary entries, and close what is broader than that.',
      home: 'network',
      controls: [
        'network/no-open-ip-access-list',
        'network/no-broad-ip-access-list-entry',
        'network/no-redundant-ip-access-list-entry',
        'network/ip-access-list-entry-has-comment',
        'network/no-forgotten-temporary-entry',
        'network/private-range-needs-peering',
      ],
      kinds: ['project-ip-access-list'],
      byHand: [
        'Not sure who connects? `fivefold evidence collect` finds out, and `fivefold evidence propose` writes the smallest list.',
      ],
      pages: ['security/ip-access-list/'],
    },
    {
      id: 'peering',
      title: 'VPC and VNet peering',
      why: 'A peered network reaches the clusters without crossing the internet.',
      atlas: 'Keeps its side of the connection, and the routes there.',
      yours: 'Accept the connection, and keep routes and security groups on your side.',
      controls: ['network/peering-connection-available'],
      kinds: ['network-container', 'network-peering'],
      notOn: { tiers: ['free', 'flex'], because: 'Free and flex clusters cannot be peered.' },
      byHand: [
        'Accept the peering in your cloud, route the container’s range to it, then add the private range to the IP access list.',
      ],
      notIn: [
        {
          clouds: ['AZURE', 'GCP'],
          because: 'Custom DNS for peered clusters is for AWS alone: use the private connection strings.',
        },
      ],
      pages: ['security-vpc-peering/'],
    },
    {
      id: 'private-endpoints',
      title: 'Private endpoints',
      why: 'A private endpoint lets clients in one way and nobody else: no route leads back.',
      atlas: 'Offers the service behind the endpoint, in each region that is set up.',
      yours:
        'Make the endpoint and its DNS in your cloud, in every region, move the clients to its connection string, and only then close the public path.',
      controls: [
        'network/private-endpoint-available',
        'network/private-endpoint-in-every-region',
        'network/private-path-to-production',
        'network/no-public-path-beside-private-endpoint',
        'network/snapshot-export-over-private-network',
      ],
      kinds: [
        'private-endpoint-service',
        'private-endpoint',
        'private-endpoint-regional-mode',
        'data-federation-endpoint',
      ],
      notOn: { tiers: ['free', 'flex'], because: 'Free and flex clusters have no private endpoints.' },
      byHand: ['Connection strings change with a private endpoint: take those that Atlas shows for it.'],
      notIn: [
        {
          clouds: ['AZURE', 'GCP'],
          because: 'Endpoints of another region connect on AWS alone: make one in the cluster’s region.',
        },
        { clouds: ['GCP'], because: 'Data Federation and Online Archive have no private endpoints.' },
        { clouds: ['AZURE', 'GCP'], because: 'Snapshots are exported over private endpoints on AWS alone.' },
      ],
      pages: ['security-private-endpoint/'],
    },
    {
      id: 'firewall',
      title: 'Firewalls around the clients',
      why: 'What may leave your network decides where stolen data can go.',
      atlas:
        'Answers on ports 27015 to 27017 of the hosts in the connection string, and publishes the addresses of its control plane.',
      yours: 'Let clients out to these hosts and ports alone; let Atlas in to an LDAP server only where one is used.',
      controls: [],
      byHand: [
        'Allow TCP 27015 to 27017 to the hosts of each cluster’s connection string, 27017 being the one that drivers use.',
        'For private endpoints allow the ports that the service names; the range depends on the cloud.',
        'The control plane’s addresses come from listControlPlaneIpAddresses.',
      ],
      pages: ['security/ip-access-list/'],
    },
  ],
});
