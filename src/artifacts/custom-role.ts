import { serverActions } from '../access/index.ts';
import { callsOf } from '../core/change-calls.ts';
import type { Problem } from '../core/failure.ts';
import { printHcl } from '../core/hcl.ts';
import type { Json } from '../core/json.ts';
import type { TerraformDialect } from '../core/resource.ts';
import customDatabaseRole from '../resources/custom-database-role/index.ts';
import type {
  CustomDatabaseRole,
  CustomRoleAction,
  CustomRoleResource,
} from '../resources/custom-database-role/model.ts';
import { type ArtifactFile, defineArtifact } from './artifact.ts';
import { chooseProject, grantedRoles, optionProblem, refuse } from './choose.ts';
import { jsonText } from './write.ts';

const byServerName = new Map(Object.entries(serverActions).map(([atlas, server]) => [server, atlas]));

const projectsRole = customDatabaseRole.examples[0] as CustomDatabaseRole;

export default defineArtifact({
  id: 'custom-role',
  title: 'A custom database role in every tool',
  summary: 'a database role as Admin API body, Terraform and mongosh createRole',
  about:
    'A role that holds exactly what an application needs. Without --allow and --inherit the role of this name is taken from the project. ' +
    'Actions are written as MongoDB does (find) or as Atlas does (FIND).',
  serves: ['authentication-and-authorization/roles'],
  options: {
    name: { type: 'string', value: 'ROLE', text: 'the name of the role' },
    allow: {
      type: 'string',
      multiple: true,
      value: 'ACTIONS@PLACE',
      text: 'what it may do: find,insert@shop.orders, find@shop (every collection), listDatabases@cluster',
    },
    inherit: {
      type: 'string',
      multiple: true,
      value: 'ROLE@DB',
      text: 'a role whose privileges it has too: read@shop',
    },
  },
  reads: () => ['organization', 'project', 'custom-database-role'],
  usage: [
    'custom-role --project shop --name order-writer --allow find,insert,update@shop.orders',
    'custom-role --project shop --name order-writer --out role/',
  ],
  sources: ['createGroupCustomDbRoleRole', 'https://www.mongodb.com/docs/manual/reference/command/createRole/'],
  make({ values, index }) {
    const project = chooseProject(index);
    const { name, allow = [], inherit = [] } = values;
    const existing = index
      .ofKind('custom-database-role')
      .map(({ model }) => model as CustomDatabaseRole)
      .find((role) => role.projectId === project.id && role.roleName === name);
    const asked = allow.length > 0 || inherit.length > 0;
    const problems: Problem[] = [];
    if (name === undefined)
      problems.push(optionProblem('Could not name the role.', 'None was given.', 'Add --name ROLE.'));
    else if (!asked && existing === undefined)
      problems.push(
        optionProblem(
          `Could not write the role "${name}".`,
          `Project ${project.name} has no such role, and nothing was said of what it may do.`,
          'Add --allow find@DB.COLLECTION, or name a role of the project.',
        ),
      );
    const actions = new Map<string, CustomRoleResource[]>();
    for (const text of allow) addAllowed(text, actions, problems);
    const inheritedRoles = grantedRoles(inherit, problems, 'inherit');
    if (problems.length > 0) throw refuse(problems);
    const role: CustomDatabaseRole =
      asked || existing === undefined
        ? {
            projectId: project.id,
            roleName: name as string,
            actions: [...actions]
              .map(([action, resources]): CustomRoleAction => ({ action, resources }))
              .sort((a, b) => (a.action < b.action ? -1 : 1)),
            inheritedRoles,
          }
        : existing;
    return {
      files: filesOf(role),
      next: [
        existing === undefined
          ? 'Make the role with one of role.json or role.tf; role.js is for a MongoDB of your own.'
          : `The role exists in ${project.name}: an update replaces all of its actions and inherited roles.`,
        `Give it to a database user of ${project.name}, and to one application only.`,
        `\`fivefold access can --as USER@admin --do COMMAND --on DB.COLLECTION\` says what the user may then do.`,
      ],
      remarks: [
        'On Atlas, roles are made through the Admin API; role.js makes the same role on a MongoDB that you run, for tests.',
      ],
    };
  },
  examples: [
    {
      name: 'a writer of one collection',
      values: { name: 'order-writer', allow: ['find,insert,update@shop.orders', 'listDatabases@cluster'] },
    },
    { name: 'a role that inherits', values: { name: 'reporting', inherit: ['read@shop'], allow: ['FIND@billing'] } },
    {
      name: 'a role that the project has',
      values: { name: projectsRole.roleName },
      resources: { 'custom-database-role': [projectsRole] },
    },
  ],
});

