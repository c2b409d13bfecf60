import { callsOf } from '../../core/change-calls.ts';
import type { Problem } from '../../core/failure.ts';
import { printHcl } from '../../core/hcl.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import customDatabaseRole from '../../resources/custom-database-role/index.ts';
import type { CustomDatabaseRole } from '../../resources/custom-database-role/model.ts';
import { type ArtifactFile, defineArtifact, type GivenFile, type Made } from '../artifact.ts';
import { chooseProject, optionProblem, refuse } from '../choose.ts';
import { jsonText } from '../write.ts';
import { seenBy } from './evaluate.ts';
import { type DocumentRule, type FieldRule, pipelineOf } from './pipeline.ts';

const SAMPLE: GivenFile = {
  name: 'customers.json',
  text: JSON.stringify([
    { _id: 1, name: 'Ada', region: 'EU', ssn: '078-05-1120', address: { city: 'Lund', street: 'Nygatan 1' } },
    { _id: 2, name: 'Bo', region: 'US', ssn: '219-09-9999', address: { city: 'Reno' } },
  ]),
};

export default defineArtifact({
  id: 'restricted-view',
  title: 'A view that shows each caller only what its roles allow',
  summary: 'a view with field and document rules by role, a role that reads the view alone, and who sees what',
  about:
    'Rules stand in a view, and callers get find on the view and not on the collection below it: a stage that a client adds to its own ' +
    'query could as well be left out. The view asks the server itself for the caller’s roles ($$USER_ROLES, MongoDB 7.0).',
  serves: ['authentication-and-authorization/roles', 'encryption/client-side'],
  options: {
    database: { type: 'string', value: 'NAME', text: 'the database of the collection and of the view' },
    collection: { type: 'string', value: 'NAME', text: 'the collection below the view' },
    name: { type: 'string', value: 'VIEW', text: 'what the view is called; default COLLECTION_restricted' },
    'field-for': {
      type: 'string',
      multiple: true,
      value: 'FIELD:ROLE,…',
      text: 'a field that only these roles see: ssn:auditor,dpo',
    },
    'documents-for': {
      type: 'string',
      multiple: true,
      value: 'FIELD=VALUE:ROLE,…',
      text: 'documents that only these roles see: region=EU:eu-support',
    },
    samples: { type: 'file', text: 'documents (a JSON list, or one a line) to show what each caller would see' },
  },
  reads: () => ['organization', 'project'],
  usage: [
    'restricted-view --project shop --database shop --collection customers --field-for ssn:auditor --documents-for region=EU:eu-support',
    'restricted-view --project shop --database shop --collection customers --field-for ssn:auditor --samples customers.json --only who-sees-what.json',
  ],
  sources: [
    'https://www.mongodb.com/docs/manual/core/views/',
    'https://www.mongodb.com/docs/manual/reference/aggregation-variables/',
    'createGroupCustomDbRoleRole',
  ],
  make({ values, index }): Made {
    const project = chooseProject(index);
    const { database, collection, samples: given } = values;
    const problems: Problem[] = [];
    for (const [option, value] of [
      ['database', database],
      ['collection', collection],
    ] as const)
      if (value === undefined)
        problems.push(
          optionProblem(
            `Could not write a view: --${option} is missing.`,
            'A view stands on one collection.',
            `Add --${option} NAME.`,
          ),
        );
    const fields = (values['field-for'] ?? []).flatMap((text) => fieldRule(text, problems));
    const documents = (values['documents-for'] ?? []).flatMap((text) => documentRule(text, problems));
    if (fields.length + documents.length === 0 && problems.length === 0)
      problems.push(
        optionProblem(
          'Could not write a view: there is no rule.',
          'A view without a rule shows everything.',
          'Add --field-for FIELD:ROLE or --documents-for FIELD=VALUE:ROLE.',
        ),
      );
    const samples = given === undefined ? [] : documentsOf(given, problems);
    problems.push(...pathProblems([...fields, ...documents], fields, samples));
    if (problems.length > 0 || database === undefined || collection === undefined) throw refuse(problems);
    const view = values.name ?? `${collection}_restricted`;
    const pipeline = pipelineOf(fields, documents);
    const role: CustomDatabaseRole = {
      projectId: project.id,
      roleName: `${view}_reader`,
      actions: [{ action: 'FIND', resources: [{ type: 'collection', database, collection: view }] }],
      inheritedRoles: [],
    };
    const roles = [...new Set([...fields, ...documents].flatMap((rule) => rule.roles))].sort();
    return {
      files: filesOf({ database, collection, view, pipeline, role, roles, samples }),
      next: [
        'Make the view with create-view.js, as a user who may make collections in this database.',
        `Make the role ${role.roleName} (role.json or role.tf), and give it to every caller beside its own roles: ${roles.join(', ')}.`,
        `Take every role away from the callers that reads ${database}.${collection} itself: \`fivefold access who-can --do find --on ${database}.${collection}\` names them.`,
        'Log in as one caller of each kind and compare with who-sees-what.json.',
      ],
      remarks: [
        'The server must be MongoDB 7.0 or later; on an older one the view is refused.',
        'A role that reads every database (readAnyDatabase, atlasAdmin …) reads the collection, whatever the view says.',
        'A view cannot be written to: writers need the collection, and then see what they may find there.',
        'Sorting and counting work on what the caller sees; an index of the collection serves the first stages only.',
      ],
    };
  },
  examples: [
    {
      name: 'a field and documents, with a sample',
      values: {
        database: 'shop',
        collection: 'customers',
        'field-for': ['ssn:auditor,dpo', 'address.street:support'],
        'documents-for': ['region=EU:eu-support'],
        samples: SAMPLE,
      },
    },
    {
      name: 'one field',
      values: { database: 'hr', collection: 'people', name: 'people_public', 'field-for': ['salary:hr.payroll'] },
    },
    {
      name: 'documents alone',
      values: { database: 'shop', collection: 'orders', 'documents-for': ['secret=true:auditor'] },
    },
  ],
});

