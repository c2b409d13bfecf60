/** Organizations of any size for the figures: every kind that a project holds, in each of N projects. */
import type { SeedModel } from '../../src/emulator/seed.ts';
import { exampleIds } from '../../src/resources/contract.ts';
import { resources } from '../../src/resources/index.generated.ts';

/** What a project of the figures holds, from the examples of each kind. */
const KINDS = [
  'project-settings',
  'project-ip-access-list',
  'network-container',
  'cluster',
  'flex-cluster',
  'custom-database-role',
  'database-user',
  'maintenance-window',
  'audit-configuration',
  'encryption-at-rest',
  'alert-configuration',
  'third-party-integration',
] as const;

/** The id of the organization that `organizationOf` makes. */
export const ORGANIZATION_ID = exampleIds.orgId;

/** An organization with this many projects; the same number gives the same models. */
export function organizationOf(projects: number): readonly SeedModel[] {
  const organization = resources.find(({ kind }) => kind === 'organization')?.examples[0];
  const template = projectTemplate();
  const models: SeedModel[] = [{ kind: 'organization', model: organization }];
  for (let number = 0; number < projects; number += 1) {
    // Object ids differ in their first 8 digits, so that what refers to another still does.
    const prefix = (0x66000000 + number).toString(16);
    const text = template
      .replaceAll(/"(?!5f0000000000000000000001)[0-9a-f]{8}([0-9a-f]{16})"/g, `"${prefix}$1"`)
      .replaceAll('"@project-name"', `"project-${String(number).padStart(4, '0')}"`);
    models.push(...(JSON.parse(text) as SeedModel[]));
  }
  return models;
}

/** One project with all that it holds, as text in which ids and the name are filled in. */
function projectTemplate(): string {
  const byKind = new Map(resources.map((resource) => [resource.kind, resource]));
  const projects = byKind.get('project');
  const project = projects?.examples.find((example) => example.id === exampleIds.projectId);
  const home = projects?.address(project);
  const held = KINDS.flatMap((kind) => {
    const resource = byKind.get(kind);
    if (resource === undefined) throw new Error(`There is no kind ${kind}.`);
    const models = resource.examples.filter((example) => resource.parent(example) === home);
    if (models.length === 0) throw new Error(`No example of ${kind} lives in the example project.`);
    const distinct = new Map(models.map((model) => [resource.address(model), { kind, model }]));
    return [...distinct.values()];
  });
  return JSON.stringify([{ kind: 'project', model: { ...project, name: '@project-name' } }, ...held]);
}

/** The same with more people: more database users and custom roles in each project, and keys and owners of the organization. */
export function crowdedOrganizationOf(projects: number): readonly SeedModel[] {
  const models = organizationOf(projects);
  const more = models.flatMap((seed): SeedModel[] => {
    if (seed.kind === 'database-user') {
      const user = seed.model as { readonly username: string; readonly mechanism: { readonly type: string } };
      if (user.mechanism.type !== 'scram') return [];
      return Array.from({ length: 6 }, (_, n) => ({ ...seed, model: { ...user, username: `${user.username}-${n}` } }));
    }
    if (seed.kind === 'custom-database-role') {
      const role = seed.model as { readonly roleName: string };
      return Array.from({ length: 2 }, (_, n) => ({ ...seed, model: { ...role, roleName: `${role.roleName}-${n}` } }));
    }
    return [];
  });
  const orgId = ORGANIZATION_ID;
  const home = models.find(({ kind }) => kind === 'project')?.model as { readonly id: string };
  const keys = Array.from({ length: 200 }, (_, n) => ({
    kind: 'api-key',
    model: {
      orgId,
      id: `66000000000000000000${n.toString(16).padStart(4, '0')}`,
      publicKey: `key-${n}`,
      description: `pipeline ${n}`,
      roles: [
        { role: n % 20 === 0 ? 'ORG_OWNER' : 'ORG_MEMBER', orgId },
        { role: 'GROUP_OWNER', projectId: home.id },
      ],
    },
  }));
  return [...models, ...more, ...keys];
}
