import type { Address } from './address.ts';
import type { AnyControl, ControlContext, ControlInput, Finding, Remedy, Verdict } from './control.ts';
import type { Instant } from './instant.ts';
import { environmentOf, type Profile } from './profile.ts';
import type { Kind } from './resource.ts';
import type { NotRead, ReadOutcome, SnapshotIndex, SnapshotResource } from './snapshot.ts';
import { UnknownValue } from './unknown.ts';

/** Which kind lives in which; from the resource registry. */
export type KindParents = ReadonlyMap<string, string | null>;

/** A control on one scope, with its verdict and, where it fails, its remedy. */
export interface Judgement {
  readonly control: AnyControl;
  readonly scope: SnapshotResource;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** Works the remedy out; only for a failing verdict. */
  remedy(): Remedy | undefined;
}

/** What assess is given. */
export interface Assessment {
  readonly index: SnapshotIndex;
  readonly controls: readonly AnyControl[];
  readonly profile: Profile;
  readonly parents: KindParents;
  readonly now: Instant;
}

/** A kind and everything that it lives in, up to the organization. */
function chainOf(kind: string, parents: KindParents): readonly string[] {
  const chain: string[] = [];
  let current: string | null | undefined = kind;
  while (current !== null && current !== undefined) {
    chain.push(current);
    current = parents.get(current);
  }
  return chain;
}

interface Gathered {
  readonly models: readonly unknown[];
  readonly notRead?: NotRead;
}

/**
 * The resources of a kind that matter to a scope: those below it, or those below the nearest thing that both live in
 * (a cluster sees its project's encryption settings). Anything unread on the way makes the answer unknown.
 */
function gather(index: SnapshotIndex, parents: KindParents, kind: string, scope: SnapshotResource): Gathered {
  const chain = chainOf(kind, parents);
  const lineage = [scope.address, ...index.ancestors(scope.address)];
  const anchor = lineage.map((address) => index.byAddress.get(address)).find((r) => r && chain.includes(r.kind));
  if (!anchor) {
    return { models: [], notRead: { cause: 'not-collected', because: `${kind} was not collected.` } };
  }
  if (anchor.kind === kind) return { models: [anchor.model] };
  // Walk down from the anchor: e.g. project → cluster → cluster-process-arguments.
  const down = chain.slice(0, chain.indexOf(anchor.kind)).reverse();
  let level: readonly SnapshotResource[] = [anchor];
  for (const step of down) {
    const next: SnapshotResource[] = [];
    for (const parent of level) {
      const outcome: ReadOutcome | undefined = index.outcome(step, parent.address);
      if (outcome === undefined) {
        return {
          models: [],
          notRead: { cause: 'not-collected', because: `${step} of ${parent.address} was not collected.` },
        };
      }
      if (outcome.notRead) return { models: [], notRead: outcome.notRead };
      next.push(...index.children(step, parent.address));
    }
    level = next;
  }
  return { models: level.map((resource) => resource.model) };
}

function nameOf(resource: SnapshotResource): { id: string; name: string } {
  const model = resource.model as { id?: string; name?: string };
  return { id: model.id ?? resource.address, name: model.name ?? model.id ?? resource.address };
}

function unknownFrom(notRead: NotRead): Verdict & { readonly status: 'unknown' } {
  const because = notReadSentence(notRead);
  return notRead.neededRole === undefined
    ? { status: 'unknown', because }
    : { status: 'unknown', because, neededRole: notRead.neededRole };
}

function notReadSentence(notRead: NotRead): string {
  const role = notRead.neededRole === undefined ? '' : ` Grant ${notRead.neededRole} to read it.`;
  return `${notRead.because}${role}`;
}

/** What is known of one scope, worked out once for all the controls that look at it. */
interface Sight {
  readonly context: ControlContext;
  gathered(kind: string): Gathered;
}

function sightOf(scope: SnapshotResource, assessment: Assessment): Sight {
  const gathered = new Map<string, Gathered>();
  return {
    context: contextOf(scope, assessment),
    gathered(kind) {
      let found = gathered.get(kind);
      if (!found) {
        found = gather(assessment.index, assessment.parents, kind, scope);
        gathered.set(kind, found);
      }
      return found;
    },
  };
}

const NO_OPTIONS: ControlContext['options'] = {};

/** Judges every control on every scope. Pure: the same snapshot, controls, profile and instant give the same judgements. */
export function assess(assessment: Assessment): readonly Judgement[] {
  const { index, controls, profile } = assessment;
  const lists: Judgement[][] = controls.map(() => []);
  // Scope by scope, so that what was gathered for one is not held while the next is judged; answered control by control.
  for (const type of new Set(controls.map((control) => control.scope))) {
    const looking = controls.flatMap((control, position) => {
      const own = { ...control.options, ...profile.controls[control.id] };
      const options = Object.keys(own).length === 0 ? undefined : own;
      return control.scope === type ? [{ control, options, list: lists[position] }] : [];
    });
    for (const scope of index.ofKind(type)) {
      const sight = sightOf(scope, assessment);
      for (const { control, options, list } of looking) {
        const context = options === undefined ? sight.context : { ...sight.context, options };
        list?.push(judge(control, scope, context, assessment, sight));
      }
    }
  }
  controls.forEach((control, position) => {
    if (control.scope === 'cluster') lists[position]?.push(...unreadClusters(control, index));
  });
  return lists.flat();
}

