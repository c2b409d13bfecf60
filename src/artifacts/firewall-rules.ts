import { addressSetOf, blocksOfSet, parseCidr } from '../core/cidr.ts';
import type { Problem } from '../core/failure.ts';
import { type HclBlock, type HclNestedBlock, printHcl } from '../core/hcl.ts';
import type { ModelOf } from '../core/resource.ts';
import type { SnapshotIndex } from '../core/snapshot.ts';
import cluster from '../resources/cluster/index.ts';
import type { Cluster } from '../resources/cluster/model.ts';
import clusterAddresses from '../resources/cluster-addresses/index.ts';
import type { ClusterAddresses } from '../resources/cluster-addresses/model.ts';
import privateEndpoint from '../resources/private-endpoint/index.ts';
import type { PrivateEndpoint } from '../resources/private-endpoint/model.ts';
import { type ArtifactFile, defineArtifact, type Made } from './artifact.ts';
import { chooseCluster, optionProblem, refuse } from './choose.ts';

const FIREWALLS = ['aws', 'azure', 'gcp', 'nftables'] as const;
type Firewall = (typeof FIREWALLS)[number];

/** TCP from and to, both ends included. */
interface Ports {
  readonly first: number;
  readonly last: number;
}

/** One thing that is let through, and nothing else is. */
interface Rule {
  readonly name: string;
  readonly direction: 'egress' | 'ingress';
  /** CIDR blocks: where to for egress, where from for ingress. */
  readonly blocks: readonly string[];
  readonly ports: Ports;
}

/** 27017 is mongod, 27016 mongos, 27015 the BI connector (Atlas, "Connection limits and ports"; the same over peering and for Google Cloud endpoints). */
const CLUSTER_PORTS: Ports = { first: 27_015, last: 27_017 };
/** Each node has a port of its own behind one endpoint of AWS PrivateLink or Azure Private Link. */
const ENDPOINT_PORTS: Ports = { first: 1024, last: 65_535 };
/** LDAP over TLS. */
const LDAP_PORT = 636;

const [payments] = cluster.examples as readonly Cluster[];
const [addresses] = clusterAddresses.examples as readonly ClusterAddresses[];
const googleEndpoint = (privateEndpoint.examples as readonly PrivateEndpoint[]).find(
  ({ provider }) => provider === 'GCP',
);

