import { type Finding, findingId, SEVERITIES, type Severity } from '../core/control.ts';
import type { Plan, Step } from '../core/plan.ts';
import { HTML_STYLE } from './html-style.ts';
import { count, printable } from './printable.ts';
import {
  type ControlReport,
  type Digest,
  digestOf,
  FINDING_STATES,
  type FindingState,
  headline,
  LAYER_TITLES,
  type LayerReport,
  nextSteps,
  profileRows,
  type ReportedControl,
  type ReportInput,
  STATE_WORDS,
  stepsByFinding,
} from './report.ts';

/** Markup that is safe to put into the page: made by `html` and nothing else. */
interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | undefined | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in an element or a quoted attribute. */
export function htmlText(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

function markupOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return htmlText(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(markupOf).join('');
}

/** Everything that is filled in is escaped, unless it is markup itself. */
function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: strings.map((text, index) => text + markupOf(parts[index])).join('') };
}

const STATE_TITLES: Readonly<Record<FindingState, string>> = {
  fail: 'fail',
  unknown: 'unknown',
  waived: 'waived',
  pass: 'pass',
  'not-applicable': 'not applicable',
};
const PLACES_SHOWN = 200;
const BAR_WIDTH = 240;

function badge(severity: Severity): Markup {
  return html`<span class="badge ${severity}">${severity}</span>`;
}

/** One bar a layer: as wide as the states' shares of its controls. Colour is never alone: the numbers stand beside it. */
function bar({ controlCounts, controls, layer }: LayerReport): Markup {
  let x = 0;
  const parts = FINDING_STATES.map((state) => {
    const width = (controlCounts[state] * BAR_WIDTH) / controls.length;
    const part = html`<rect class="${state}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="10"/>`;
    x += width;
    return controlCounts[state] === 0 ? undefined : part;
  });
  const spoken = FINDING_STATES.filter((state) => controlCounts[state] > 0)
    .map((state) => `${controlCounts[state]} ${STATE_TITLES[state]}`)
    .join(', ');
  return html`<svg class="bar" viewBox="0 0 ${BAR_WIDTH} 10" preserveAspectRatio="none" role="img" aria-label="${LAYER_TITLES[layer]}: ${spoken}">${parts}</svg>`;
}

function layerRow(layer: LayerReport): Markup {
  const { controlCounts: counts, worst, gravest, findingCounts } = layer;
  const name = LAYER_TITLES[layer.layer];
  if (gravest === undefined)
    return html`<tr><th scope="row">${name}</th><td colspan="7" class="quiet">nothing to judge</td></tr>`;
  const state =
    worst !== undefined
      ? html`${badge(worst)} <span class="quiet">${count(findingCounts.fail, 'finding')}</span>`
      : html`<span class="badge is-${gravest}">${STATE_WORDS[gravest]}</span>`;
  const link = counts.fail > 0 ? html`<a href="#${layer.layer}">${name}</a>` : name;
  const number = (state: FindingState) =>
    html`<td class="number${counts[state] === 0 ? ' zero' : ''}">${counts[state]}</td>`;
  return html`<tr><th scope="row">${link}</th><td class="state">${state}</td><td class="bar-cell">${bar(layer)}</td>${FINDING_STATES.map(number)}</tr>`;
}

function layerTable(digest: Digest): Markup {
  const heads = FINDING_STATES.map(
    (state) => html`<th scope="col" class="number"><span class="key ${state}"></span>${STATE_TITLES[state]}</th>`,
  );
  return html`<section aria-labelledby="layers"><h2 id="layers">Layer by layer</h2>
<div class="scroll"><table class="layers"><caption>Controls by layer. A control counts by the gravest of its findings.</caption>
<thead><tr><th scope="col">Layer</th><th scope="col">State</th><th scope="col" class="bar-cell">Controls</th>${heads}</tr></thead>
<tbody>${digest.layers.map(layerRow)}</tbody></table></div></section>`;
}

function place(finding: Finding): Markup {
  const project =
    finding.project === undefined ? undefined : html`<span class="project">${finding.project.name}</span> `;
  return html`${project}<code class="address">${finding.address}</code>`;
}

function findingItem(finding: Finding, worst: Severity): Markup {
  const differs = finding.severity === worst ? undefined : html`${badge(finding.severity)} `;
  const moved =
    finding.severityMovedFrom === undefined
      ? undefined
      : html` <span class="quiet">The profile moved it from ${finding.severityMovedFrom}.</span>`;
  return html`<li>${differs}${finding.because}${moved}<div class="where">${place(finding)}</div></li>`;
}

