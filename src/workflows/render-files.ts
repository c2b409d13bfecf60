import { type HclBlock, type HclValue, isReference, printHcl } from '../core/hcl.ts';
import type { Plan, Step } from '../core/plan.ts';
import type { AnyResource, TemplateObject } from '../core/resource.ts';
import { renderApi, renderAtlasCli } from './render-calls.ts';
import { renderCloudFormation } from './render-cloudformation.ts';
import { renderConsole } from './render-console.ts';
import { type PlacedBlock, renderTerraform } from './render-terraform.ts';

/** The dialects that a plan can be written in. */
export const DIALECTS = ['terraform', 'cloudformation', 'atlas-cli', 'api', 'console'] as const;

/** One of them. */
export type Dialect = (typeof DIALECTS)[number];

/** A file of a rendered plan. */
export interface RenderedFile {
  readonly name: string;
  readonly text: string;
  readonly executable?: true;
}

/** A plan in one dialect: its one main text, and the files of a tidy directory. */
export interface Rendered {
  readonly text: string;
  readonly files: readonly RenderedFile[];
}

/** Writes a plan in a dialect. The files come with a README: what they are, in which order, with which hazards, and how to run them. */
export function renderPlan(plan: Plan, resources: readonly AnyResource[], dialect: Dialect): Rendered {
  const { steps } = plan;
  switch (dialect) {
    case 'api':
    case 'atlas-cli': {
      const text = (dialect === 'api' ? renderApi : renderAtlasCli)(steps, resources);
      const asked = [...text.matchAll(/^: "\$\{(\w+):\?/gm)].map(([, name = '']) => name);
      const login =
        dialect === 'api'
          ? '`ATLAS_TOKEN`: an access token of a service account (`POST /api/oauth/token`); it is read from the environment and stands in no argument.'
          : 'The Atlas CLI logs in by itself: `atlas auth login`, or a profile with a service account (`ATLAS_PROFILE`).';
      const how = [
        login,
        ...asked.map((name) => `\`${name}\`: a secret that a step sends; set it in the environment only.`),
        'Read `apply.sh`, then run `sh apply.sh`. It stops at the first step that is refused. Unlike `fivefold apply` it keeps no journal and waits for nothing: prefer that where you can.',
      ];
      return folder(plan, dialect, text, [{ name: 'apply.sh', text: `${text}\n`, executable: true }], how, []);
    }
    case 'console': {
      const text = renderConsole(steps, resources, plan.organization.id);
      const how = ['Follow `steps.md` from top to bottom. Steps in a console cannot be proven; each cites its page.'];
      return folder(plan, dialect, text, [{ name: 'steps.md', text }], how, []);
    }
    case 'terraform': {
      const { blocks, remarks } = renderTerraform(steps, resources);
      const comments = remarks.map((remark) => `# ${remark}\n`).join('');
      const variables = variablesOf(blocks);
      const at = (place: PlacedBlock['place']) => blocks.filter((block) => block.place === place);
      const differences = at('differences');
      const part = (name: string, list: readonly HclBlock[]) =>
        list.length === 0 ? [] : [{ name, text: printHcl(list) }];
      const how = [
        '`MONGODB_ATLAS_CLIENT_ID` and `MONGODB_ATLAS_CLIENT_SECRET`: a service account. No key belongs into the configuration.',
        ...variables.map(
          ({ labels: [name = ''] }) => `\`TF_VAR_${name}\`: a secret; it is written only and stands in no state.`,
        ),
        ...(differences.length === 0
          ? []
          : [
              '`differences.hcl` holds what changes in resources that a whole block would upset: put it into your own.',
            ]),
        '`terraform init`, `terraform plan`, and read what it would destroy before `terraform apply`.',
      ];
      return folder(
        plan,
        dialect,
        `${comments}${printHcl([...PROVIDERS, ...variables, ...blocks])}`,
        [
          { name: 'providers.tf', text: printHcl(PROVIDERS) },
          ...part('variables.tf', variables),
          ...part('imports.tf', at('imports')),
          ...part('main.tf', at('main')),
          // No `.tf`: Terraform must not take a part of a resource for the whole of it.
          ...part('differences.hcl', differences),
        ],
        how,
        remarks,
      );
    }
    case 'cloudformation': {
      const { template, importTemplate, resourcesToImport, remarks } = renderCloudFormation(steps, resources);
      const isEmpty = Object.keys(template.Resources as TemplateObject).length === 0;
      const how = [
        ...(importTemplate === undefined
          ? []
          : [
              'Take over what exists: `aws cloudformation create-change-set --change-set-type IMPORT --stack-name atlas-security --change-set-name take-over --template-body file://import-template.json --resources-to-import file://resources-to-import.json`, look at it, and execute it.',
            ]),
        isEmpty
          ? 'No step makes a resource of its own: `template.json` holds in `Metadata` what to put into your own resources, and is no stack.'
          : 'Then `aws cloudformation deploy --stack-name atlas-security --template-file template.json`, with `--parameter-overrides` for every parameter that is not shown (NoEcho).',
        'A stack that is deleted leaves its resources as they are (DeletionPolicy Retain).',
      ];
      const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
      const files = [
        { name: 'template.json', text: json(template) },
        ...(importTemplate === undefined
          ? []
          : [
              { name: 'import-template.json', text: json(importTemplate) },
              { name: 'resources-to-import.json', text: json(resourcesToImport) },
            ]),
      ];
      return folder(plan, dialect, JSON.stringify(template, undefined, 2), files, how, remarks);
    }
    default:
      return dialect satisfies never;
  }
}

/** Provider 2.x: earlier ones have other attributes (upgrade guide 2.0.0). Write-only attributes need Terraform 1.11. */
const PROVIDERS: readonly HclBlock[] = [
  {
    type: 'terraform',
    labels: [],
    body: {
      attributes: { required_version: '>= 1.11' },
      blocks: [
        {
          type: 'required_providers',
          body: { attributes: { mongodbatlas: { source: 'mongodb/mongodbatlas', version: '~> 2.16' } } },
        },
      ],
    },
  },
  { type: 'provider', labels: ['mongodbatlas'], body: { attributes: {} } },
];

/** A variable for each that the blocks refer to: a secret each, which Terraform keeps nowhere. */
function variablesOf(blocks: readonly HclBlock[]): readonly HclBlock[] {
  const names = new Set<string>();
  const look = (value: unknown): void => {
    if (isReference(value as HclValue)) {
      const name = /^var\.(\w+)$/.exec((value as { ref: string }).ref)?.[1];
      if (name !== undefined) names.add(name);
    } else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) look(part);
  };
  look(blocks);
  return [...names].sort().map((name) => ({
    type: 'variable',
    labels: [name],
    body: { attributes: { type: { ref: 'string' }, sensitive: true, ephemeral: true } },
  }));
}

const TITLES: Readonly<Record<Dialect, string>> = {
  terraform: 'Terraform (provider mongodb/mongodbatlas)',
  cloudformation: 'AWS CloudFormation (types MongoDB::Atlas)',
  'atlas-cli': 'Atlas CLI commands',
  api: 'Admin API calls with curl',
  console: 'Steps in the Atlas console',
};

function folder(
  plan: Plan,
  dialect: Dialect,
  text: string,
  files: readonly RenderedFile[],
  how: readonly string[],
  remarks: readonly string[],
): Rendered {
  const list = (items: readonly string[]) => items.map((item) => `- ${item}`);
  const readme = [
    `# ${TITLES[dialect]}`,
    '',
    `Written by fivefold from the plan for organization "${oneLine(plan.organization.name)}" (${plan.organization.id}), which was read at ${plan.madeAt}.`,
    `Plan ${plan.fingerprint.slice(0, 12)}, ${plan.steps.length} steps.`,
    '',
    '## How',
    '',
    ...list(how),
    '- Afterwards `fivefold verify` reads whether all of it holds.',
    '',
    '## Files',
    '',
    ...list(files.map(({ name }) => `\`${name}\``)),
    '',
    '## Steps, in this order',
    '',
    ...plan.steps.flatMap(stepLines),
    ...(plan.steps.length === 0 ? ['None.'] : []),
    ...(remarks.length === 0 ? [] : ['', '## Remarks', '', ...list(remarks.map(oneLine))]),
    '',
  ];
  return { text, files: [...files, { name: 'README.md', text: readme.join('\n') }] };
}

function stepLines({ id, what, change, hazards }: Step, position: number): readonly string[] {
  return [
    `${position + 1}. ${change.type} ${oneLine(what)} (${id})`,
    ...hazards.map(({ name, because }) => `   - hazard ${name}: ${oneLine(because)}`),
  ];
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
