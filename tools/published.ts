/** What is published from the code: JSON Schemas under schema/, and the pages of docs/reference that nobody writes by hand. */
import { z } from 'zod';
import { commands } from '../src/apps/cli/commands.generated.ts';
import { commonOptions } from '../src/apps/cli/help.ts';
import { GLOBAL_OPTIONS, type OptionSpecs } from '../src/apps/cli/options.ts';
import { controls } from '../src/controls/catalogue.generated.ts';
import { standards } from '../src/controls/standards/index.ts';
import { type Operation, rolesOf } from '../src/core/call.ts';
import { LAYERS } from '../src/core/control.ts';
import { planFile } from '../src/core/plan-file.ts';
import { profileFile } from '../src/core/profile.ts';
import type { AnyResource } from '../src/core/resource.ts';
import { findingsFile } from '../src/reports/json.ts';
import { LAYER_TITLES } from '../src/reports/report.ts';
import { resources } from '../src/resources/index.generated.ts';
import { controlPage, controlPagePath } from './control-page.ts';
import { code, DO_NOT_EDIT, table } from './markdown.ts';

type JsonSchema = { [key: string]: unknown };

/** JSON Schema of a contract. Values that were checked by code alone are text wherever such a check occurs. */
function schemaOf(contract: z.ZodType, io: 'input' | 'output'): JsonSchema {
  return z.toJSONSchema(contract, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'custom' && jsonSchema.type === undefined) jsonSchema.type = 'string';
    },
  }) as JsonSchema;
}

function titled(name: string, title: string, description: string, schema: JsonSchema): string {
  const { $schema, ...rest } = schema;
  return `${JSON.stringify({ $schema, $id: name, title, description, ...rest }, null, 2)}\n`;
}

/** Options that a control has, with their defaults, so that an editor can offer them. */
function withControlOptions(schema: JsonSchema): JsonSchema {
  const properties = schema.properties as Record<string, JsonSchema>;
  const known = controls
    .filter(({ options }) => options !== undefined && Object.keys(options).length > 0)
    .map(({ id, title, options = {} }) => [
      id,
      {
        type: 'object',
        description: title,
        properties: Object.fromEntries(Object.entries(options).map(([name, value]) => [name, { default: value }])),
      },
    ]);
  return {
    ...schema,
    properties: { ...properties, controls: { ...properties.controls, properties: Object.fromEntries(known) } },
  };
}

function snapshotSchema(): JsonSchema {
  const text = { type: 'string' };
  const address = { ...text, description: 'kind:path' };
  const parent = { type: ['string', 'null'], description: 'Address of what it lives in; null for the organization.' };
  const strict = (properties: JsonSchema, required = Object.keys(properties)) => {
    return { type: 'object', properties, required, additionalProperties: false };
  };
  const kinds = resources.map(({ kind, title, model }) => {
    const { $schema: _, ...schema } = schemaOf(model, 'output');
    return { title, ...strict({ kind: { const: kind }, address, parent, model: schema }) };
  });
  const notRead = {
    ...strict(
      {
        cause: { enum: ['forbidden', 'absent', 'unsupported', 'failed', 'not-in-source', 'not-collected'] },
        because: { ...text, description: 'One sentence with the evidence.' },
        neededRole: { ...text, description: 'The least Atlas role that may read it, where that is the cause.' },
        operationId: text,
        answer: strict({ status: { type: 'integer' }, errorCode: text }, ['status']),
      },
      ['cause', 'because'],
    ),
    description: 'Absent: everything of this kind under this parent stands in `resources`.',
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...strict({
      formatVersion: { const: 1, description: 'Version of this file format.' },
      takenAt: { ...text, description: 'ISO 8601, UTC.' },
      source: strict(
        {
          type: { enum: ['api', 'emulator', 'terraform', 'generated'] },
          baseUrl: { ...text, description: "The API's base URL, without credentials." },
          organization: strict({ id: text, name: text }),
        },
        ['type', 'organization'],
      ),
      resources: { type: 'array', description: 'Sorted by address.', items: { oneOf: kinds } },
      reads: {
        type: 'array',
        description: 'Whether each kind under each parent was read. Sorted by kind and parent.',
        items: strict({ kind: text, parent, notRead }, ['kind', 'parent']),
      },
    }),
  };
}

function controlsPage(): string {
  const lines = [
    DO_NOT_EDIT,
    '# Controls',
    '',
    `${controls.length} controls in ${LAYERS.length} layers. A control's title is true when it passes. Each has a page with its rationale, its examples as the program judges them, and its remedy in every dialect; \`fivefold controls show ID\` says the same in the terminal.`,
    '',
  ];
  for (const layer of LAYERS) {
    const own = controls.filter((control) => control.layer === layer);
    lines.push(`## ${LAYER_TITLES[layer]}`, '');
    if (own.length === 0) {
      lines.push('No control yet.', '');
      continue;
    }
    lines.push(
      table(
        ['Severity', 'Control', 'It passes when', 'Remedy'],
        own.map(({ id, severity, title, remedy }) => [
          severity,
          `[${id}](${controlPagePath(id)})`,
          title,
          remedy === undefined ? '' : 'yes',
        ]),
      ),
      '',
    );
  }
  lines.push(
    '## Standards',
    '',
    'What controls cite. Meeting a control helps with a requirement; it does not prove it.',
    '',
    table(
      ['Cited as', 'Standard', 'Edition', 'Controls that cite it'],
      standards.map(({ id, title, version }) => [
        code(`${id}:`),
        title,
        version,
        String(controls.filter(({ standards: cited }) => cited.some((one) => one.startsWith(`${id}:`))).length),
      ]),
    ),
    '',
  );
  return lines.join('\n');
}

