import { changedFields, type UpdateChange } from '../core/change.ts';
import { type HclBlock, type HclBody, isReference } from '../core/hcl.ts';
import { sameJson } from '../core/json.ts';
import type { Step } from '../core/plan.ts';
import type { AnyResource, TerraformDialect } from '../core/resource.ts';
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
    const dialect = registry.get(change.kind)?.terraform;
    const cannot = dialect === undefined ? `Terraform has no resource for ${change.kind}.` : dialect.cannot?.(change);
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
    const labels = [dialect.type, dialect.name(change.after)];
    const whole = dialect.toHcl(change.after);
    if (change.type === 'create') {
      const place = dialect.isPart ? ['A part of another resource: put it into your own block.'] : [];
      blocks.push({ comment: [`${id}: ${change.address}`, ...place], type: 'resource', labels, body: whole });
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
      const body = { ...whole, blocks: [...(whole.blocks ?? []), lifecycle] };
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
  }
  return { blocks, remarks };
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