function stepLine({ id, change, what, hazards }: Step): Markup {
  const named = hazards.map(({ name }) => html` <span class="hazard">${name}</span>`);
  return html`<li><a href="#${id}"><code>${id}</code></a> ${change.type} ${what}${named}</li>`;
}

/** How the finding goes away, according to the plan; without a plan nothing is said. */
function remedyOf(
  group: ControlReport,
  input: ReportInput,
  steps: ReturnType<typeof stepsByFinding>,
): Markup | undefined {
  const { plan } = input;
  if (plan === undefined) return undefined;
  const ids = new Set(group.findings.fail.map(findingId));
  const closing = new Map(
    group.findings.fail.flatMap((finding) =>
      (steps.get(findingId(finding)) ?? []).map((step) => [step.id, step] as const),
    ),
  );
  const needs = plan.needs.filter(({ finding }) => ids.has(finding)).flatMap((open) => open.needs);
  const manual = plan.manual.filter(({ finding }) => ids.has(finding));
  const parts = [
    closing.size === 0
      ? undefined
      : html`<ul class="steps">${[...closing.values()].slice(0, PLACES_SHOWN).map(stepLine)}</ul>`,
    needs.length === 0
      ? undefined
      : html`<p>An answer is needed first:</p><ul>${needs.map(({ what, where }) => html`<li>${what} <code>${where}</code></li>`)}</ul>`,
    ...manual
      .slice(0, PLACES_SHOWN)
      .map(
        ({ steps: todo, verifiedBy }) =>
          html`<ol>${todo.map((step) => html`<li>${step}</li>`)}</ol><p class="quiet">Verified by: ${verifiedBy}</p>`,
      ),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : html`<h4>How it is mended</h4>${parts}`;
}

function sourceLine(source: string): Markup {
  if (!/^https:\/\/[^\s]+$/.test(source)) return html`<li><code>${source}</code></li>`;
  return html`<li><a href="${source}" rel="noreferrer noopener">${source.replace('https://', '')}</a></li>`;
}

function aboutControl(control: ReportedControl | undefined): Markup | undefined {
  if (control === undefined) return undefined;
  const standards =
    control.standards.length === 0
      ? undefined
      : html`<p class="tags">${control.standards.map((citation) => html`<span class="tag">${citation}</span> `)}</p>`;
  return html`<h4>Why it matters</h4><p>${control.rationale}</p>${standards}<details class="sources"><summary>Sources</summary><ul>${control.sources.map(sourceLine)}</ul></details>`;
}

function groupCard(
  group: ControlReport,
  input: ReportInput,
  control: ReportedControl | undefined,
  steps: ReturnType<typeof stepsByFinding>,
): Markup {
  const open = group.findings.fail;
  const shown = open.slice(0, PLACES_SHOWN);
  const more =
    shown.length < open.length
      ? html`<p class="quiet">And ${open.length - shown.length} more; the JSON report holds all.</p>`
      : undefined;
  const grave = group.severity === 'critical' || group.severity === 'high';
  const state: Markup = grave ? { markup: ' open' } : { markup: '' };
  const number = open.length === 1 ? undefined : html` <span class="times">${open.length}</span>`;
  const sure =
    control === undefined || control.confidence === 'high' ? undefined : html` · confidence ${control.confidence}`;
  return html`<details class="finding severity-${group.severity}"${state}><summary>${badge(group.severity)}<span class="title"><span class="broken">Not met:</span> ${group.title}</span>${number}</summary>
<div class="body"><p class="quiet"><code>${group.control}</code>${sure}</p><ul class="evidence">${shown.map((finding) => findingItem(finding, group.severity))}</ul>${more}${remedyOf(group, input, steps)}${aboutControl(control)}</div></details>`;
}

function openSections(digest: Digest, input: ReportInput): Markup {
  if (digest.findingCounts.fail === 0) {
    const text = input.findings.length === 0 ? 'Nothing was judged.' : 'No finding is open.';
    return html`<section aria-labelledby="findings"><h2 id="findings">Open findings</h2><p class="empty">${text}</p></section>`;
  }
  const controls = new Map(input.controls.map((control) => [control.id, control]));
  const steps = stepsByFinding(input.plan);
  const filters = SEVERITIES.filter((severity) => digest.openBySeverity[severity] > 0).map(
    (severity) =>
      html`<label><input type="checkbox" id="show-${severity}" checked> ${severity} <span class="quiet">${digest.openBySeverity[severity]}</span></label>`,
  );
  const layers = digest.layers
    .map(({ layer, controls: all }) => ({ layer, failing: all.filter(({ state }) => state === 'fail') }))
    .filter(({ failing }) => failing.length > 0)
    .map(
      ({ layer, failing }) =>
        html`<section class="layer" aria-labelledby="${layer}"><h3 id="${layer}">${LAYER_TITLES[layer]}</h3>${failing.map((group) => groupCard(group, input, controls.get(group.control), steps))}</section>`,
    );
  return html`<section aria-labelledby="findings"><h2 id="findings">Open findings</h2><fieldset class="filter"><legend>Show</legend>${filters}</fieldset>${layers}</section>`;
}

function nextSection(input: ReportInput, digest: Digest): Markup | undefined {
  const steps = nextSteps(input, digest);
  if (steps.length === 0) return undefined;
  const items = steps.map(
    ({ text, command }) =>
      html`<li>${text}${command === undefined ? undefined : html` <code class="command">${command}</code>`}</li>`,
  );
  return html`<section class="next" aria-labelledby="next"><h2 id="next">What to do next</h2><ol>${items}</ol></section>`;
}

function planSection(plan: Plan | undefined): Markup | undefined {
  if (plan === undefined) return undefined;
  const rows = plan.steps.map(({ id, change, what, hazards, wave }) => {
    const risks =
      hazards.length === 0
        ? html`<span class="quiet">none</span>`
        : hazards.map(({ name, because }) => html`<p><span class="hazard">${name}</span> ${because}</p>`);
    const why = change.because === undefined ? undefined : html`<div class="quiet">${change.because}</div>`;
    return html`<tr id="${id}"><td><code>${id}</code></td><td class="number">${wave}</td><td><span class="verb ${change.type}">${change.type}</span></td><td>${what}${why}</td><td>${risks}</td></tr>`;
  });
  const steps =
    plan.steps.length === 0
      ? html`<p class="empty">There is nothing that Fivefold could do by itself.</p>`
      : html`<div class="scroll"><table><caption>In the order in which they are applied. Steps with a hazard wait for consent.</caption><thead><tr><th scope="col">Step</th><th scope="col" class="number">Wave</th><th scope="col">Change</th><th scope="col">What and why</th><th scope="col">Hazards</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  const needs =
    plan.needs.length === 0
      ? undefined
      : html`<h3>Needs an answer first</h3><ul>${plan.needs.flatMap(({ finding, needs: open }) => open.map(({ what, where }) => html`<li>${what} <code>${where}</code><div class="where"><code class="address">${finding}</code></div></li>`))}</ul>`;
  const manual =
    plan.manual.length === 0
      ? undefined
      : html`<h3>For a person</h3>${plan.manual.map((item) => html`<details class="plain"><summary>${item.because}</summary><div class="body"><p class="quiet"><code class="address">${item.finding}</code></p><ol>${item.steps.map((step) => html`<li>${step}</li>`)}</ol><p class="quiet">Verified by: ${item.verifiedBy}</p></div></details>`)}`;
  const conflicts =
    plan.conflicts.length === 0
      ? undefined
      : html`<h3>Remedies that disagree</h3><ul>${plan.conflicts.map(({ address, field, values }) => html`<li><code class="address">${address}</code> ${field}: ${values.map((value) => JSON.stringify(value)).join(' or ')}</li>`)}</ul>`;
  return html`<section aria-labelledby="plan"><h2 id="plan">Plan</h2>${steps}${needs}${manual}${conflicts}</section>`;
}

function waivedSection(digest: Digest): Markup | undefined {
  const waived = digest.layers.flatMap(({ controls }) => controls.flatMap(({ findings }) => findings.waived));
  if (waived.length === 0) return undefined;
  const rows = waived.map((finding) => {
    const { reason, owner, expires } = finding.waived as NonNullable<Finding['waived']>;
    return html`<tr><td>${finding.because}<div class="where"><code>${finding.control}</code> ${place(finding)}</div></td><td>${reason}</td><td>${owner}</td><td class="date">${expires.slice(0, 10)}</td></tr>`;
  });
  return html`<section aria-labelledby="waivers"><h2 id="waivers">Accepted until a date</h2><div class="scroll"><table><thead><tr><th scope="col">Finding</th><th scope="col">Reason</th><th scope="col">Owner</th><th scope="col">Until</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function unknownSection({ unknownReasons }: Digest): Markup | undefined {
  if (unknownReasons.length === 0) return undefined;
  const rows = unknownReasons.map(({ because, neededRole, controls }) => {
    const role =
      neededRole === undefined ? html`<span class="quiet">none helps</span>` : html`<code>${neededRole}</code>`;
    const kept = html`<details class="plain"><summary>${count(controls.length, 'control')}</summary><ul>${controls.map((id) => html`<li><code>${id}</code></li>`)}</ul></details>`;
    const [first, ...others] = because;
    const more =
      others.length === 0
        ? undefined
        : html`<details class="plain"><summary>and ${count(others.length, 'reason')} like it</summary><ul>${others.slice(0, PLACES_SHOWN).map((other) => html`<li>${other}</li>`)}</ul></details>`;
    return html`<tr><td>${first}${more}</td><td>${role}</td><td>${kept}</td></tr>`;
  });
  return html`<section aria-labelledby="unknown"><h2 id="unknown">Could not be judged</h2><p>What was not read is neither good nor bad. These verdicts are missing from the numbers above.</p><div class="scroll"><table><thead><tr><th scope="col">Reason</th><th scope="col">Role to grant</th><th scope="col">Keeps from being judged</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function restSection(digest: Digest): Markup | undefined {
  const lists = (['pass', 'not-applicable'] as const).flatMap((state) => {
    const controls = digest.layers.flatMap((layer) => layer.controls.filter((control) => control.state === state));
    if (controls.length === 0) return [];
    const title =
      state === 'pass'
        ? `${count(controls.length, 'control')} that hold`
        : `${count(controls.length, 'control')} without anything to judge`;
    const items = controls.map(({ title: sentence, control, findings }) => {
      const reason = state === 'pass' ? undefined : html`<div class="quiet">${findings[state][0]?.because}</div>`;
      return html`<li>${sentence} <code>${control}</code>${reason}</li>`;
    });
    return [html`<details class="plain"><summary>${title}</summary><ul class="dense">${items}</ul></details>`];
  });
  if (lists.length === 0) return undefined;
  return html`<section aria-labelledby="rest"><h2 id="rest">Everything else</h2>${lists}</section>`;
}

function profileSection({ profile, assumed }: ReportInput): Markup {
  const rows = profileRows(profile).map(
    ([question, answer]) => html`<tr><th scope="row">${question}</th><td>${answer}</td></tr>`,
  );
  const note = assumed
    ? html`<p>Nobody answered the tailoring questions, so this is assumed. <code class="command">fivefold init</code> asks them.</p>`
    : undefined;
  return html`<section aria-labelledby="profile"><h2 id="profile">Judged for</h2>${note}<div class="scroll"><table class="profile"><tbody>${rows}</tbody></table></div></section>`;
}

/** One self-contained page: no script, no request, everything from outside escaped. */
export function renderHtml(input: ReportInput): string {
  const digest = digestOf(input.findings);
  const { organization, takenAt, programVersion, assumed } = input;
  const style: Markup = { markup: HTML_STYLE };
  const worst = SEVERITIES.find((severity) => digest.openBySeverity[severity] > 0) ?? 'none';
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Security of ${organization.name}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header class="worst-${worst}"><div class="page">
<p class="brand">Fivefold <span>security of MongoDB Atlas</span></p>
<h1>${organization.name}</h1>
<p class="headline">${headline(digest)}</p>
<p class="meta">Organization <code>${organization.id}</code> · read at <time datetime="${takenAt}">${takenAt.replace('T', ' ').replace('Z', ' UTC')}</time>${assumed ? ' · profile assumed' : ''}</p>
</div></header>
<main id="main" class="page">
${layerTable(digest)}
${nextSection(input, digest)}
${openSections(digest, input)}
${planSection(input.plan)}
${waivedSection(digest)}
${unknownSection(digest)}
${profileSection(input)}
${restSection(digest)}
</main>
<footer class="page"><p>Made by Fivefold ${programVersion}. It looked and changed nothing.</p></footer>
</body>
</html>
`;
  return page.markup;
}