function operationRows(operations: readonly Operation[]): readonly (readonly string[])[] {
  return operations.map((operation) => [
    code(operation.id),
    code(`${operation.method} ${operation.path}`),
    operation.version,
    rolesOf(operation)
      .map((role) => (role === 'any' ? 'any caller' : code(role)))
      .join(' or '),
  ]);
}

function resourcesPage(): string {
  const readers = new Map<string, number>();
  for (const { reads } of controls)
    for (const kind of reads as readonly string[]) readers.set(kind, (readers.get(kind) ?? 0) + 1);
  const lines = [
    DO_NOT_EDIT,
    '# Resources',
    '',
    `${resources.length} kinds of Atlas resource. The role is the least that Atlas documents for the operation.`,
    '',
    table(
      ['Kind', 'Lives in', 'Fivefold can', 'Terraform', 'Controls that read it'],
      resources.map(({ kind, parentKind, write, terraform }) => [
        `[${kind}](#${kind})`,
        parentKind ?? '',
        ['read', ...(['create', 'update', 'delete'] as const).filter((verb) => write?.[verb] !== undefined)].join(', '),
        terraform === undefined || 'none' in terraform ? '' : code(terraform.type),
        String(readers.get(kind) ?? 0),
      ]),
    ),
    '',
  ];
  for (const { kind, title, parentKind, lifecycle, read, write, terraform } of resources) {
    const heads = ['Operation', 'Call', 'Version', 'Role'];
    const lives = parentKind === null ? 'Nothing is above it.' : `Lives in ${parentKind}.`;
    const exists = {
      managed: 'It is made and removed.',
      singleton: 'There is always one; it is only changed.',
      'read-only': 'It is only read.',
    }[lifecycle];
    lines.push(
      `## ${kind}`,
      '',
      `${title.charAt(0).toUpperCase()}${title.slice(1)}. ${lives} ${exists}`,
      '',
      'To read:',
      '',
      table(heads, operationRows(read.operations)),
      '',
    );
    if (write !== undefined) lines.push('To write:', '', table(heads, operationRows(write.operations)), '');
    if (terraform !== undefined) lines.push(terraformLine(terraform), '');
  }
  return lines.join('\n');
}

function terraformLine(terraform: NonNullable<AnyResource['terraform']>): string {
  if ('none' in terraform) return `Terraform: none. ${terraform.none}`;
  const { type, mode } = terraform;
  return `Terraform: ${code(type)}, ${mode === 'whole' ? 'a block of its own' : 'the changed attributes, for the block that you have'}.`;
}

function optionRows(options: OptionSpecs): readonly (readonly string[])[] {
  return Object.entries(options).map(([name, { type, short, value, text }]) => {
    const flag = `--${name}${type === 'string' ? ` ${value ?? 'VALUE'}` : ''}`;
    const letter = short === undefined ? '' : `, ${code(`-${short}`)}`;
    return [`${code(flag)}${letter}`, text];
  });
}

function commandsPage(): string {
  const lines = [
    DO_NOT_EDIT,
    '# Commands',
    '',
    table(
      ['Command', 'What it does'],
      commands.map(({ name, summary }) => [`[fivefold ${name}](#fivefold-${name})`, summary]),
    ),
    '',
    'Data goes to standard output, progress to standard error. [Exit codes and files](formats.md) are stable.',
    '',
    '## Options of every command',
    '',
    table(['Option', 'What it does'], optionRows(GLOBAL_OPTIONS)),
    '',
  ];
  for (const command of commands) {
    const { name, summary, description, words, examples, topics = {} } = command;
    const options = commonOptions(command);
    lines.push(`## fivefold ${name}`, '', `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`, '');
    if (description !== undefined) lines.push(description, '');
    if (words !== undefined) lines.push(`Words after the name: ${code(words)}`, '');
    if (Object.keys(options).length > 0) lines.push(table(['Option', 'What it does'], optionRows(options)), '');
    lines.push('```console', ...examples.map((example) => `$ ${example}`), '```', '');
    for (const [topic, about] of Object.entries(topics)) {
      lines.push(
        `### fivefold ${name} ${topic}`,
        '',
        `${about.summary.charAt(0).toUpperCase()}${about.summary.slice(1)}.`,
        '',
      );
      lines.push(about.description, '');
      if (Object.keys(about.options).length > 0)
        lines.push(table(['Option', 'What it does'], optionRows(about.options)), '');
      lines.push('```console', ...about.examples.map((example) => `$ ${example}`), '```', '');
    }
  }
  return lines.join('\n');
}

/** Every published file, by path. */
export const published: readonly (readonly [path: string, make: () => string])[] = [
  [
    'schema/fivefold.schema.json',
    () =>
      titled(
        'fivefold.schema.json',
        'fivefold.yaml',
        'The answers to the tailoring questions of Fivefold.',
        withControlOptions(schemaOf(profileFile, 'input')),
      ),
  ],
  [
    'schema/findings.schema.json',
    () =>
      titled(
        'findings.schema.json',
        'Findings',
        'What `fivefold assess --json` prints.',
        schemaOf(findingsFile, 'output'),
      ),
  ],
  [
    'schema/plan.schema.json',
    () => titled('plan.schema.json', 'Plan', 'What `fivefold plan` writes.', schemaOf(planFile, 'output')),
  ],
  [
    'schema/snapshot.schema.json',
    () => titled('snapshot.schema.json', 'Snapshot', 'What `fivefold collect` writes.', snapshotSchema()),
  ],
  ['docs/reference/controls/README.md', controlsPage],
  ...controls.map(
    (control) => [`docs/reference/controls/${controlPagePath(control.id)}`, () => controlPage(control)] as const,
  ),
  ['docs/reference/resources.md', resourcesPage],
  ['docs/reference/commands.md', commandsPage],
];
