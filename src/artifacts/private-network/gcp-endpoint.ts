import { type HclBlock, type HclNestedBlock, type HclValue, terraformName } from '../../core/hcl.ts';
import { shellWord } from '../write.ts';
import { type Part, plainWord, scriptOf } from './part.ts';
import { type Place, placeOf } from './place.ts';
import { type ReadyService, registerByScript, registerByTerraform } from './register.ts';

/** Where endpoints are put in Google Cloud. */
export interface GcpPlacement {
  readonly region: string;
  readonly cloudProject: string | undefined;
  readonly network: string | undefined;
  readonly subnet: string | undefined;
}

interface Places {
  readonly cloudProject: Place;
  readonly network: Place;
  readonly subnet: Place;
}

/** An address and a forwarding rule for each service attachment (with port mapping there is one), registered as one group. */
export function gcpEndpoint(service: ReadyService, { region, ...given }: GcpPlacement): Part {
  const label = terraformName(service.portMapping ? `${region}_port_mapped` : region);
  const name = plainWord('atlas', label);
  const place = (word: string, environment: string, about: string, value: string | undefined) =>
    placeOf({ variable: `${word}_${label}`, environment, about }, value);
  const places: Places = {
    cloudProject: place('gcp_project', 'GCP_PROJECT', 'the Google Cloud project of the endpoint', given.cloudProject),
    network: place('network', 'NETWORK', 'the name of its VPC network', given.network),
    subnet: place('subnetwork', 'SUBNETWORK', `the name of a subnet in ${region}`, given.subnet),
  };
  const attachments = service.serviceAttachments;
  const [only] = attachments;
  const isSingle = service.portMapping && only !== undefined && attachments.length === 1;
  return {
    providers: ['google'],
    blocks: [
      ...Object.values(places).flatMap(({ variables }) => variables),
      ...(isSingle
        ? singleBlocks(service, label, name, region, only, places)
        : groupBlocks(service, label, name, region, places)),
    ],
    files: [
      scriptOf(
        `gcp-endpoint-${plainWord(label)}.sh`,
        `The endpoint in ${region} with gcloud, and its registration with Atlas.`,
        [
          ...Object.values(places).flatMap(({ checks }) => checks),
          ...(isSingle
            ? [
                ...forward(name, region, shellWord(only), places, 'address'),
                ...registerByScript(service, {
                  endpointId: name,
                  gcpProjectId: bare(places.cloudProject),
                  gcpEndpoints: [{ name, ipAddress: '$address' }],
                }),
              ]
            : [
                ...attachments.flatMap((attachment, position) =>
                  forward(`${name}-${position}`, region, shellWord(attachment), places, `address_${position}`),
                ),
                ...registerByScript(service, {
                  endpointId: name,
                  gcpProjectId: bare(places.cloudProject),
                  gcpEndpoints: attachments.map((_, position) => ({
                    name: `${name}-${position}`,
                    ipAddress: `$address_${position}`,
                  })),
                }),
              ]),
        ],
      ),
    ],
    remarks: service.portMapping
      ? []
      : [
          `The service in ${region} has no port mapping and takes ${attachments.length} addresses. Atlas stops such services on 30 April 2027 (its page on private endpoints): better make one with port mapping (\`atlas privateEndpoints gcp create --region ${service.region} --portMappingEnabled\`), and move the programs to its connection string.`,
        ],
  };
}

/** A place inside a JSON body that the shell fills in: without quotes of its own. */
function bare({ shell }: Place): string {
  return shell.replaceAll(/^["']|["']$/g, '');
}

const common = (region: string, { cloudProject }: Places) => ({ project: cloudProject.hcl, region });

/** `projects/P/…`, whether its parts are known or variables. */
function idIn({ cloudProject }: Places, kind: string, { hcl }: Place): HclValue {
  const part = (value: HclValue) => (typeof value === 'string' ? value : `\${${(value as { ref: string }).ref}}`);
  const id = `projects/${part(cloudProject.hcl)}/${kind}/${part(hcl)}`;
  return id.includes('${') ? { ref: `"${id}"` } : id;
}

function addressAndRule(
  label: string,
  name: HclValue,
  region: string,
  target: HclValue,
  places: Places,
  count: HclValue | undefined,
): readonly HclBlock[] {
  const counted = count === undefined ? {} : { count };
  const address = `google_compute_address.${label}${count === undefined ? '' : '[count.index]'}`;
  return [
    {
      type: 'resource',
      labels: ['google_compute_address', label],
      body: {
        attributes: {
          ...counted,
          ...common(region, places),
          name,
          subnetwork: idIn(places, `regions/${region}/subnetworks`, places.subnet),
          address_type: 'INTERNAL',
        },
      },
    },
    {
      type: 'resource',
      labels: ['google_compute_forwarding_rule', label],
      body: {
        attributes: {
          ...counted,
          ...common(region, places),
          name: { ref: `${address}.name` },
          network: idIn(places, 'global/networks', places.network),
          ip_address: { ref: `${address}.id` },
          target,
          load_balancing_scheme: '',
        },
      },
    },
  ];
}

function singleBlocks(
  service: ReadyService,
  label: string,
  name: string,
  region: string,
  attachment: string,
  places: Places,
): readonly HclBlock[] {
  return [
    ...addressAndRule(label, name, region, attachment, places, undefined),
    // With port mapping the provider wants the address itself, and no blocks (mongodbatlas_privatelink_endpoint_service).
    registerByTerraform(
      service,
      label,
      { endpointId: name },
      {
        attributes: {
          endpoint_service_id: { ref: `google_compute_forwarding_rule.${label}.name` },
          private_endpoint_ip_address: { ref: `google_compute_address.${label}.address` },
          gcp_project_id: places.cloudProject.hcl,
        },
        blocks: [],
      },
    ),
  ];
}

function groupBlocks(
  service: ReadyService,
  label: string,
  name: string,
  region: string,
  places: Places,
): readonly HclBlock[] {
  const attachments = service.serviceAttachments;
  const endpoints = attachments.map(
    (_, position): HclNestedBlock => ({
      type: 'endpoints',
      body: {
        attributes: {
          endpoint_name: { ref: `google_compute_forwarding_rule.${label}[${position}].name` },
          ip_address: { ref: `google_compute_address.${label}[${position}].address` },
        },
      },
    }),
  );
  return [
    {
      type: 'locals',
      labels: [],
      body: { attributes: { [`service_attachments_${label}`]: attachments } },
    },
    ...addressAndRule(
      label,
      { ref: `"${name}-\${count.index}"` },
      region,
      { ref: `local.service_attachments_${label}[count.index]` },
      places,
      { ref: `length(local.service_attachments_${label})` },
    ),
    registerByTerraform(
      service,
      label,
      { endpointId: name },
      { attributes: { gcp_project_id: places.cloudProject.hcl }, blocks: endpoints },
    ),
  ];
}

/** Lines that reserve an address, put its value into a variable, and send what comes there to Atlas. */
function forward(
  name: string,
  region: string,
  attachment: string,
  { cloudProject, network, subnet }: Places,
  variable: string,
): readonly string[] {
  const where = `--project ${cloudProject.shell} --region ${region}`;
  return [
    `gcloud compute addresses create ${name} ${where} --subnet ${subnet.shell}`,
    `gcloud compute forwarding-rules create ${name} ${where} --network ${network.shell} --address ${name} --target-service-attachment ${attachment}`,
    `${variable}=$(gcloud compute addresses describe ${name} ${where} --format 'value(address)')`,
  ];
}