function addAllowed(text: string, actions: Map<string, CustomRoleResource[]>, problems: Problem[]): void {
  const [, names = '', place = ''] = /^([^@]+)@(.+)$/.exec(text) ?? [];
  const resource = placeOf(place);
  if (resource === undefined) {
    problems.push(
      optionProblem(
        `Could not read --allow "${text}".`,
        'It is not ACTIONS@DB, ACTIONS@DB.COLLECTION or ACTIONS@cluster.',
        'Write for example find,insert@shop.orders.',
      ),
    );
    return;
  }
  for (const name of names.split(',').map((part) => part.trim())) {
    const action = name in serverActions ? name : byServerName.get(name);
    if (action === undefined)
      problems.push(
        optionProblem(
          `Could not allow "${name}".`,
          'Atlas lets no custom role have an action of this name.',
          'Name actions as MongoDB does (find, insert, listCollections) or as Atlas does (FIND).',
        ),
      );
    else actions.set(action, [...(actions.get(action) ?? []), resource]);
  }
}

function placeOf(place: string): CustomRoleResource | undefined {
  if (place === '') return undefined;
  if (place === 'cluster') return { type: 'cluster' };
  const dot = place.indexOf('.');
  if (dot === 0 || dot === place.length - 1) return undefined;
  return dot === -1
    ? { type: 'collection', database: place, collection: null }
    : { type: 'collection', database: place.slice(0, dot), collection: place.slice(dot + 1) };
}

function filesOf(role: CustomDatabaseRole): readonly ArtifactFile[] {
  const [call] = callsOf(customDatabaseRole.create(role), customDatabaseRole);
  const terraform = customDatabaseRole.terraform as TerraformDialect<CustomDatabaseRole>;
  return [
    {
      name: 'role.json',
      format: 'json',
      about: `The body of ${call?.operation.id}, sent to ${call?.path}.`,
      text: jsonText(call?.body as Json),
    },
    {
      name: 'role.tf',
      format: 'hcl',
      about: 'The same as a Terraform resource.',
      text: printHcl([
        { type: 'resource', labels: [terraform.type, terraform.name(role)], body: terraform.toHcl(role) },
      ]),
    },
    {
      name: 'role.js',
      format: 'javascript',
      about: 'The same for mongosh, on a MongoDB of your own.',
      text: `db.getSiblingDB("admin").createRole(${JSON.stringify(serverRole(role), undefined, 2)});\n`,
    },
  ];
}

/** The role as the command createRole takes it. */
function serverRole({ roleName, actions, inheritedRoles }: CustomDatabaseRole) {
  const byPlace = new Map<string, { readonly resource: object; readonly actions: string[] }>();
  for (const { action, resources } of actions)
    for (const place of resources) {
      const resource =
        place.type === 'cluster' ? { cluster: true } : { db: place.database, collection: place.collection ?? '' };
      const key = JSON.stringify(resource);
      const known = byPlace.get(key) ?? { resource, actions: [] };
      known.actions.push(serverActions[action] ?? action);
      byPlace.set(key, known);
    }
  return {
    role: roleName,
    privileges: [...byPlace.values()],
    roles: inheritedRoles.map(({ roleName: role, databaseName }) => ({ role, db: databaseName })),
  };
}