/** A cluster control where the clusters of a project could not be listed: unknown for the project, never silence. */
function unreadClusters(control: AnyControl, index: SnapshotIndex): readonly Judgement[] {
  const judgements: Judgement[] = [];
  for (const project of index.ofKind('project')) {
    const outcome = index.outcome('cluster', project.address);
    if (!outcome?.notRead) continue;
    const verdict = unknownFrom(outcome.notRead);
    const finding: Finding = {
      control: control.id,
      title: control.title,
      layer: control.layer,
      verdict: 'unknown',
      severity: control.severity,
      confidence: control.confidence,
      scope: control.scope,
      address: project.address,
      project: nameOf(project),
      because: verdict.because,
      ...(verdict.neededRole === undefined ? {} : { neededRole: verdict.neededRole }),
    };
    judgements.push({ control, scope: project, verdict, findings: [finding], remedy: noRemedy });
  }
  return judgements;
}

function contextOf(scope: SnapshotResource, { index, profile, now }: Assessment): ControlContext {
  const project = [scope.address, ...index.ancestors(scope.address)]
    .map((address) => index.byAddress.get(address))
    .find((resource) => resource?.kind === 'project');
  const projectName = project && nameOf(project);
  return {
    profile,
    environment: projectName ? environmentOf(profile, projectName) : profile.environment,
    now,
    options: NO_OPTIONS,
    scope: { type: scope.kind as ControlContext['scope']['type'], address: scope.address, ...nameOf(scope) },
    ...(projectName === undefined ? {} : { project: projectName }),
  };
}

function noRemedy(): undefined {
  return undefined;
}

function judge(
  control: AnyControl,
  scope: SnapshotResource,
  context: ControlContext,
  assessment: Assessment,
  sight: Sight,
): Judgement {
  const verdict = verdictOf(control, context, sight);
  const findings = findingsOf(control, verdict, context, assessment.now);
  if (verdict.status !== 'fail') return { control, scope, verdict, findings, remedy: noRemedy };
  return { control, scope, verdict, findings, remedy: () => remedyOf(control, context, sight) };
}

function verdictOf(control: AnyControl, context: ControlContext, sight: Sight): Verdict {
  const irrelevant = control.notApplicable?.(context);
  if (irrelevant !== undefined) return { status: 'not-applicable', because: irrelevant };
  for (const kind of control.reads as readonly string[]) {
    const { notRead } = sight.gathered(kind);
    if (notRead) return unknownFrom(notRead);
  }
  return guardUnknown(() => control.evaluate(inputOf(control, sight), context));
}

function inputOf(control: AnyControl, sight: Sight): ControlInput<Kind> {
  const input: Record<string, readonly unknown[]> = {};
  for (const kind of control.reads as readonly string[]) input[kind] = sight.gathered(kind).models;
  return input as ControlInput<Kind>;
}

function remedyOf(control: AnyControl, context: ControlContext, sight: Sight): Remedy | undefined {
  if (control.remedy === undefined) return undefined;
  try {
    return control.remedy(inputOf(control, sight), context);
  } catch (error) {
    if (!(error instanceof UnknownValue)) throw error;
    return { type: 'needs', needs: [{ what: error.reason, where: 'outside' }] };
  }
}

function guardUnknown(evaluate: () => Verdict): Verdict {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof UnknownValue) return { status: 'unknown', because: error.reason };
    throw error;
  }
}

function findingsOf(control: AnyControl, verdict: Verdict, context: ControlContext, now: Instant): readonly Finding[] {
  const moved = control.severityFor?.(context) ?? control.severity;
  if (verdict.status !== 'fail') {
    const finding = findingOf(control, verdict.status, moved, moved, context.scope.address, verdict.because, context);
    if (verdict.status !== 'unknown' || verdict.neededRole === undefined) return [finding];
    return [{ ...finding, neededRole: verdict.neededRole }];
  }
  return verdict.violations.map((violation) => {
    const finding = findingOf(
      control,
      'fail',
      violation.severity ?? moved,
      moved,
      violation.at,
      violation.because,
      context,
    );
    const waiver = context.profile.waivers.find(
      (candidate) =>
        candidate.control === control.id &&
        (candidate.address === '*' ||
          candidate.address === violation.at ||
          candidate.address === context.scope.address) &&
        candidate.expires > now,
    );
    if (waiver === undefined) return finding;
    return { ...finding, waived: { reason: waiver.reason, owner: waiver.owner, expires: waiver.expires } };
  });
}

/** Assigned, not spread: a large organization has a hundred thousand of these. */
function findingOf(
  control: AnyControl,
  verdict: Finding['verdict'],
  severity: Finding['severity'],
  moved: Finding['severity'],
  address: Address,
  because: string | undefined,
  context: ControlContext,
): Finding {
  const finding: { -readonly [K in keyof Finding]: Finding[K] } = {
    control: control.id,
    title: control.title,
    layer: control.layer,
    verdict,
    severity,
    confidence: control.confidence,
    scope: control.scope,
    address,
    because: because ?? control.title,
  };
  if (context.project !== undefined) finding.project = context.project;
  if (moved !== control.severity) finding.severityMovedFrom = control.severity;
  return finding;
}
