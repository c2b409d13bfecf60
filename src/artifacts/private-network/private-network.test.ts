import { parse as parseHcl } from '@cdktn/hcl2json';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTerraform } from '../../../test/laws/terraform-blocks.ts';
import { runScript, type ToolAnswer } from '../../../test/run-script.ts';
import { moduleProblems } from '../../../test/terraform-module.ts';
import { EXAMPLE_INSTANT, exampleSnapshot } from '../../../tools/example-snapshot.ts';
import { type Failure, isFailure } from '../../core/failure.ts';
import { ASSUMED_PROFILE } from '../../core/profile.ts';
import type { Kind, ModelOf, TerraformDialect } from '../../core/resource.ts';
import { indexSnapshot } from '../../core/snapshot.ts';
import cluster from '../../resources/cluster/index.ts';
import type { Cluster } from '../../resources/cluster/model.ts';
import type { NetworkPeering } from '../../resources/network-peering/model.ts';
import { operations as endpointOperations } from '../../resources/private-endpoint/api.ts';
import privateEndpoint from '../../resources/private-endpoint/index.ts';
import type { PrivateEndpoint } from '../../resources/private-endpoint/model.ts';
import type { PrivateEndpointService } from '../../resources/private-endpoint-service/model.ts';
import projectIpAccessList from '../../resources/project-ip-access-list/index.ts';
import type { ArtifactInput, Made } from '../artifact.ts';
import type { OPTIONS, Values } from './answers.ts';
import { examplePeering, examplePlainService, exampleService } from './examples.ts';
import privateNetwork from './index.ts';

type Models = { readonly [K in Kind]?: readonly ModelOf<K>[] };

function make(values: Values, resources: Models): Made {
  const index = indexSnapshot(exampleSnapshot({ resources }, 'project'));
  const input = { values, profile: ASSUMED_PROFILE, index, now: EXAMPLE_INSTANT } as ArtifactInput<typeof OPTIONS>;
  return privateNetwork.make(input) as Made;
}

