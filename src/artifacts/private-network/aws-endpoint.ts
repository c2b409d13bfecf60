import { type HclBlock, terraformName } from '../../core/hcl.ts';
import { type Part, plainWord, scriptOf } from './part.ts';
import { type Place, placeOf, placesOf } from './place.ts';
import { type ReadyService, registerByScript, registerByTerraform } from './register.ts';

/** Each node has a port of its own behind the endpoint, and it can change: Atlas asks for the whole range. */
const PORTS = { first: 1024, last: 65_535 };

/** Where an endpoint is put in AWS. */
export interface AwsPlacement {
  /** The region of the VPC, as AWS spells it. */
  readonly region: string;
  /** The region of the service. */
  readonly serviceRegion: string;
  readonly vpc: string | undefined;
  readonly subnets: readonly string[];
  /** Where programs connect from. */
  readonly ranges: readonly string[];
}

/** An interface endpoint, a security group that lets the programs in to it, and its registration with Atlas. */
export function awsEndpoint(service: ReadyService, serviceName: string, placement: AwsPlacement): Part {
  const { region, serviceRegion } = placement;
  const label = terraformName(region === serviceRegion ? region : `${serviceRegion}_from_${region}`);
  const name = plainWord('atlas', label);
  const vpc = placeOf(
    { variable: `vpc_id_${label}`, environment: 'VPC_ID', about: `the VPC in ${region} that the endpoint is for` },
    placement.vpc,
  );
  const subnets = placesOf(
    {
      variable: `subnet_ids_${label}`,
      environment: 'SUBNET_IDS',
      about: 'its subnets, one in each availability zone that programs run in',
    },
    placement.subnets,
  );
  const ranges = placesOf(
    { variable: `client_cidrs_${label}`, environment: 'CLIENT_CIDRS', about: 'where the programs connect from' },
    placement.ranges,
  );
  const places = [vpc, subnets, ranges];
  const remote = region === serviceRegion ? {} : { service_region: serviceRegion };
  return {
    providers: ['aws'],
    blocks: [
      ...places.flatMap(({ variables }) => variables),
      {
        comment: ['Lets the programs in to the endpoint. It needs no way out: nothing connects from it.'],
        type: 'resource',
        labels: ['aws_security_group', label],
        body: {
          attributes: { region, name, description: 'The private endpoint of MongoDB Atlas', vpc_id: vpc.hcl },
        },
      },
      ...ingressBlocks(label, region, placement.ranges, ranges),
      {
        type: 'resource',
        labels: ['aws_vpc_endpoint', label],
        body: {
          attributes: {
            region,
            vpc_id: vpc.hcl,
            service_name: serviceName,
            ...remote,
            vpc_endpoint_type: 'Interface',
            subnet_ids: subnets.hcl,
            security_group_ids: [{ ref: `aws_security_group.${label}.id` }],
          },
        },
      },
      registerByTerraform(
        service,
        label,
        { endpointId: '' },
        { attributes: { endpoint_service_id: { ref: `aws_vpc_endpoint.${label}.id` } } },
      ),
    ],
    files: [
      scriptOf(
        `aws-endpoint-${plainWord(label)}.sh`,
        `The endpoint in ${region} with the AWS CLI, and its registration with Atlas.`,
        [
          ...places.flatMap(({ checks }) => checks),
          `group=$(aws ec2 create-security-group --region ${region} --group-name ${name} --description 'The private endpoint of MongoDB Atlas' --vpc-id ${vpc.shell} --query GroupId --output text)`,
          `for range in ${ranges.shell}; do`,
          `  aws ec2 authorize-security-group-ingress --region ${region} --group-id "$group" --protocol tcp --port ${PORTS.first}-${PORTS.last} --cidr "$range" >/dev/null`,
          'done',
          '# A new group lets everything out: the endpoint needs no way out.',
          `aws ec2 revoke-security-group-egress --region ${region} --group-id "$group" --protocol all --cidr 0.0.0.0/0 >/dev/null`,
          `endpoint=$(aws ec2 create-vpc-endpoint --region ${region} --vpc-endpoint-type Interface --service-name ${serviceName}${region === serviceRegion ? '' : ` --service-region ${serviceRegion}`} --vpc-id ${vpc.shell} --subnet-ids ${subnets.shell} --security-group-ids "$group" --query VpcEndpoint.VpcEndpointId --output text)`,
          '# Atlas takes it once it waits for acceptance.',
          `while [ "$(aws ec2 describe-vpc-endpoints --region ${region} --vpc-endpoint-ids "$endpoint" --query 'VpcEndpoints[0].State' --output text)" = pending ]; do sleep 5; done`,
          ...registerByScript(service, { endpointId: '$endpoint' }),
        ],
      ),
    ],
    remarks: [],
  };
}

function ingressBlocks(label: string, region: string, given: readonly string[], ranges: Place): readonly HclBlock[] {
  const rule = (suffix: string, range: HclBlock['body']['attributes']): HclBlock => ({
    type: 'resource',
    labels: ['aws_vpc_security_group_ingress_rule', `${label}${suffix}`],
    body: {
      attributes: {
        ...range,
        region,
        security_group_id: { ref: `aws_security_group.${label}.id` },
        ip_protocol: 'tcp',
        from_port: PORTS.first,
        to_port: PORTS.last,
      },
    },
  });
  return given.length === 0
    ? [
        rule('', {
          for_each: { ref: `toset(${(ranges.hcl as { readonly ref: string }).ref})` },
          cidr_ipv4: { ref: 'each.value' },
        }),
      ]
    : given.map((range, position) => rule(`_${position + 1}`, { cidr_ipv4: range }));
}
