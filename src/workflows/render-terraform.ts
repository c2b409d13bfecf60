import { type CreateChange, changedFields, type UpdateChange } from '../core/change.ts';
import { type HclBlock, type HclBody, isReference } from '../core/hcl.ts';
import { sameJson } from '../core/json.ts';
import type { Step } from '../core/plan.ts';
import type { AnyResource, TerraformDialect, TerraformPart } from '../core/resource.ts';
import { isUnknown } from '../core/unknown.ts';

/** The steps as Terraform: whole resources with their import where they exist, only the difference for a user's own block. */
export function renderTerraform(
  steps: readonly Step[],
  resources: readonly AnyResource[],
): { readonly blocks: readonly HclBlock[]; readonly remarks: readonly string[] } {
  const registry = new Map(resources.map((resource) => [resource.kind, resource]));
  const blocks: HclBlock[] = [];
  const remarks: string[] = [
    'Provider mongodb/mongodbatlas ~> 2.16. Credentials: MONGODB_ATLAS_CLIENT_ID and _SECRET.',
  ];
  for (const { id, change } of steps) {
    const resource = registry.get(change.kind);
    const dialect = resource?.terraform;
    const none = resource?.noTerraform ?? `Terraform has no resource for ${change.kind}.`;
    const cannot = dialect === undefined ? none : dialect.cannot?.(change);
    if (dialect === undefined || cannot !== undefined) {
      remarks.push(`${id}: ${cannot} Use the api dialect for this step.`);
      continue;
    }
    if (change.type === 'delete') {
      const where = dialect.isPart
        ? `take it out of your own ${dialect.type}`
        : `delete its block where Terraform manages it (import id ${dialect.importId(change.before) ?? 'none'})`;
      remarks.push(
        `${id}: remove ${change.address}: ${where}; what Terraform does not manage it cannot remove: use the api dialect.`,
      );
      continue;
    }
    const caution = dialect.caution?.(change);
    if (caution !== undefined) remarks.push(`${id}: ${caution}`);
    const labels = [dialect.type, dialect.name(change.after)];
    const whole = dialect.toHcl(change.after);
    const parts = renderParts(id, change, dialect);
    remarks.push(...parts.remarks);
    if (change.type === 'create') {
      const place = dialect.isPart ? ['A part of another resource: put it into your own block.'] : [];
      blocks.push({ comment: [`${id}: ${change.address}`, ...place], type: 'resource', labels, body: whole });
      if (registry.get(change.kind)?.write?.yieldsSecrets !== undefined)
        remarks.push(`${id}: Terraform keeps the new secret in its state: whoever may read the state has it.`);
    } else if (parts.seen > 0 && sameJson(dialect.toHcl(change.before), whole)) {
      // All that changes stands in resources of its own.
    } else if (isManageable(dialect, change, whole)) {
      const imported: HclBlock = {
        comment: [
          `${id}: ${change.address}`,
          'Imports what exists and then changes it. Where it stands in your configuration, change your own block instead.',
        ],
        type: 'import',
        labels: [],
        body: { attributes: { to: { ref: labels.join('.') }, id: dialect.importId(change.before) } },
      };
      const lifecycle = { type: 'lifecycle', body: { attributes: { prevent_destroy: true } } };
      const body = {
        attributes: Object.fromEntries(
          Object.entries(whole.attributes).filter(([name]) => dialect.createOnly?.includes(name) !== true),
        ),
        blocks: [...(whole.blocks ?? []), lifecycle],
      };
      blocks.push(imported, { type: 'resource', labels, body });
    } else {
      const before = dialect.toHcl(change.before);
      const attributes = Object.fromEntries(
        Object.entries(whole.attributes).filter(([name, value]) => !sameJson(value, before.attributes[name])),
      );
      const nested = (whole.blocks ?? []).filter((block) => !(before.blocks ?? []).some((old) => sameJson(old, block)));
      blocks.push({
        comment: [
          `${id}: ${change.address}`,
          `Only what changes (${changedFields(change).join(', ')}): put it into your own block.`,
        ],
        type: 'resource',
        labels,
        body: { attributes, blocks: nested },
      });
    }
    blocks.push(...parts.blocks);
  }
  return { blocks, remarks };
}

/** What a change does to the resources that say a part of the model: new ones whole, of others the difference. */
function renderParts(
  step: string,
  change: CreateChange | UpdateChange,
  dialect: TerraformDialect<unknown>,
): { readonly blocks: readonly HclBlock[]; readonly remarks: readonly string[]; readonly seen: number } {
  const isNew = change.type === 'create';
  const before = isNew ? [] : (dialect.parts?.(change.before, isNew) ?? []);
  const after = dialect.parts?.(change.after, isNew) ?? [];
  const counterpart = (list: readonly TerraformPart[], { type, name }: TerraformPart) =>
    list.find((part) => part.type === type && part.name === name);
  const gone = before.filter((part) => counterpart(after, part) === undefined);
  const blocks = after.flatMap((part): readonly HclBlock[] => {
    const earlier = counterpart(before, part)?.body.attributes;
    const attributes = Object.entries(part.body.attributes).filter(
      ([name, value]) => !sameJson(value, earlier?.[name]),
    );
    if (attributes.length === 0) return [];
    const comment =
      earlier === undefined
        ? []
        : [`Only what changes (${attributes.map(([name]) => name).join(', ')}): put it into your own block.`];
    return [
      {
        comment: [`${step}: ${change.address}`, ...comment],
        type: 'resource',
        labels: [part.type, part.name],
        body: { ...part.body, attributes: Object.fromEntries(attributes) },
      },
    ];
  });
  const remarks = gone.map(
    ({ type, body }) =>
      `${step}: delete the ${type} of ${Object.values(body.attributes).join(', ')} where Terraform manages it; what Terraform does not manage it cannot remove: use the api dialect.`,
  );
  return { blocks, remarks, seen: blocks.length + gone.length };
}

/**
 * True where Terraform may take an existing resource over: it can be imported, every attribute that Terraform would act on
 * was read (a password never is), and what is left out is what the provider assumes anyway.
 */
function isManageable(dialect: TerraformDialect<unknown>, change: UpdateChange, whole: HclBody): boolean {
  if (dialect.mode !== 'whole' || dialect.importId(change.before) === undefined) return false;
  if (holds(change.before, isUnknown) || holds(whole, isReference)) return false;
  const omitted = dialect.omitted?.(change.before) ?? [];
  return omitted.every(({ providerDefault, live }) => sameJson(providerDefault, live));
}

/** True where a value, or anything in it, is so. */
function holds(value: unknown, isSo: (part: unknown) => boolean): boolean {
  if (isSo(value)) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some((part) => holds(part, isSo));
}
