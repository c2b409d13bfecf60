/** Every change of every kind that Terraform can say, rendered as plans that a user could be given. */
import type { HclBlock, HclBody, HclNestedBlock } from '../../src/core/hcl.ts';
import { printHcl } from '../../src/core/hcl.ts';
import type { Plan, Step } from '../../src/core/plan.ts';
import type { AnyResource } from '../../src/core/resource.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { renderPlan } from '../../src/workflows/render-files.ts';
import { type PlacedBlock, renderTerraform } from '../../src/workflows/render-terraform.ts';
import { changesOf, stepOf } from '../laws/changes.ts';
import { isBlock, type ProviderAttributes, type ProviderSchema } from '../laws/provider-schema.ts';
import { attributesOf } from './wire-schema.ts';

/** A change as a step of a plan, and its kind. */
export interface RenderedStep {
  readonly step: Step;
  readonly resource: AnyResource;
}

/** A resource block as Terraform is given it. */
export interface RenderedBlock {
  readonly owner: RenderedStep;
  /** `type.name` of what Terraform plans. */
  readonly address: string;
  readonly type: string;
  /** What we wrote; of a block that was completed, without what was added. */
  readonly body: HclBody;
  /** False where it is for a block of the user's own, which was made up around it. */
  readonly isWhole: boolean;
  /** The id that it is imported by; undefined where it is not. */
  readonly importId?: string;
}

/** A plan as Terraform is given it. */
export interface RenderedPlan {
  readonly steps: readonly RenderedStep[];
  readonly files: ReadonlyMap<string, string>;
  readonly blocks: readonly RenderedBlock[];
  /** The names of the variables that it asks for. */
  readonly variables: readonly string[];
}

/** The rest of a user's own resource: before it is applied nothing is known of it, not even its type. */
const OWN = { ref: 'jsondecode(terraform_data.own.id)' } as const;
const OWN_REST: HclBlock = { type: 'resource', labels: ['terraform_data', 'own'], body: { attributes: {} } };

/** Every change of every kind: those that Terraform is asked about, and removals and what it cannot say, which are remarks. */
export function renderedSteps(): {
  readonly written: readonly RenderedStep[];
  readonly remarked: readonly RenderedStep[];
} {
  const steps = resources.flatMap((resource) => changesOf(resource).map((change) => ({ change, resource })));
  const numbered = steps.map(({ change, resource }, index) => ({
    step: { ...stepOf(change), id: `s${index + 1}` },
    resource,
  }));
  const isWritten = ({ step }: RenderedStep) => renderTerraform([step], resources).blocks.length > 0;
  return { written: numbered.filter(isWritten), remarked: numbered.filter((one) => !isWritten(one)) };
}

/** The steps as few plans, each of which changes a resource once. */
export function renderPlans(steps: readonly RenderedStep[], schema: ProviderSchema): readonly RenderedPlan[] {
  const groups: RenderedStep[][] = [];
  for (const one of steps) {
    const { address } = one.step.change;
    const group = groups.find((others) => others.every(({ step }) => step.change.address !== address));
    if (group === undefined) groups.push([one]);
    else group.push(one);
  }
  return groups.map((group) => asTerraform(group, schema));
}

function asTerraform(steps: readonly RenderedStep[], schema: ProviderSchema): RenderedPlan {
  const plan: Plan = {
    formatVersion: 1,
    madeAt: '2026-01-01T00:00:00Z',
    organization: { id: '0', name: 'shop' },
    steps: steps.map(({ step }) => step),
    manual: [],
    needs: [],
    conflicts: [],
    fingerprint: '',
  };
  const files = new Map<string, string>();
  for (const { name, text } of renderPlan(plan, resources, 'terraform').files)
    if (name.endsWith('.tf')) files.set(name, text);

  const own: HclBlock[] = [];
  const blocks: RenderedBlock[] = [];
  const imports = new Map<string, string>();
  for (const { owner, block } of ownedBlocks(plan, steps)) {
    const { attributes } = block.body;
    if (block.type === 'import') imports.set((attributes.to as { readonly ref: string }).ref, String(attributes.id));
    if (block.type !== 'resource') continue;
    const [type = '', name = ''] = block.labels;
    const isWhole = block.place !== 'differences';
    const label = isWhole ? name : `own_${own.length}`;
    const address = `${type}.${label}`;
    const importId = imports.get(address);
    blocks.push({ owner, address, type, body: block.body, isWhole, ...(importId === undefined ? {} : { importId }) });
    const resource = schema.resources[type];
    if (!isWhole && resource !== undefined)
      own.push({ ...block, labels: [type, label], body: withOwn(block.body, attributesOf(resource)) });
  }
  if (own.length > 0) files.set('own.tf', printHcl([OWN_REST, ...own]));
  const variables = [...(files.get('variables.tf') ?? '').matchAll(/^variable "(\w+)"/gm)];
  return { steps, files, blocks, variables: variables.map(([, name = '']) => name) };
}

/** The blocks of a plan, each with the step that it comes from: its first comment, or that of the import above it, begins with the id. */
function ownedBlocks(
  { steps }: Plan,
  owners: readonly RenderedStep[],
): readonly { readonly owner: RenderedStep; readonly block: PlacedBlock }[] {
  const byId = new Map(owners.map((owner) => [owner.step.id, owner]));
  let owner: RenderedStep | undefined;
  return renderTerraform(steps, resources).blocks.map((block) => {
    const id = /^(\w+)(?:, \w+)*: /.exec(block.comment?.[0] ?? '')?.[1];
    if (id !== undefined) owner = byId.get(id);
    if (owner === undefined) throw new TypeError(`no step is named above ${block.labels.join('.')}`);
    return { owner, block };
  });
}

/** A body with all that its resource asks for. */
function withOwn(body: HclBody, attributes: ProviderAttributes): HclBody {
  const given = new Set([...Object.keys(body.attributes), ...(body.blocks ?? []).map(({ type }) => type)]);
  const missing = Object.entries(attributes).filter(([name, one]) => !given.has(name) && isRequired(one));
  const blocks: readonly HclNestedBlock[] = missing
    .filter(([, one]) => isBlock(one))
    .map(([type, one]) => ({ type, body: withOwn({ attributes: {} }, one.attributes ?? {}) }));
  const rest = missing.filter(([, one]) => !isBlock(one)).map(([name]) => [name, OWN]);
  return {
    attributes: { ...body.attributes, ...Object.fromEntries(rest) },
    blocks: [...(body.blocks ?? []), ...blocks],
  };
}

function isRequired({ required, validators = [] }: ProviderAttributes[string]): boolean {
  return required === true || validators.some((validator) => validator.includes('IsRequired'));
}
