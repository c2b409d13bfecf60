import { parseCidr } from '../../core/cidr.ts';
import type { Problem } from '../../core/failure.ts';
import type { ArtifactOptions, ArtifactValues } from '../artifact.ts';
import { optionProblem } from '../choose.ts';
import { CLOUD_NAMES, type Cloud } from './part.ts';

/** What a person can say of their network. */
export const OPTIONS = {
  provider: { type: 'string', choices: ['aws', 'azure', 'gcp'], text: 'only the paths in this cloud' },
  region: { type: 'string', value: 'REGION', text: 'only this region: EU_WEST_1, or eu-west-1' },
  via: {
    type: 'string',
    choices: ['private-endpoint', 'peering'],
    text: 'only these paths; default both, as far as the project has them',
  },
  vpc: {
    type: 'string',
    value: 'ID',
    text: 'endpoints: your VPC (AWS), or the name of your VPC network (Google Cloud)',
  },
  subnet: {
    type: 'string',
    multiple: true,
    value: 'ID',
    text: 'endpoints: your subnet: its id (AWS), resource id (Azure) or name (Google Cloud)',
  },
  'resource-group': {
    type: 'string',
    value: 'NAME',
    text: 'endpoints in Azure: the resource group that they belong to',
  },
  account: { type: 'string', value: 'ID', text: 'endpoints in Google Cloud: your project' },
  another: { type: 'boolean', text: 'endpoints: one more where there is one already' },
  from: {
    type: 'string',
    multiple: true,
    value: 'CIDR',
    text: 'where programs connect from: may reach the endpoint (AWS), is admitted over a peering',
  },
  'route-table': {
    type: 'string',
    multiple: true,
    value: 'ID',
    text: 'peering on AWS: the route tables of the programs’ subnets',
  },
  ldap: { type: 'boolean', text: 'peering on AWS: let Atlas resolve names of your VPC, as an LDAP server there needs' },
} as const satisfies ArtifactOptions;

/** The values that were given. */
export type Values = ArtifactValues<typeof OPTIONS>;

/** How names and ids look in each cloud, with an example. */
const FORMS = {
  vpc: {
    AWS: [/^vpc-[0-9a-f]{8,17}$/, 'vpc-0a1b2c3d4e5f60718'],
    GCP: [/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, 'shop-network'],
  },
  subnet: {
    AWS: [/^subnet-[0-9a-f]{8,17}$/, 'subnet-0a1b2c3d4e5f60718'],
    AZURE: [
      /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i,
      '/subscriptions/…/resourceGroups/…/providers/Microsoft.Network/virtualNetworks/…/subnets/programs',
    ],
    GCP: [/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, 'programs-europe-west1'],
  },
  'resource-group': { AZURE: [/^[\w().-]{0,89}[\w()-]$/, 'shop'] },
  account: { GCP: [/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, 'shop-prod-1'] },
} as const satisfies Readonly<Record<string, { readonly [C in Cloud]?: readonly [RegExp, string] }>>;

const PLACEMENT = ['vpc', 'subnet', 'resource-group', 'account'] as const;

/** What is wrong with where the endpoints are to be put: it can be said for one endpoint at a time. */
export function placementProblems(
  values: Values,
  planned: readonly { readonly provider: Cloud; readonly label: string }[],
): readonly Problem[] {
  const given = PLACEMENT.filter((option) => values[option] !== undefined);
  const [first] = given;
  const [only] = planned;
  if (first === undefined) return [];
  if (only === undefined)
    return [
      optionProblem(
        `--${first} has no effect here.`,
        'No endpoint is written for these options.',
        'Leave it out, or add --another where there is an endpoint already.',
      ),
    ];
  if (planned.length > 1)
    return [
      optionProblem(
        `Could not tell which endpoint --${first} is for.`,
        `There are ${planned.length}: ${planned
          .map(({ label }) => label)
          .sort()
          .join(', ')}.`,
        'Name one with --provider and --region.',
      ),
    ];
  return given.flatMap((option) => formProblems(option, values, only.provider));
}

function formProblems(option: (typeof PLACEMENT)[number], values: Values, provider: Cloud): readonly Problem[] {
  const forms: { readonly [C in Cloud]?: readonly [RegExp, string] } = FORMS[option];
  const form = forms[provider];
  if (form === undefined)
    return [
      optionProblem(
        `--${option} has no effect here.`,
        `An endpoint in ${CLOUD_NAMES[provider]} does not need it.`,
        'Leave it out.',
      ),
    ];
  const [pattern, example] = form;
  const texts = option === 'subnet' ? (values.subnet ?? []) : [values[option] ?? ''];
  return [
    ...texts.flatMap((text) =>
      pattern.test(text)
        ? []
        : [
            optionProblem(
              `--${option} cannot be "${text}".`,
              `It does not look like one of ${CLOUD_NAMES[provider]}.`,
              `Write for example ${example}.`,
            ),
          ],
    ),
    ...(provider !== 'AWS' && texts.length > 1
      ? [
          optionProblem(
            `There are ${texts.length} subnets for one endpoint.`,
            `In ${CLOUD_NAMES[provider]} an endpoint stands in one.`,
            'Name one --subnet.',
          ),
        ]
      : []),
  ];
}

/** What is wrong with --from: the ranges of private paths are IPv4. */
export function rangeProblems(from: readonly string[]): readonly Problem[] {
  return from.flatMap((text) => {
    const range = parseCidr(text);
    if (range?.family === 4) return [];
    return [
      optionProblem(
        `--from cannot be "${text}".`,
        range === undefined
          ? 'It is neither a CIDR block nor an address.'
          : 'Peering and private endpoints of Atlas are IPv4.',
        'Write for example --from 10.20.0.0/16.',
      ),
    ];
  });
}

/** What is wrong with the answers for peerings on AWS, whose VPCs these are. */
export function peeringProblems(values: Values, vpcs: readonly string[]): readonly Problem[] {
  const { 'route-table': tables = [], ldap } = values;
  const told = [...(tables.length > 0 ? ['route-table'] : []), ...(ldap === true ? ['ldap'] : [])];
  if (vpcs.length === 0)
    return told.map((option) =>
      optionProblem(
        `--${option} has no effect here.`,
        'No peering on AWS is written for these options.',
        'Leave it out.',
      ),
    );
  const wrong = tables.flatMap((table) =>
    /^rtb-[0-9a-f]{8,17}$/.test(table)
      ? []
      : [
          optionProblem(
            `--route-table cannot be "${table}".`,
            'It is no route table’s id.',
            'Write for example rtb-0a1b2c3d4e5f60718.',
          ),
        ],
  );
  if (tables.length > 0 && new Set(vpcs).size > 1)
    return [
      ...wrong,
      optionProblem(
        'Could not tell whose route tables these are.',
        `There are peerings with ${[...new Set(vpcs)].sort().join(', ')}.`,
        'Name one with --region, or leave --route-table out and fill the variables in.',
      ),
    ];
  return wrong;
}
