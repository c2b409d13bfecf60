import { addressSetOf, blocksOfSet, parseCidr } from '../../core/cidr.ts';
import type { Problem } from '../../core/failure.ts';
import type { ModelOf } from '../../core/resource.ts';
import { defineArtifact, type Made } from '../artifact.ts';
import { chooseProject, optionProblem, refuse } from '../choose.ts';
import { admission } from './access-list.ts';
import { OPTIONS, peeringProblems, placementProblems, rangeProblems, type Values } from './answers.ts';
import { awsEndpoint } from './aws-endpoint.ts';
import { azureEndpoint } from './azure-endpoint.ts';
import { chooseEndpoints, type PlannedService } from './choose-endpoints.ts';
import { choosePeerings, peeringPart } from './choose-peerings.ts';
import { examples } from './examples.ts';
import { gcpEndpoint } from './gcp-endpoint.ts';
import { dnsRemarks, gaps, stepsOf } from './notes.ts';
import { coverageOf, overviewFile } from './overview.ts';
import { CLOUD_WORDS, type Cloud, type Part } from './part.ts';
import { NETWORK_KINDS, networkOf, serviceLabel } from './project-network.ts';
import { filesOf, terraformFiles } from './terraform-files.ts';

const CLOUDS: Readonly<Record<'aws' | 'azure' | 'gcp', Cloud>> = { aws: 'AWS', azure: 'AZURE', gcp: 'GCP' };

export default defineArtifact({
  id: 'private-network',
  title: 'Your side of private endpoints and peering',
  summary:
    'private endpoints and the accepting side of peerings, as Terraform and scripts for AWS, Azure and Google Cloud',
  about:
    'For each private endpoint service of the project that lacks an endpoint: the endpoint in your cloud, and its registration with Atlas. ' +
    'For each peering: acceptance, routes or rights on your side, and what belongs on the IP access list. What you do not say becomes a ' +
    'Terraform variable, or an environment variable of the script.',
  serves: ['network-access/private-endpoints', 'network-access/peering'],
  options: OPTIONS,
  reads: () => NETWORK_KINDS,
  usage: [
    'private-network --project shop --out private/',
    'private-network --project shop --provider aws --region EU_WEST_1 --vpc vpc-0a1b2c3d4e5f60718 --subnet subnet-0a1b2c3d --subnet subnet-1a2b3c4d --from 10.20.0.0/16 --out private/',
    'private-network --project shop --via peering --route-table rtb-0a1b2c3d --from 10.20.8.0/21',
  ],
  sources: [
    'createGroupPrivateEndpointEndpointServiceEndpoint',
    'listGroupPrivateEndpointEndpointService',
    'listGroupPeers',
    'https://www.mongodb.com/docs/atlas/security-cluster-private-endpoint/',
    'https://www.mongodb.com/docs/atlas/manage-vpc-peering/',
  ],
  make({ values, index }): Made {
    const project = chooseProject(index);
    const network = networkOf(index, project.id);
    const provider = values.provider === undefined ? undefined : CLOUDS[values.provider];
    const { region, via, from: given = [] } = values;
    const from = given.some((text) => parseCidr(text) === undefined) ? given : blocksOfSet(addressSetOf(given));
    const endpoints = chooseEndpoints(
      { ...network, services: via === 'peering' ? [] : network.services },
      { provider, region, another: values.another === true },
    );
    const peerings = choosePeerings(via === 'private-endpoint' ? [] : network.peerings, provider, region);
    const problems: Problem[] = [
      ...rangeProblems(given),
      ...endpoints.problems,
      ...placementProblems(
        values,
        endpoints.planned.map(({ service }) => ({ provider: service.provider, label: serviceLabel(service) })),
      ),
      ...peeringProblems(
        values,
        peerings.usable.flatMap(({ peering }) => (peering.provider === 'AWS' ? [peering.vpcId] : [])),
      ),
    ];
    const isRangeUsed =
      peerings.usable.length > 0 || endpoints.planned.some(({ service }) => service.provider === 'AWS');
    if (given.length > 0 && !isRangeUsed)
      problems.push(
        optionProblem(
          '--from has no effect here.',
          'Neither an endpoint in AWS nor a peering is written for these options.',
          'Leave it out.',
        ),
      );
    const nothing =
      endpoints.planned.length + endpoints.remarks.length + peerings.usable.length + peerings.remarks.length;
    if (nothing === 0) problems.push(noPaths(project, values));
    if (problems.length > 0) throw refuse(problems);
    const endpointParts = endpoints.planned.map((planned) => ({
      file: `${CLOUD_WORDS[planned.service.provider]}-endpoints`,
      part: endpointPart(planned, values, from),
    }));
    const peeringParts = peerings.usable.flatMap(({ peering, container }) => {
      const part = peeringPart({ peering, container }, values, peerings.usable);
      return part === undefined ? [] : [{ file: `${CLOUD_WORDS[peering.provider]}-peering`, part }];
    });
    const admitted = admission(
      project.id,
      from,
      peerings.usable.map(({ peering }) => peering),
      network.admitted,
    );
    const parts = [
      ...endpointParts,
      ...peeringParts,
      ...(admitted.part === undefined ? [] : [{ file: 'access-list', part: admitted.part }]),
    ];
    return {
      files: [
        overviewFile(project.name, network),
        ...terraformFiles(parts),
        ...parts.flatMap(({ part }) => part.files),
      ],
      next: stepsOf({
        endpointFiles: filesOf(endpointParts),
        peeringFiles: filesOf(peeringParts),
        isAdmitting: admitted.part !== undefined,
        isPeered: peerings.usable.length > 0,
        isComplete: coverageOf(network).every(({ missing }) => missing === undefined),
      }),
      remarks: [
        ...endpoints.remarks,
        ...peerings.remarks,
        ...admitted.remarks,
        ...parts.flatMap(({ part }) => part.remarks),
        ...(via === 'peering' ? [] : gaps(network)),
        ...dnsRemarks(endpoints.planned, peerings.usable, network.hasCustomDns),
      ],
    };
  },
  examples,
});

function noPaths(project: ModelOf<'project'>, { provider, region, via }: Values): Problem {
  const narrowed = [provider, region, via].some((value) => value !== undefined);
  return optionProblem(
    `Could not find a private path of project ${project.name}.`,
    narrowed
      ? 'It has no private endpoint service and no peering that fits --provider, --region and --via.'
      : 'It has no private endpoint service and no peering.',
    narrowed
      ? 'Leave one of them out.'
      : 'Make one first: `atlas privateEndpoints aws create --region EU_WEST_1` (or azure, gcp), or createGroupPeer; then run this again.',
  );
}

function endpointPart(
  { service, region, serviceRegion }: PlannedService,
  values: Values,
  from: readonly string[],
): Part {
  const { vpc, subnet = [], account, 'resource-group': resourceGroup } = values;
  switch (service.provider) {
    case 'AWS':
      return awsEndpoint(service, service.serviceName ?? '', {
        region,
        serviceRegion,
        vpc,
        subnets: subnet,
        ranges: from,
      });
    case 'AZURE':
      return azureEndpoint(
        service,
        { serviceName: service.serviceName ?? '', serviceResourceId: service.serviceResourceId ?? '' },
        { location: region, resourceGroup, subnet: subnet[0] },
      );
    case 'GCP':
      return gcpEndpoint(service, { region, cloudProject: account, network: vpc, subnet: subnet[0] });
    default:
      return service.provider satisfies never;
  }
}