export default defineArtifact({
  id: 'firewall-rules',
  title: 'Firewall rules around your clients',
  summary:
    'what may leave for a cluster, and what Atlas needs to reach in your network, for AWS, Azure, GCP and nftables',
  about:
    'Lets programs out to the nodes of one cluster and to nothing else of Atlas; with --ldap, lets the nodes in to your LDAP server. ' +
    'Addresses are those that Atlas publishes for the cluster, the coming ones included.',
  serves: ['network-access/firewall', 'authentication-and-authorization/ldap'],
  options: {
    cluster: { type: 'string', value: 'NAME', text: 'the cluster; default the only one that is read' },
    via: {
      type: 'string',
      choices: ['public', 'peering', 'private-endpoint'],
      text: 'the way that the programs take; default public',
    },
    to: {
      type: 'string',
      multiple: true,
      value: 'CIDR',
      text: 'peering, private-endpoint: the range of the Atlas container, or of your endpoints',
    },
    firewall: { type: 'string', multiple: true, choices: FIREWALLS, text: 'only for this firewall' },
    ldap: { type: 'boolean', text: 'also let the cluster’s nodes in to an LDAP server (port 636)' },
  },
  reads: () => ['organization', 'project', 'cluster', 'cluster-addresses', 'network-container', 'private-endpoint'],
  usage: [
    'firewall-rules --project shop --cluster prod --firewall aws',
    'firewall-rules --cluster prod --via private-endpoint --to 10.4.8.0/28 --out firewall/',
    'firewall-rules --cluster prod --ldap --only rules.nft',
  ],
  sources: [
    'getGroupIpAddresses',
    'https://www.mongodb.com/docs/atlas/setup-cluster-security/',
    'https://www.mongodb.com/docs/atlas/security-private-endpoint/',
  ],
  make({ values, index }): Made {
    const { via = 'public', to = [], ldap = false, firewall = FIREWALLS } = values;
    const found = chooseCluster(index, values.cluster);
    const problems: Problem[] = [];
    for (const text of to)
      if (parseCidr(text) === undefined)
        problems.push(
          optionProblem(
            `"${text}" is no range of addresses.`,
            'It is neither a CIDR block nor an address.',
            'Write for example --to 10.4.8.0/28.',
          ),
        );
    const own = index
      .ofKind('cluster-addresses')
      .map(({ model }) => model as ModelOf<'cluster-addresses'>)
      .find(({ projectId, clusterName }) => projectId === found.projectId && clusterName === found.name);
    const target = problems.length > 0 ? undefined : targetOf(via, to, found, own, index, problems);
    const nodes = ldap ? blocks([...(own?.outbound ?? []), ...(own?.futureOutbound ?? [])]) : [];
    if (ldap && nodes.length === 0)
      problems.push(noAddresses(found.name, 'Where its nodes connect from is not known.'));
    if (target === undefined || problems.length > 0) throw refuse(problems);
    const rules: readonly Rule[] = [
      { name: 'to-atlas', direction: 'egress', ...target },
      ...(ldap
        ? [
            {
              name: 'ldap-from-atlas',
              direction: 'ingress',
              blocks: nodes,
              ports: { first: LDAP_PORT, last: LDAP_PORT },
            } as const,
          ]
        : []),
    ];
    return {
      files: firewall.map((one) => fileOf(one, found.name, rules)),
      next: [
        'Put the rules where the programs run, and see them connect, before you take a broader rule away.',
        'Programs also need DNS for the names in the connection string; mongodb+srv needs SRV and TXT answers.',
        via === 'public'
          ? 'Write them again when the cluster is scaled or moved: its addresses change then. `--only` fits into a pipeline.'
          : 'A private path needs no public address of Atlas: remove the public rules once every program uses it.',
      ],
      remarks: [
        ...(own !== undefined && own.futureInbound.length > 0 && via === 'public'
          ? ['Atlas has announced other addresses for this cluster: they are let through already.']
          : []),
        ...(ldap
          ? [
              'Atlas verifies an LDAP server from its control plane too: its addresses stand in https://cloud.mongodb.com/api/atlas/v2/unauth/controlPlaneIPAddresses (outbound).',
            ]
          : []),
      ],
    };
  },
  examples: [
    {
      name: 'public, with LDAP',
      values: { ldap: true },
      resources: { cluster: [payments as Cluster], 'cluster-addresses': [addresses as ClusterAddresses] },
    },
    {
      name: 'peering',
      values: { via: 'peering', to: ['192.168.248.0/21'] },
      resources: { cluster: [payments as Cluster] },
    },
    {
      name: 'private endpoints, their subnet',
      values: { via: 'private-endpoint', to: ['10.4.8.0/28', '10.4.9.0/28'] },
      resources: { cluster: [payments as Cluster] },
    },
    {
      name: 'private endpoints of Google Cloud',
      values: { via: 'private-endpoint', firewall: ['gcp'] },
      resources: { cluster: [payments as Cluster], 'private-endpoint': [googleEndpoint as PrivateEndpoint] },
    },
  ],
});

function blocks(texts: readonly string[]): readonly string[] {
  return blocksOfSet(addressSetOf(texts));
}

function noAddresses(name: string, why: string): Problem {
  return optionProblem(
    `Atlas names no addresses for cluster ${name}.`,
    why,
    'Read it again when the cluster is ready and not paused, or name the range with --to and --via.',
  );
}