/** Custom roles of Atlas stand in `admin`; another database is written `db.role`. */
function rolesOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => (name.includes('.') ? name : `admin.${name}`));
}

const PATH = /^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)*$/;

function fieldRule(text: string, problems: Problem[]): readonly FieldRule[] {
  const [, path = '', names = ''] = /^([^:=]+):(.+)$/.exec(text) ?? [];
  const roles = rolesOf(names);
  if (PATH.test(path) && roles.length > 0) return [{ path, roles }];
  problems.push(
    optionProblem(
      `Could not read --field-for "${text}".`,
      'It is not FIELD:ROLE,ROLE.',
      'Write for example ssn:auditor,dpo.',
    ),
  );
  return [];
}

function documentRule(text: string, problems: Problem[]): readonly DocumentRule[] {
  const [, path = '', value = '', names = ''] = /^([^:=]+)=(.+):([^:]+)$/.exec(text) ?? [];
  const roles = rolesOf(names);
  if (PATH.test(path) && roles.length > 0) return [{ path, value: literal(value), roles }];
  problems.push(
    optionProblem(
      `Could not read --documents-for "${text}".`,
      'It is not FIELD=VALUE:ROLE,ROLE.',
      'Write for example region=EU:eu-support.',
    ),
  );
  return [];
}

/** A number, true, false or null as such; everything else is text. */
function literal(text: string): Json {
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === 'object' && value !== null ? text : value;
  } catch {
    return text;
  }
}

function documentsOf({ name, text }: GivenFile, problems: Problem[]): readonly JsonObject[] {
  try {
    const parsed: unknown = text.trimStart().startsWith('[')
      ? JSON.parse(text)
      : text
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map((line) => JSON.parse(line));
    if (Array.isArray(parsed) && parsed.length > 0 && parsed.every((one) => isObject(one)))
      return parsed as JsonObject[];
    problems.push(
      optionProblem(
        `Could not read documents from "${name}".`,
        'It is no list of objects.',
        'Give a JSON list, or one document a line.',
      ),
    );
  } catch (error) {
    problems.push(
      optionProblem(
        `Could not read documents from "${name}".`,
        `It is no JSON: ${(error as Error).message}.`,
        'Give a JSON list, or one document a line.',
      ),
    );
  }
  return [];
}