function refusalOf(values: Values, resources: Models): Failure {
  try {
    make(values, resources);
  } catch (error) {
    if (isFailure(error)) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

const whats = (failure: Failure) => failure.problems.map(({ what }) => what);
const textOf = (made: Made, name: string) => {
  const file = made.files.find((one) => one.name === name);
  if (file === undefined) throw new Error(`There is no ${name}, only ${made.files.map((one) => one.name).join(', ')}.`);
  return file.text;
};
const blocksOf = async (made: Made, name: string) => readTerraform(await parseHcl(name, textOf(made, name)));
const services = (...list: readonly PrivateEndpointService[]): Models => ({ 'private-endpoint-service': list });
const aws = exampleService('AWS');
const [payments] = cluster.examples as readonly Cluster[];

describe('endpoints', () => {
  const cases: readonly (readonly [string, PrivateEndpointService, Values, readonly ToolAnswer[], unknown])[] = [
    [
      'aws-endpoint-eu-west-1.sh',
      aws,
      { vpc: 'vpc-0a1b2c3d', subnet: ['subnet-0a1b2c3d', 'subnet-1a2b3c4d'], from: ['10.20.0.0/16'] },
      [
        { when: 'create-security-group', output: 'sg-1' },
        { when: 'create-vpc-endpoint', output: 'vpce-0123456789abcdef0' },
        { when: 'describe-vpc-endpoints', output: 'pendingAcceptance' },
      ],
      { id: 'vpce-0123456789abcdef0' },
    ],
    [
      'azure-endpoint-northeurope.sh',
      exampleService('AZURE'),
      {},
      [
        { when: 'private-endpoint create', output: '/subscriptions/s/resourceGroups/g/providers/p/privateEndpoints/e' },
        { when: 'private-endpoint show', output: '/nic' },
        { when: 'nic show --ids /nic', output: '10.4.0.9' },
      ],
      { id: '/subscriptions/s/resourceGroups/g/providers/p/privateEndpoints/e', privateEndpointIPAddress: '10.4.0.9' },
    ],
    [
      'gcp-endpoint-europe-west1-port-mapped.sh',
      exampleService('GCP'),
      { account: 'shop-prod-1', vpc: 'shop', subnet: ['programs'] },
      [{ when: 'addresses describe', output: '10.132.0.7' }],
      {
        endpointGroupName: 'atlas-europe-west1-port-mapped',
        gcpProjectId: 'shop-prod-1',
        endpoints: [{ endpointName: 'atlas-europe-west1-port-mapped', ipAddress: '10.132.0.7' }],
      },
    ],
    [
      'gcp-endpoint-europe-west1.sh',
      examplePlainService(3),
      {},
      [0, 1, 2].map((at) => ({ when: `addresses describe atlas-europe-west1-${at} `, output: `10.0.0.${at}` })),
      {
        endpointGroupName: 'atlas-europe-west1',
        gcpProjectId: 'from-environment',
        endpoints: [0, 1, 2].map((at) => ({ endpointName: `atlas-europe-west1-${at}`, ipAddress: `10.0.0.${at}` })),
      },
    ],
  ];
  const environment = {
    RESOURCE_GROUP: 'shop',
    SUBNET_ID: '/subnet',
    GCP_PROJECT: 'from-environment',
    NETWORK: 'shop',
    SUBNETWORK: 'programs',
  };

  test.each(cases)('%s tells Atlas of the endpoint that it has made', (name, service, values, answers, body) => {
    const script = textOf(make(values, services(service)), name);
    const { status, errors, calls } = runScript(script, ['aws', 'az', 'gcloud', 'atlas'], answers, environment);
    expect(errors).toBe('');
    expect(status).toBe(0);
    const told = calls.filter(({ tool }) => tool === 'atlas');
    expect(told).toHaveLength(1);
    const sent = JSON.parse(told[0]?.input ?? '');
    expect(sent).toEqual(body);
    expect(endpointOperations.create.request.parse(sent)).toEqual(body);
    expect(told[0]?.words.slice(0, 9)).toEqual([
      ...['api', 'privateEndpointServices', 'createPrivateEndpoint'],
      ...['--groupId', service.projectId, '--cloudProvider', service.provider, '--endpointServiceId', service.id],
    ]);
  });

  test('the AWS script lets in what was named, on the ports that Atlas asks for, and nothing out', () => {
    const values = {
      vpc: 'vpc-0a1b2c3d',
      subnet: ['subnet-0a1b2c3d', 'subnet-1a2b3c4d'],
      from: ['10.20.0.0/16', '10.1.2.3'],
    };
    const { calls } = runScript(textOf(make(values, services(aws)), 'aws-endpoint-eu-west-1.sh'), ['aws', 'atlas'], []);
    const words = calls.map((call) => call.words.join(' '));
    expect(
      words.filter((line) => line.includes('ingress')).map((line) => /--port (\S+) --cidr (\S+)/.exec(line)?.slice(1)),
    ).toEqual([
      ['1024-65535', '10.1.2.3/32'],
      ['1024-65535', '10.20.0.0/16'],
    ]);
    expect(words.filter((line) => line.includes('revoke-security-group-egress'))).toHaveLength(1);
    expect(words.find((line) => line.includes('create-vpc-endpoint'))).toContain(
      `--service-name ${aws.serviceName} --vpc-id vpc-0a1b2c3d --subnet-ids subnet-0a1b2c3d subnet-1a2b3c4d`,
    );
  });

  test('a script whose gaps are not filled says which, and calls nothing', () => {
    const { status, errors, calls } = runScript(
      textOf(make({}, services(aws)), 'aws-endpoint-eu-west-1.sh'),
      ['aws', 'atlas'],
      [],
    );
    expect(status).not.toBe(0);
    expect(errors).toContain('VPC_ID');
    expect(calls).toEqual([]);
  });

  test('a script stops where the cloud refuses, before Atlas is told', () => {
    const { status, calls } = runScript(
      textOf(make({}, services(exampleService('AZURE'))), 'azure-endpoint-northeurope.sh'),
      ['az', 'atlas'],
      [{ when: 'private-endpoint create', output: '', status: 1 }],
      environment,
    );
    expect(status).not.toBe(0);
    expect(calls.map(({ tool }) => tool)).toEqual(['az']);
  });

  test('Terraform registers with the service that the snapshot names, as the kind itself says', async () => {
    const made = make({}, services(aws, exampleService('AZURE'), exampleService('GCP')));
    const dialect = privateEndpoint.terraform as TerraformDialect<PrivateEndpoint>;
    for (const [file, service] of [
      ['aws-endpoints.tf', aws],
      ['azure-endpoints.tf', exampleService('AZURE')],
      ['gcp-endpoints.tf', exampleService('GCP')],
    ] as const) {
      const registered = (await blocksOf(made, file)).filter(({ type }) => type === dialect.type);
      expect(registered).toHaveLength(1);
      const read = dialect.fromHcl(registered[0] as never);
      expect([read.projectId, read.provider, read.serviceId]).toEqual([
        service.projectId,
        service.provider,
        service.id,
      ]);
    }
    const endpoint = (await blocksOf(made, 'aws-endpoints.tf')).find(({ type }) => type === 'aws_vpc_endpoint');
    expect(endpoint?.attributes).toMatchObject({
      region: 'eu-west-1',
      service_name: aws.serviceName,
      vpc_endpoint_type: 'Interface',
    });
    const azure = (await blocksOf(made, 'azure-endpoints.tf')).find(({ type }) => type === 'azurerm_private_endpoint');
    expect(azure?.attributes.location).toBe('northeurope');
    expect(azure?.blocks.private_service_connection?.[0]?.attributes).toMatchObject({
      private_connection_resource_id: exampleService('AZURE').serviceResourceId,
      is_manual_connection: true,
    });
  });

  test('with port mapping there is one address and no group; without, one for each attachment', async () => {
    const registeredIn = async (made: Made) =>
      (await blocksOf(made, 'gcp-endpoints.tf')).find(
        ({ type }) => type === 'mongodbatlas_privatelink_endpoint_service',
      );
    const mapped = await registeredIn(make({}, services(exampleService('GCP'))));
    expect(mapped?.attributes).toHaveProperty('private_endpoint_ip_address');
    expect(mapped?.blocks.endpoints).toBeUndefined();
    const made = make({}, services(examplePlainService(4)));
    const plain = await registeredIn(made);
    expect(plain?.attributes).not.toHaveProperty('private_endpoint_ip_address');
    expect(plain?.blocks.endpoints).toHaveLength(4);
    expect(made.remarks?.join(' ')).toContain('30 April 2027');
  });

  test('of two services in one region of Google Cloud the one with port mapping is used', () => {
    const made = make(
      {},
      services(exampleService('GCP'), { ...examplePlainService(2), id: '66e0000000000000000000b3' }),
    );
    expect(made.files.map(({ name }) => name)).toContain('gcp-endpoint-europe-west1-port-mapped.sh');
    expect(made.files.map(({ name }) => name)).not.toContain('gcp-endpoint-europe-west1.sh');
    expect(made.remarks?.join(' ')).toContain('without port mapping is left out');
  });

  test.each([
    ['INITIATING', 'is still being made'],
    ['FAILED', 'has failed (no capacity)'],
    ['DELETING', 'is being removed'],
  ] as const)('nothing is written for a service that is %s', (status, because) => {
    const made = make({}, services({ ...aws, status, error: status === 'FAILED' ? 'no capacity' : null }));
    expect(made.files.map(({ name }) => name)).toEqual(['private-paths.md']);
    expect(made.remarks?.[0]).toContain(because);
  });

  test('nothing is written for a service that has told no name yet', () => {
    for (const service of [
      { ...aws, serviceName: null },
      { ...exampleService('AZURE'), serviceResourceId: null },
      { ...exampleService('GCP'), serviceAttachments: [] },
    ])
      expect(make({}, services(service)).files).toHaveLength(1);
  });

  test('a service with an endpoint is complete, unless one more is wanted or the endpoint is dead', () => {
    const endpoint = privateEndpoint.examples[0] as PrivateEndpoint;
    const withEndpoint = {
      ...services({ ...aws, endpointIds: [endpoint.endpointId] }),
      'private-endpoint': [endpoint],
    };
    expect(make({}, withEndpoint).files).toHaveLength(1);
    expect(make({ another: true }, withEndpoint).files.length).toBeGreaterThan(1);
    const dead = make({}, { ...withEndpoint, 'private-endpoint': [{ ...endpoint, state: 'rejected' }] });
    expect(dead.files.length).toBeGreaterThan(1);
    expect(dead.remarks?.[0]).toContain('vpce-0a1b2c3d4e5f60718 of AWS EU_WEST_1 is rejected');
    // It could not be read by itself, but the service names it.
    expect(make({}, services({ ...aws, endpointIds: ['vpce-1'] })).files).toHaveLength(1);
  });

  test('what Atlas would refuse is refused here: two endpoints in a region, and another region', () => {
    const other = { ...aws, region: 'US_EAST_1', id: '66e0000000000000000000b4', endpointIds: ['vpce-2'] };
    const resources = services({ ...aws, endpointIds: ['vpce-1'] }, other);
    expect(whats(refusalOf({ another: true, region: 'EU_WEST_1' }, resources))).toEqual([
      'Atlas would refuse these endpoints (MULTIPLE_PRIVATE_ENDPOINTS_RESTRICTED_TO_SINGLE_REGION).',
    ]);
    const regional = { 'private-endpoint-regional-mode': [{ projectId: aws.projectId, enabled: true }] };
    expect(make({ another: true, region: 'EU_WEST_1' }, { ...resources, ...regional }).files.length).toBeGreaterThan(1);
    expect(make({}, services(aws, { ...other, endpointIds: [] })).files.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['aws-endpoint-eu-west-1.sh', 'aws-endpoint-us-east-1.sh']),
    );
  });

  test('an endpoint in a remote region names the region of the service', async () => {
    const made = make({ region: 'US_EAST_2' }, services({ ...aws, region: 'US_EAST_1', remoteRegions: ['US_EAST_2'] }));
    const endpoint = (await blocksOf(made, 'aws-endpoints.tf')).find(({ type }) => type === 'aws_vpc_endpoint');
    expect(endpoint?.attributes).toMatchObject({ region: 'us-east-2', service_region: 'us-east-1' });
  });

  test('the overview says what each cluster lacks in each region', () => {
    const spread: Cluster = {
      ...(payments as Cluster),
      replicationSpecs: (payments as Cluster).replicationSpecs.map((shard) => ({
        ...shard,
        regions: ['EU_WEST_1', 'EU_CENTRAL_1', 'US_EAST_1', 'US_WEST_2'].flatMap((regionName) =>
          shard.regions.map((region) => ({ ...region, regionName })),
        ),
      })),
    };
    const endpoint = privateEndpoint.examples[0] as PrivateEndpoint;
    const made = make(
      {},
      {
        cluster: [spread],
        'private-endpoint': [endpoint],
        ...services(
          { ...aws, endpointIds: [endpoint.endpointId] },
          { ...aws, region: 'EU_CENTRAL_1', id: '66e0000000000000000000b5' },
          { ...aws, region: 'US_EAST_1', id: '66e0000000000000000000b6', status: 'INITIATING' },
        ),
      },
    );
    const rows = textOf(made, 'private-paths.md')
      .split('\n')
      .filter((line) => line.startsWith('| payments'));
    expect(rows.map((line) => line.split(' | ').at(-1)?.replace(' |', ''))).toEqual([
      'an endpoint',
      'nothing',
      'a service that is ready',
      'a service: `atlas privateEndpoints aws create --region US_WEST_2`',
    ]);
    expect(made.remarks).toContain(
      'Cluster payments has no private endpoint service in AWS US_WEST_2: programs on a private network lose it when its primary moves there.',
    );
  });
});

describe('peerings', () => {
  const peer = (state: NetworkPeering['state'] = 'waiting') => examplePeering('AWS', state);
  const id = '{"connectionId":"pcx-1"}';

  test('the AWS script accepts what Atlas says, routes to Atlas’s range alone, and turns DNS on', () => {
    const script = textOf(
      make({ 'route-table': ['rtb-0a1b2c3d', 'rtb-1a2b3c4d'] }, peer()),
      'aws-peering-vpc-0a1b2c3d4e5f60718-eu-west-1.sh',
    );
    const { status, errors, calls } = runScript(script, ['aws', 'atlas'], [{ when: 'getGroupPeer', output: id }]);
    expect([status, errors]).toEqual([0, '']);
    const words = calls.filter(({ tool }) => tool === 'aws').map((call) => call.words.slice(1).join(' '));
    expect(words).toEqual([
      'modify-vpc-attribute --region eu-west-1 --vpc-id vpc-0a1b2c3d4e5f60718 --enable-dns-support {"Value":true}',
      'modify-vpc-attribute --region eu-west-1 --vpc-id vpc-0a1b2c3d4e5f60718 --enable-dns-hostnames {"Value":true}',
      'accept-vpc-peering-connection --region eu-west-1 --vpc-peering-connection-id pcx-1',
      ...['rtb-0a1b2c3d', 'rtb-1a2b3c4d'].map(
        (table) =>
          `create-route --region eu-west-1 --route-table-id ${table} --destination-cidr-block 10.8.0.0/21 --vpc-peering-connection-id pcx-1`,
      ),
    ]);
  });

  test('it stops where AWS has no connection yet', () => {
    const script = textOf(
      make({ 'route-table': ['rtb-0a1b2c3d'] }, peer()),
      'aws-peering-vpc-0a1b2c3d4e5f60718-eu-west-1.sh',
    );
    const { status, errors, calls } = runScript(
      script,
      ['aws', 'atlas'],
      [{ when: 'getGroupPeer', output: '{"connectionId":null}' }],
    );
    expect(status).toBe(1);
    expect(errors).toContain('try again in a minute');
    expect(calls.map(({ tool }) => tool)).toEqual(['atlas']);
  });

  test('Atlas resolves names of the VPC only where that is asked for', async () => {
    const types = async (values: Values) =>
      (await blocksOf(make(values, peer()), 'aws-peering.tf')).map(({ type }) => type);
    expect(await types({})).not.toContain('aws_vpc_peering_connection_options');
    expect(await types({ ldap: true })).toContain('aws_vpc_peering_connection_options');
  });

  test('the list gets the narrow ranges, else the range that Atlas routes back; never one that stands there', async () => {
    const entries = async (made: Made) =>
      (await blocksOf(made, 'access-list.tf')).map(({ attributes }) => attributes.cidr_block);
    expect(await entries(make({}, peer()))).toEqual(['172.20.0.0/16']);
    expect(await entries(make({ from: ['172.20.8.0/21', '172.20.99.7'] }, peer()))).toEqual([
      '172.20.8.0/21',
      '172.20.99.7/32',
    ]);
    const listed = {
      ...peer(),
      'project-ip-access-list': [
        { ...(projectIpAccessList.examples[0] as ModelOf<'project-ip-access-list'>), entry: '172.20.0.0/16' },
      ],
    };
    expect(make({}, listed).files.map(({ name }) => name)).not.toContain('access-list.tf');
    // An open list is what the peering replaces: the private range is admitted all the same.
    const open = {
      ...peer(),
      'project-ip-access-list': [
        { ...(projectIpAccessList.examples[0] as ModelOf<'project-ip-access-list'>), entry: '0.0.0.0/0' },
      ],
    };
    expect(await entries(make({}, open))).toEqual(['172.20.0.0/16']);
    expect(make({ from: ['10.99.0.0/16'] }, peer()).remarks).toContain(
      'Atlas routes 172.20.0.0/16 back to you: answers to 10.99.0.0/16 would not arrive.',
    );
  });

  test('access-list.sh sends one entry after the other', () => {
    const script = textOf(make({}, examplePeering('GCP', 'waiting')), 'access-list.sh');
    const { status, calls } = runScript(script, ['atlas'], [], { PEERED_CIDRS: '10.1.0.0/16 10.2.0.0/16' });
    expect(status).toBe(0);
    expect(calls.map(({ input }) => JSON.parse(input))).toEqual(
      ['10.1.0.0/16', '10.2.0.0/16'].map((cidrBlock) => [{ cidrBlock, comment: 'Peered network' }]),
    );
  });

  test('in Azure the role reaches one VNet, and is given to Atlas’s application for peering', () => {
    const made = make({}, examplePeering('AZURE', 'initiating'));
    const role = JSON.parse(textOf(made, 'azure-peering-payments-payments-vnet-role.json'));
    expect(role.AssignableScopes).toEqual([
      '/subscriptions/0a7c2e54-7d1f-4f0a-8a55-3f8a0e6b9d22/resourceGroups/payments/providers/Microsoft.Network/virtualNetworks/payments-vnet',
    ]);
    const { status, calls } = runScript(textOf(made, 'azure-peering-payments-payments-vnet.sh'), ['az'], []);
    expect(status).toBe(0);
    const assigned = calls.at(-1)?.words ?? [];
    expect(assigned.slice(0, 3)).toEqual(['role', 'assignment', 'create']);
    expect(assigned[assigned.indexOf('--scope') + 1]).toBe(role.AssignableScopes[0]);
    expect(assigned[assigned.indexOf('--role') + 1]).toBe(role.Name);
  });

  test('in Google Cloud the script joins the network that Atlas names', () => {
    const script = textOf(make({}, examplePeering('GCP', 'waiting')), 'gcp-peering-payments-prod-1-default.sh');
    const { status, calls } = runScript(
      script,
      ['gcloud', 'atlas'],
      [{ when: 'getGroupContainer', output: '{"gcpProjectId":"p-1","networkName":"nt-1"}' }],
    );
    expect(status).toBe(0);
    expect(calls.at(-1)?.words.join(' ')).toContain('--peer-project p-1 --peer-network nt-1');
  });

  test('nothing is written where the other half is missing or all is done', () => {
    for (const state of ['initiating', 'failed', 'deleting'] as const)
      expect(make({}, peer(state)).files.map(({ name }) => name)).toEqual(['private-paths.md']);
    for (const cloud of ['AZURE', 'GCP'] as const)
      expect(make({ from: ['10.0.0.0/8'] }, examplePeering(cloud, 'available')).files.map(({ name }) => name)).toEqual([
        'private-paths.md',
        'terraform.tf',
        'access-list.tf',
        'access-list.sh',
      ]);
  });
});

describe('what is refused', () => {
  test('a project without private paths', () => {
    expect(whats(refusalOf({}, {}))).toEqual(['Could not find a private path of project shop-production.']);
    expect(refusalOf({ provider: 'gcp' }, services(aws)).problems[0]?.fix).toBe('Leave one of them out.');
  });

  test('every answer that is wrong, at once', () => {
    const resources = { ...services(aws), ...examplePeering('AWS', 'waiting') };
    const values: Values = {
      vpc: 'my-vpc',
      subnet: ['programs'],
      'resource-group': 'shop',
      from: ['office', '2001:db8::/48'],
      'route-table': ['main'],
    };
    expect(whats(refusalOf(values, resources))).toEqual([
      '--from cannot be "office".',
      '--from cannot be "2001:db8::/48".',
      '--vpc cannot be "my-vpc".',
      '--subnet cannot be "programs".',
      '--resource-group has no effect here.',
      '--route-table cannot be "main".',
    ]);
  });

  test('answers that could be for several endpoints, or for none', () => {
    expect(whats(refusalOf({ vpc: 'vpc-0a1b2c3d' }, services(aws, exampleService('GCP'))))).toEqual([
      'Could not tell which endpoint --vpc is for.',
    ]);
    expect(
      whats(
        refusalOf(
          { vpc: 'vpc-0a1b2c3d', 'route-table': ['rtb-0a1b2c3d'], ldap: true, from: ['10.0.0.0/8'] },
          services({ ...aws, endpointIds: ['vpce-1'] }),
        ),
      ),
    ).toEqual([
      '--vpc has no effect here.',
      '--route-table has no effect here.',
      '--ldap has no effect here.',
      '--from has no effect here.',
    ]);
    const second = {
      ...(examplePeering('AWS', 'waiting')['network-peering'][0] as ModelOf<'network-peering'>),
      id: '66d0000000000000000000b1',
      vpcId: 'vpc-1111aaaa',
    };
    const two = {
      ...examplePeering('AWS', 'waiting'),
      'network-peering': [...examplePeering('AWS', 'waiting')['network-peering'], second as NetworkPeering],
    };
    expect(whats(refusalOf({ 'route-table': ['rtb-0a1b2c3d'] }, two))).toEqual([
      'Could not tell whose route tables these are.',
    ]);
    expect(whats(refusalOf({ provider: 'gcp', subnet: ['a', 'b'] }, services(exampleService('GCP'))))).toEqual([
      'There are 2 subnets for one endpoint.',
    ]);
  });
});

describe('the files together', () => {
  test('a module’s mistakes are seen', async () => {
    const file = (name: string, text: string) => ({ name, format: 'hcl', text }) as const;
    const problems = await moduleProblems([
      file(
        'a.tf',
        `variable "a" {}\nresource "aws_route" "r" {\n  table = "\${var.b}"\n  id = aws_vpc.missing.id\n}\n`,
      ),
      file('b.tf', '# var.comment\nresource "aws_route" "r" {\n  name = "var.text"\n}\n'),
    ]);
    expect(problems).toEqual([
      'aws_route.r is declared twice',
      'var.b is not declared',
      'aws_vpc.missing is not declared',
      'var.a is not used',
    ]);
  });

  test.each(privateNetwork.examples.map((example) => [example.name, example] as const))(
    'are one Terraform module: %s',
    async (_, { values, resources = {} }) => {
      expect(await moduleProblems(make(values, resources).files)).toEqual([]);
    },
  );

  test('whatever stands in the project, no two files or resources have one name', async () => {
    const region = {
      AWS: ['EU_WEST_1', 'EU_CENTRAL_1', 'US_EAST_1'],
      AZURE: ['EUROPE_NORTH', 'US_EAST'],
      GCP: ['WESTERN_EUROPE', 'CENTRAL_US'],
    } as const;
    const anyService = fc
      .constantFrom('AWS' as const, 'AZURE' as const, 'GCP' as const)
      .chain((provider) =>
        fc.record({
          service: fc.constant(exampleService(provider)),
          region: fc.constantFrom(...region[provider]),
          portMapping: provider === 'GCP' ? fc.boolean() : fc.constant(false),
          status: fc.constantFrom('AVAILABLE' as const, 'WAITING_FOR_USER' as const, 'INITIATING' as const),
        }),
      )
      .map(({ service, ...rest }): PrivateEndpointService => ({ ...service, ...rest }));
    const anyPeering = fc.constantFrom('AWS' as const, 'AZURE' as const, 'GCP' as const).chain((provider) =>
      fc.record({
        models: fc.constant(examplePeering(provider, 'waiting')),
        state: fc.constantFrom('waiting' as const, 'available' as const, 'failed' as const),
        suffix: fc.constantFrom('', 'a', 'b'),
      }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyService, { maxLength: 5 }),
        fc.array(anyPeering, { maxLength: 4 }),
        async (list, peers) => {
          const numbered = list.map((service, position) => ({
            ...service,
            id: `66e00000000000000000${String(position).padStart(4, '0')}`,
          }));
          const peerings = peers.map(({ models, state, suffix }): NetworkPeering => {
            const [peering] = models['network-peering'] as readonly NetworkPeering[];
            const base = { ...(peering as NetworkPeering), state };
            if (base.provider === 'AWS')
              return { ...base, vpcId: `${base.vpcId.slice(0, -1)}${suffix === '' ? '0' : suffix}` };
            if (base.provider === 'AZURE') return { ...base, vnetName: `${base.vnetName}${suffix}` };
            return { ...base, networkName: `${base.networkName}${suffix}` };
          });
          const resources: Models = {
            ...services(...numbered),
            'network-peering': peerings,
            'network-container': peers.flatMap(({ models }) => models['network-container']),
          };
          if (numbered.length + peerings.length === 0) return;
          const { files } = make({}, resources);
          const names = files.map(({ name }) => name);
          expect(new Set(names).size).toBe(names.length);
          expect(await moduleProblems(files)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