/** Where the programs connect to for this way, and on which ports. */
function targetOf(
  via: 'public' | 'peering' | 'private-endpoint',
  to: readonly string[],
  { name, projectId }: ModelOf<'cluster'>,
  own: ModelOf<'cluster-addresses'> | undefined,
  index: SnapshotIndex,
  problems: Problem[],
): { readonly blocks: readonly string[]; readonly ports: Ports } | undefined {
  switch (via) {
    case 'public': {
      if (to.length > 0) {
        problems.push(
          optionProblem(
            '--to has no effect here.',
            'The public addresses are known from Atlas.',
            'Leave it out, or add --via peering or --via private-endpoint.',
          ),
        );
        return undefined;
      }
      const found = blocks([...(own?.inbound ?? []), ...(own?.futureInbound ?? [])]);
      if (found.length > 0) return { blocks: found, ports: CLUSTER_PORTS };
      problems.push(noAddresses(name, 'getGroupIpAddresses lists none.'));
      return undefined;
    }
    case 'peering': {
      const containers = index
        .ofKind('network-container')
        .map(({ model }) => model as ModelOf<'network-container'>)
        .filter((container) => container.projectId === projectId)
        .map(({ cidrBlock }) => cidrBlock);
      const found = blocks(to.length > 0 ? to : containers);
      if (found.length > 0) return { blocks: found, ports: CLUSTER_PORTS };
      problems.push(
        optionProblem(
          'Could not tell which range is peered.',
          'The project has no network container.',
          'Name the range of the Atlas side with --to CIDR.',
        ),
      );
      return undefined;
    }
    case 'private-endpoint': {
      if (to.length > 0) return { blocks: blocks(to), ports: ENDPOINT_PORTS };
      const endpoints = index
        .ofKind('private-endpoint')
        .map(({ model }) => model as ModelOf<'private-endpoint'>)
        .filter((endpoint) => endpoint.projectId === projectId);
      const known = endpoints.flatMap(({ ipAddress, gcpEndpoints }) => [
        ...(ipAddress === null ? [] : [ipAddress]),
        ...gcpEndpoints.map((one) => one.ipAddress),
      ]);
      // One forwarding rule for all nodes gives each a port of its own, as on AWS and Azure.
      const isByNode = endpoints.every(({ provider, portMapping }) => provider === 'GCP' && !portMapping);
      if (known.length > 0) return { blocks: blocks(known), ports: isByNode ? CLUSTER_PORTS : ENDPOINT_PORTS };
      problems.push(
        optionProblem(
          'Could not tell where your private endpoints are.',
          'Atlas knows the private addresses of Azure and Google Cloud endpoints only.',
          'Name the subnets of the endpoints with --to CIDR.',
        ),
      );
      return undefined;
    }
    default:
      return via satisfies never;
  }
}

function fileOf(firewall: Firewall, name: string, rules: readonly Rule[]): ArtifactFile {
  const terraform = (file: string, of: string, blocksOf: readonly HclBlock[]): ArtifactFile => ({
    name: file,
    format: 'hcl',
    text: printHcl(blocksOf),
    about: `${of}, for Terraform.`,
  });
  switch (firewall) {
    case 'aws':
      return terraform('aws-security-group.tf', 'A security group without any other way out', awsBlocks(name, rules));
    case 'azure':
      return terraform(
        'azure-network-security-group.tf',
        'Rules of a network security group, with a refusal of the rest',
        azureBlocks(name, rules),
      );
    case 'gcp':
      return terraform(
        'gcp-firewall.tf',
        'Firewall rules of a VPC network, with a refusal of the rest',
        gcpBlocks(name, rules),
      );
    case 'nftables':
      return {
        name: 'rules.nft',
        format: 'nftables',
        text: nftables(rules),
        about:
          'A table for nft -f: lets out to the cluster, refuses these ports to everywhere else, and leaves other tables as they are.',
      };
    default:
      return firewall satisfies never;
  }
}

const variable = (name: string, description: string): HclBlock => ({
  type: 'variable',
  labels: [name],
  body: { attributes: { type: { ref: 'string' }, description } },
});

const portsText = ({ first, last }: Ports) => (first === last ? String(first) : `${first}-${last}`);

function awsBlocks(name: string, rules: readonly Rule[]): readonly HclBlock[] {
  return [
    variable('vpc_id', 'The VPC of the programs'),
    {
      type: 'resource',
      labels: ['aws_security_group', 'atlas'],
      body: {
        attributes: {
          name: `atlas-${name}`,
          description: `Programs that use the cluster ${name}`,
          vpc_id: { ref: 'var.vpc_id' },
        },
      },
    },
    ...rules.flatMap(({ name: rule, direction, blocks: list, ports }) =>
      list.map(
        (block, position): HclBlock => ({
          type: 'resource',
          labels: [`aws_vpc_security_group_${direction}_rule`, `${rule.replaceAll('-', '_')}_${position + 1}`],
          body: {
            attributes: {
              security_group_id: { ref: 'aws_security_group.atlas.id' },
              description: `${rule}, cluster ${name}`,
              [block.includes(':') ? 'cidr_ipv6' : 'cidr_ipv4']: block,
              ip_protocol: 'tcp',
              from_port: ports.first,
              to_port: ports.last,
            },
          },
        }),
      ),
    ),
  ];
}

const FIRST_PRIORITY = 200;
/** The lowest priority that a rule of Azure's may have; its own defaults come after it. */
const LAST_PRIORITY = 4096;