/** What a view could not hide as it is meant: fields inside lists, the identity, a field that another rule contains. */
function pathProblems(
  all: readonly { readonly path: string }[],
  fields: readonly FieldRule[],
  samples: readonly JsonObject[],
): readonly Problem[] {
  const problems: Problem[] = [];
  const paths = fields.map(({ path }) => path);
  for (const { path } of all) {
    const parts = path.split('.');
    const inList = samples.some((document) =>
      parts.slice(0, -1).some((_, depth) => {
        let value: unknown = document;
        for (const part of parts.slice(0, depth + 1)) value = isObject(value) ? value[part] : undefined;
        return Array.isArray(value);
      }),
    );
    if (inList)
      problems.push(
        optionProblem(
          `Could not write a rule for ${path}.`,
          'A part of it is a list in the sample, and a rule reaches no element of a list.',
          `Hide the list as a whole: name ${parts[0]}.`,
        ),
      );
  }
  if (paths.includes('_id'))
    problems.push(
      optionProblem('Could not hide _id.', 'Drivers rely on it, and so do cursors.', 'Keep what is secret out of _id.'),
    );
  for (const path of new Set(paths)) {
    if (paths.filter((other) => other === path).length > 1)
      problems.push(
        optionProblem(
          `Two rules are about ${path}.`,
          'Only one of them would count.',
          'Name all roles in one --field-for.',
        ),
      );
    const outer = paths.find((other) => path.startsWith(`${other}.`));
    if (outer !== undefined)
      problems.push(
        optionProblem(
          `The rule for ${path} lies inside the rule for ${outer}.`,
          'Which of them counts would depend on their order.',
          'Keep one of them.',
        ),
      );
  }
  return problems;
}

interface View {
  readonly database: string;
  readonly collection: string;
  readonly view: string;
  readonly pipeline: readonly JsonObject[];
  readonly role: CustomDatabaseRole;
  readonly roles: readonly string[];
  readonly samples: readonly JsonObject[];
}

function filesOf({ database, collection, view, pipeline, role, roles, samples }: View): readonly ArtifactFile[] {
  const [call] = callsOf(customDatabaseRole.create(role), customDatabaseRole);
  const terraform = customDatabaseRole.terraform as TerraformDialect<CustomDatabaseRole>;
  const callers = [...roles.map((one) => [one]), ...(roles.length > 1 ? [roles] : []), []];
  return [
    {
      name: 'create-view.js',
      format: 'javascript',
      text: `db.getSiblingDB(${JSON.stringify(database)}).createView(${JSON.stringify(view)}, ${JSON.stringify(collection)}, ${JSON.stringify(pipeline, undefined, 2)});\n`,
      about: 'Makes the view, for mongosh.',
    },
    { name: 'pipeline.json', format: 'json', text: jsonText(pipeline), about: 'The stages of the view alone.' },
    {
      name: 'role.json',
      format: 'json',
      text: jsonText(call?.body as Json),
      about: 'The role that reads the view and nothing else, for createGroupCustomDbRoleRole.',
    },
    {
      name: 'role.tf',
      format: 'hcl',
      text: printHcl([
        { type: 'resource', labels: [terraform.type, terraform.name(role)], body: terraform.toHcl(role) },
      ]),
      about: 'The same role for Terraform.',
    },
    ...(samples.length === 0
      ? []
      : [
          {
            name: 'who-sees-what.json',
            format: 'json',
            text: jsonText(
              callers.map((own) => ({ roles: own, sees: seenBy(pipeline, samples, own) as unknown as Json })),
            ),
            about: 'What each caller would see of the sample, by evaluating the stages as written.',
          } as const,
        ]),
  ];
}
