/** What the demo says of each part of the job: one real result each, short enough to be read in a minute. */
import { artifacts } from '../../artifacts/index.generated.ts';
import { controls } from '../../controls/catalogue.generated.ts';
import { addressSetOf, covers } from '../../core/cidr.ts';
import { type Finding, isOpenFinding, LAYERS, SEVERITIES } from '../../core/control.ts';
import { publicClientsOf } from '../../core/known-clients.ts';
import type { Plan, Step } from '../../core/plan.ts';
import type { Profile } from '../../core/profile.ts';
import type { ModelOf } from '../../core/resource.ts';
import { indexSnapshot, type Snapshot } from '../../core/snapshot.ts';
import { placed, progressOf } from '../../guide/progress.ts';
import { guideSteps } from '../../guide/steps.generated.ts';
import type { PolicyEngine } from '../../policies/engine.ts';
import { simulate } from '../../policies/simulate.ts';
import { synthesize } from '../../policies/synthesize.ts';
import { LAYER_TITLES } from '../../reports/report.ts';
import { hang, type Style } from '../../reports/style.ts';
import { resources } from '../../resources/index.generated.ts';
import { DIALECTS, type Dialect, renderPlan } from '../../workflows/render-files.ts';

/** `1 step`, `2 steps`. */
export function count(number: number, one: string): string {
  return `${number} ${number === 1 ? one : `${one}s`}`;
}

/** The open findings that a person reads first, and how many stand behind them. */
export function gravest(findings: readonly Finding[]): {
  readonly shown: readonly Finding[];
  readonly others: string | undefined;
} {
  const open = findings.filter(isOpenFinding);
  const shown = open.filter(({ severity }) => severity === 'critical' || severity === 'high');
  const rest = new Set(open.filter((finding) => !shown.includes(finding)).map(({ control }) => control)).size;
  return {
    shown,
    others:
      rest === 0
        ? undefined
        : `and ${count(rest, 'control')} of medium and low severity: \`fivefold assess\` shows each, with --all every place`,
  };
}

/** One line a layer: what stood open before, and what stands open now. */
export function layerChanges(before: readonly Finding[], after: readonly Finding[], style: Style): readonly string[] {
  return LAYERS.map((layer) => {
    const openIn = (findings: readonly Finding[]) =>
      findings.filter((finding) => finding.layer === layer && isOpenFinding(finding));
    const [then, today] = [openIn(before), openIn(after)];
    const state = (open: readonly Finding[]) => {
      const severity = SEVERITIES.find((candidate) => open.some((finding) => finding.severity === candidate));
      return severity === undefined ? 'holds' : `${open.length} open, worst ${severity}`;
    };
    const text = state(today).padEnd(24);
    return `  ${LAYER_TITLES[layer].padEnd(24)}${state(then).padEnd(26)}→ ${today.length === 0 ? style.green(text) : style.yellow(text)}`.trimEnd();
  });
}

/** One line a step of the guide: how many of its items were done, and are. */
export function guideChanges(
  [before, after]: readonly [Snapshot, Snapshot],
  [judged, judgedAfter]: readonly [readonly Finding[], readonly Finding[]],
  style: Style,
): readonly string[] {
  const nothing = { steps: [], manual: [], needs: [] };
  const steps = placed(guideSteps, controls);
  const stateOf = (snapshot: Snapshot, findings: readonly Finding[]) =>
    progressOf(steps, findings, indexSnapshot(snapshot), nothing, artifacts).map(({ items }) => ({
      done: items.filter(({ state }) => state === 'done' || state === 'not-applicable').length,
      open: items.filter(({ state }) => state === 'open' || state === 'partly').map(({ item }) => item.title),
    }));
  const [first, last] = [stateOf(before, judged), stateOf(after, judgedAfter)];
  return steps.map(({ number, title, items }, position) => {
    const [then, now] = [first[position], last[position]];
    const head = `  ${number}. ${title.padEnd(38)}${then?.done} → ${style.bold(String(now?.done))} of ${items.length}`;
    const open = now?.open ?? [];
    return open.length === 0 ? head : `${head}  ${style.dim(hang(`open: ${open.join(', ')}`, style, 56))}`;
  });
}

/** One line a guardrail: what it would have frozen before the plan, and what it freezes now. */
export function guardrailLines(
  cedar: PolicyEngine,
  profile: Profile,
  [before, after]: readonly [Snapshot, Snapshot],
  style: Style,
): readonly string[] {
  const written = synthesize(profile, modelsOf<'project'>(after, 'project'));
  const frozenIn = (snapshot: Snapshot, id: string, text: string) =>
    simulate(cedar, [{ id, text }], snapshot, []).frozen.length;
  return written.map(({ guardrail, text }) => {
    const [then, now] = [before, after].map((snapshot) => frozenIn(snapshot, guardrail.id, text)) as [number, number];
    const state =
      now === 0
        ? style.green('nothing that exists breaks it')
        : style.yellow(`${count(now, 'thing')} to mend before it is enabled`);
    return `  ${guardrail.id.padEnd(27)}${then === now ? '' : `froze ${then} before the plan → `}${state}`;
  });
}