function azureBlocks(name: string, rules: readonly Rule[]): readonly HclBlock[] {
  const nested = (rule: Readonly<Record<string, string | number | readonly string[]>>): HclNestedBlock => ({
    type: 'security_rule',
    body: { attributes: rule },
  });
  return [
    variable('location', 'The region of the network security group'),
    variable('resource_group_name', 'Its resource group'),
    {
      type: 'resource',
      labels: ['azurerm_network_security_group', 'atlas'],
      body: {
        attributes: {
          name: `atlas-${name}`,
          location: { ref: 'var.location' },
          resource_group_name: { ref: 'var.resource_group_name' },
        },
        blocks: [
          ...rules.map(({ name: rule, direction, blocks: list, ports }, position) =>
            nested({
              name: rule,
              priority: FIRST_PRIORITY + position,
              direction: direction === 'egress' ? 'Outbound' : 'Inbound',
              access: 'Allow',
              protocol: 'Tcp',
              source_port_range: '*',
              destination_port_range: portsText(ports),
              ...(direction === 'egress'
                ? { source_address_prefix: '*', destination_address_prefixes: list }
                : { source_address_prefixes: list, destination_address_prefix: '*' }),
            }),
          ),
          // Azure lets everything out to the internet unless a rule refuses it.
          nested({
            name: 'no-other-mongodb',
            priority: LAST_PRIORITY,
            direction: 'Outbound',
            access: 'Deny',
            protocol: 'Tcp',
            source_port_range: '*',
            destination_port_range: portsText(CLUSTER_PORTS),
            source_address_prefix: '*',
            destination_address_prefix: 'Internet',
          }),
        ],
      },
    },
  ];
}

const TAG = 'atlas-client';
const ALLOW_PRIORITY = 900;
const DENY_PRIORITY = 1000;

function gcpBlocks(name: string, rules: readonly Rule[]): readonly HclBlock[] {
  const rule = (
    label: string,
    attributes: Readonly<Record<string, string | number | readonly string[]>>,
    verdict: 'allow' | 'deny',
    ports: Ports,
  ): HclBlock => ({
    type: 'resource',
    labels: ['google_compute_firewall', label.replaceAll('-', '_')],
    body: {
      attributes: { name: `${label}-${name}`.toLowerCase(), network: { ref: 'var.network' }, ...attributes },
      blocks: [{ type: verdict, body: { attributes: { protocol: 'tcp', ports: [portsText(ports)] } } }],
    },
  });
  return [
    variable('network', 'The VPC network of the programs'),
    ...rules.map(({ name: label, direction, blocks: list, ports }) =>
      rule(
        label,
        {
          direction: direction.toUpperCase(),
          priority: ALLOW_PRIORITY,
          ...(direction === 'egress' ? { destination_ranges: list } : { source_ranges: list }),
          target_tags: [direction === 'egress' ? TAG : 'ldap-server'],
        },
        'allow',
        ports,
      ),
    ),
    // Google Cloud lets everything out unless a rule refuses it.
    rule(
      'no-other-mongodb',
      { direction: 'EGRESS', priority: DENY_PRIORITY, destination_ranges: ['0.0.0.0/0'], target_tags: [TAG] },
      'deny',
      CLUSTER_PORTS,
    ),
  ];
}

function nftables(rules: readonly Rule[]): string {
  const chain = (name: string, hook: string, own: readonly string[]) => [
    `  chain ${name} {`,
    `    type filter hook ${hook} priority 0; policy accept;`,
    ...own.map((line) => `    ${line}`),
    '  }',
  ];
  const match = ({ direction, blocks: list, ports }: Rule, family: 'ip' | 'ip6') => {
    const own = list.filter((block) => block.includes(':') === (family === 'ip6'));
    const side = direction === 'egress' ? 'daddr' : 'saddr';
    return own.length === 0
      ? []
      : [`${family} ${side} { ${own.join(', ')} } tcp dport ${portsText(ports)} counter accept`];
  };
  const of = (direction: Rule['direction']) =>
    rules
      .filter((rule) => rule.direction === direction)
      .flatMap((rule) => [...match(rule, 'ip'), ...match(rule, 'ip6')]);
  const ingress = of('ingress');
  return `${[
    'table inet atlas {',
    ...chain('to_atlas', 'output', [...of('egress'), `tcp dport ${portsText(CLUSTER_PORTS)} counter reject`]),
    ...(ingress.length === 0 ? [] : chain('ldap_from_atlas', 'input', ingress)),
    '}',
  ].join('\n')}\n`;
}
