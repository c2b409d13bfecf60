import { type HclBlock, terraformName } from '../../core/hcl.ts';
import type { NetworkContainer } from '../../resources/network-container/model.ts';
import type { AwsNetworkPeering } from '../../resources/network-peering/model.ts';
import { shellWord } from '../write.ts';
import { cloudRegion, type Part, plainWord, scriptOf } from './part.ts';
import { type Place, placesOf } from './place.ts';

/** A connection that Atlas has made, with the container behind it. */
export interface AwsPath {
  readonly peering: AwsNetworkPeering & { readonly id: string };
  readonly container: NetworkContainer;
}

export interface AwsPeeringAnswers {
  readonly routeTables: readonly string[];
  /** Whether Atlas shall resolve names of the VPC to private addresses. */
  readonly resolvesBack: boolean;
}

/** The region of the customer's VPC: Atlas's own where it names none (createGroupPeer). */
export function vpcRegion({ peering, container }: AwsPath): string | undefined {
  return peering.accepterRegion ?? (container.region === null ? undefined : cloudRegion('AWS', container.region));
}

/** Accepts the connection, routes Atlas's range to it, and sees that the VPC resolves Atlas's names to private addresses. */
export function awsPeering(path: AwsPath, region: string, { routeTables, resolvesBack }: AwsPeeringAnswers): Part {
  const { peering, container } = path;
  const label = terraformName(`${peering.vpcId}_${container.region ?? ''}`);
  const tables = placesOf(
    {
      variable: `route_table_ids_${label}`,
      environment: 'ROUTE_TABLE_IDS',
      about: `the route tables of the programs’ subnets in ${peering.vpcId}`,
    },
    routeTables,
  );
  const vpc = shellWord(peering.vpcId);
  return {
    providers: ['aws'],
    blocks: [
      ...tables.variables,
      {
        comment: ['Knows the id that AWS gave to the connection.'],
        type: 'data',
        labels: ['mongodbatlas_network_peering', label],
        body: { attributes: { project_id: peering.projectId, peering_id: peering.id } },
      },
      {
        comment: ['Without both switches Atlas’s names resolve to public addresses, and the peering carries nothing.'],
        type: 'data',
        labels: ['aws_vpc', label],
        body: {
          attributes: { region, id: peering.vpcId },
          blocks: [
            {
              type: 'lifecycle',
              body: {
                attributes: {},
                blocks: [
                  {
                    type: 'postcondition',
                    body: {
                      attributes: {
                        condition: { ref: 'self.enable_dns_support && self.enable_dns_hostnames' },
                        error_message: `Turn DNS resolution and DNS hostnames on in ${peering.vpcId}.`,
                      },
                    },
                  },
                ],
              },
            },
          ],
        },
      },
      {
        type: 'resource',
        labels: ['aws_vpc_peering_connection_accepter', label],
        body: {
          attributes: {
            region,
            vpc_peering_connection_id: { ref: `data.mongodbatlas_network_peering.${label}.connection_id` },
            auto_accept: true,
          },
        },
      },
      ...(resolvesBack ? [resolving(label, region)] : []),
      ...routes(label, region, container.cidrBlock, routeTables, tables),
    ],
    files: [
      scriptOf(
        `aws-peering-${plainWord(label)}.sh`,
        `Accepts the peering of ${peering.vpcId} with Atlas’s ${container.region ?? 'network'} and routes to it, with the AWS CLI.`,
        [
          ...tables.checks,
          `connection=$(atlas api networkPeering getGroupPeer --groupId ${peering.projectId} --peerId ${peering.id} --version 2023-01-01 | jq -r .connectionId)`,
          `[ "$connection" != null ] || { echo 'AWS has no connection yet: try again in a minute.' >&2; exit 1; }`,
          '# Without both switches Atlas’s names resolve to public addresses.',
          ...['support', 'hostnames'].map(
            (what) =>
              `aws ec2 modify-vpc-attribute --region ${region} --vpc-id ${vpc} --enable-dns-${what} '{"Value":true}'`,
          ),
          ...(peering.state === 'waiting'
            ? [
                `aws ec2 accept-vpc-peering-connection --region ${region} --vpc-peering-connection-id "$connection" >/dev/null`,
              ]
            : []),
          ...(resolvesBack
            ? [
                `aws ec2 modify-vpc-peering-connection-options --region ${region} --vpc-peering-connection-id "$connection" --accepter-peering-connection-options AllowDnsResolutionFromRemoteVpc=true >/dev/null`,
              ]
            : []),
          `for table in ${tables.shell}; do`,
          `  aws ec2 create-route --region ${region} --route-table-id "$table" --destination-cidr-block ${container.cidrBlock} --vpc-peering-connection-id "$connection" >/dev/null`,
          'done',
        ],
      ),
    ],
    remarks: [],
  };
}

function resolving(label: string, region: string): HclBlock {
  return {
    comment: ['Lets Atlas resolve names of this VPC to private addresses, as an LDAP server there needs.'],
    type: 'resource',
    labels: ['aws_vpc_peering_connection_options', label],
    body: {
      attributes: {
        region,
        vpc_peering_connection_id: { ref: `aws_vpc_peering_connection_accepter.${label}.id` },
      },
      blocks: [{ type: 'accepter', body: { attributes: { allow_remote_vpc_dns_resolution: true } } }],
    },
  };
}

function routes(
  label: string,
  region: string,
  atlasRange: string,
  given: readonly string[],
  tables: Place,
): readonly HclBlock[] {
  const route = (suffix: string, table: HclBlock['body']['attributes']): HclBlock => ({
    type: 'resource',
    labels: ['aws_route', `${label}${suffix}`],
    body: {
      attributes: {
        ...table,
        region,
        destination_cidr_block: atlasRange,
        vpc_peering_connection_id: { ref: `aws_vpc_peering_connection_accepter.${label}.id` },
      },
    },
  });
  return given.length === 0
    ? [
        route('', {
          for_each: { ref: `toset(${(tables.hcl as { readonly ref: string }).ref})` },
          route_table_id: { ref: 'each.value' },
        }),
      ]
    : given.map((table, position) => route(`_${position + 1}`, { route_table_id: table }));
}