/** How much of the plan each dialect says, counted in what it writes. */
export function dialectLines(plan: Plan, style: Style): readonly string[] {
  const counted: Readonly<Record<Dialect, readonly [RegExp, string]>> = {
    terraform: [/^resource "/gm, 'block'],
    cloudformation: [/^ {2,8}"Type": "MongoDB::/gm, 'resource'],
    'atlas-cli': [/^atlas api /gm, 'command'],
    api: [/\| curl /g, 'call'],
    console: [/^## /gm, 'list'],
  };
  const parts = DIALECTS.map((dialect) => {
    const [pattern, word] = counted[dialect];
    return `${dialect} ${count(renderPlan(plan, resources, dialect).text.match(pattern)?.length ?? 0, word)}`;
  });
  return [
    `  ${hang(`${count(plan.steps.length, 'step')}: ${parts.join(' · ')}`, style, 2)}`,
    style.dim('  fivefold render --dialect terraform --out terraform/ writes a directory with a README'),
  ];
}

/** The names of what can be written for outside of Atlas. */
export function artifactLines(style: Style): readonly string[] {
  return [
    `  ${hang(artifacts.map(({ id }) => id).join(' · '), style, 2)}`,
    style.dim('  fivefold artifact firewall-rules --cluster shop --out firewall/'),
  ];
}

/** Steps that wait for a decision: one line each, with the names of their hazards. */
export function decisionLines(left: readonly { readonly step: Step }[], style: Style): readonly string[] {
  return left.map(
    ({ step }) =>
      `  ${style.dim(step.id)} ${hang(`${step.what}: ${[...new Set(step.hazards.map(({ name }) => name))].join(', ')}`, style, 15)}`,
  );
}

const TASKS_SHOWN = 8;

/** What is left for a person, the gravest first, and how much more there is. */
export function personLines(
  { needs, manual }: Pick<Plan, 'needs' | 'manual'>,
  findings: readonly Finding[],
  snapshot: Snapshot,
  style: Style,
): readonly string[] {
  const gravity = new Map(
    findings.map(({ control, address, severity }) => [`${control} ${address}`, SEVERITIES.indexOf(severity)]),
  );
  const rank = (finding: string) => gravity.get(finding) ?? SEVERITIES.length;
  const sorted = <T extends { readonly finding: string }>(list: readonly T[]) =>
    [...list].sort((a, b) => rank(a.finding) - rank(b.finding));
  const questions = sorted(needs).flatMap(({ finding, needs: own }) =>
    own.map(({ what }) => ({ finding, text: what })),
  );
  const tasks = sorted(manual).map(({ finding, because }) => ({ finding, text: because }));
  const lines = (label: string, items: readonly string[]) => {
    const shown = items.slice(0, TASKS_SHOWN).map((text) => `  ${label.padEnd(8)}${hang(text, style, 10)}`);
    const more = items.length - TASKS_SHOWN;
    return more > 0 ? [...shown, style.dim(`          and ${more} more`)] : shown;
  };
  return [...lines('answer', oncePerText(questions, snapshot)), ...lines('do', oncePerText(tasks, snapshot))];
}

/** The same sentence of several projects is one line that names them. */
function oncePerText(
  items: readonly { readonly finding: string; readonly text: string }[],
  snapshot: Snapshot,
): readonly string[] {
  const places = new Map<string, Set<string>>();
  for (const { finding, text } of items) {
    const names = places.get(text) ?? new Set<string>();
    places.set(text, names);
    const project = modelsOf<'project'>(snapshot, 'project').find(({ id }) => finding.includes(id));
    if (project !== undefined) names.add(project.name);
  }
  return [...places].map(([text, names]) => (names.size < 2 ? text : `${text} (in ${[...names].join(', ')})`));
}

function modelsOf<K extends 'project' | 'project-ip-access-list'>(snapshot: Snapshot, kind: K): readonly ModelOf<K>[] {
  return snapshot.resources
    .filter((resource) => resource.kind === kind)
    .map((resource) => resource.model as ModelOf<K>);
}

/** What deleting the open entries alone would do: which known clients lose their way in. */
export function naiveLines(snapshot: Snapshot, profile: Profile): readonly string[] {
  return lostClients(snapshot, profile, (cidr) => !/\/[01]$/.test(cidr)).map(
    ({ client, addresses, project }) => `would cut off ${client} (${addresses.join(', ')}) from ${project}`,
  );
}

/** Known clients that no entry of their project's list admits. */
export function cutOffLines(snapshot: Snapshot, profile: Profile): readonly string[] {
  return lostClients(snapshot, profile, () => true).map(
    ({ client, project }) => `${client} has lost its way in to ${project}.`,
  );
}

function lostClients(snapshot: Snapshot, profile: Profile, isKept: (cidr: string) => boolean) {
  return modelsOf<'project'>(snapshot, 'project').flatMap((project) => {
    const entries = modelsOf<'project-ip-access-list'>(snapshot, 'project-ip-access-list')
      .filter(({ projectId, type }) => projectId === project.id && type === 'cidr')
      .map(({ entry }) => entry);
    const kept = addressSetOf(entries.filter(isKept));
    return publicClientsOf(profile, project)
      .filter(({ addresses }) => !covers(kept, addressSetOf(addresses)))
      .map(({ name, addresses }) => ({ client: name, addresses, project: project.name }));
  });
}
