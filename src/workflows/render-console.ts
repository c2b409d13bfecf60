import { type Change, changedFields } from '../core/change.ts';
import { isObject, sameJson } from '../core/json.ts';
import type { Step } from '../core/plan.ts';
import type { AnyResource, ConsoleDialect } from '../core/resource.ts';
import { plannedIdSentence, plannedIdsOf } from './planned-ids.ts';

/** One change as a person makes it in the console. */
export interface ConsoleSteps {
  readonly steps: readonly string[];
  /** What the console has no place for. */
  readonly left: readonly string[];
}

/** The steps of one change; a reason where the console cannot make it. */
export function consoleSteps(change: Change, resource: AnyResource): ConsoleSteps | { readonly none: string } {
  const dialect = resource.console as ConsoleDialect<unknown> | { readonly none: string } | undefined;
  if (dialect === undefined) return { none: `No steps for ${resource.kind} are written yet.` };
  if ('none' in dialect) return dialect;
  const go = `Go to ${dialect.path.join(' → ')}.`;
  if (change.type === 'create')
    return dialect.create === undefined
      ? { none: `The console has no place to make a ${resource.title}.` }
      : { steps: [go, ...dialect.create(change.after)], left: [] };
  if (change.type === 'delete')
    return dialect.delete === undefined
      ? { none: `The console has no place to remove a ${resource.title}.` }
      : { steps: [go, ...dialect.delete(change.before)], left: [] };
  const steps: string[] = [];
  const left: string[] = [];
  const assigned = new Set<string>(resource.assigned ?? []);
  for (const field of changedFields(change)) {
    if (assigned.has(field)) continue;
    const [before, after] = [change.before, change.after].map((model) => (model as Record<string, unknown>)[field]);
    const label = dialect.settings[field];
    if (label !== undefined) steps.push(set(label, after));
    else if (isObject(after)) {
      for (const [part, value] of Object.entries(after)) {
        if (isObject(before) && sameJson(before[part], value)) continue;
        const name = dialect.settings[`${field}.${part}`];
        if (name === undefined) left.push(`${field}.${part}`);
        else steps.push(set(name, value));
      }
    } else left.push(field);
  }
  if (steps.length === 0) return { none: `The console has no place for ${left.join(', ')}.` };
  return { steps: [go, ...(dialect.open?.(change.before) ?? []), ...steps, dialect.save ?? 'Press Save.'], left };
}

function set(label: string, value: unknown): string {
  if (value === true) return `Turn on ${label}.`;
  if (value === false) return `Turn off ${label}.`;
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return `Empty ${label}.`;
  return `Set ${label} to ${inWords(value)}.`;
}

/** A text as it is, a list of texts without its brackets, anything else as JSON. */
function inWords(value: unknown): string {
  if (typeof value === 'string') return value;
  const isTexts = Array.isArray(value) && value.every((item) => typeof item === 'string');
  return isTexts ? value.join(', ') : JSON.stringify(value);
}

/** The plan for a person at the console, as Markdown: numbered, with links, hazards, and where each is described. */
export function renderConsole(
  steps: readonly Step[],
  resources: readonly AnyResource[],
  organizationId: string,
): string {
  const registry = new Map(resources.map((resource) => [resource.kind, resource]));
  const lines = [
    '# Steps in the Atlas console',
    '',
    'Steps in a console cannot be proven: names may have changed since the pages that they come from were read. Values and order are',
    'those of the plan. `fivefold verify` reads afterwards whether all of it holds.',
  ];
  const planned = plannedIdsOf(steps, resources);
  for (const [position, { id, what, change, hazards }] of steps.entries()) {
    const resource = registry.get(change.kind);
    if (resource === undefined) continue;
    const verb = { create: 'Add', update: 'Change', delete: 'Remove' }[change.type];
    lines.push('', `## ${position + 1}. ${verb} ${plain(what)} (${id})`, '');
    for (const { name, because } of hazards) lines.push(`- **Hazard ${name}**: ${plain(because)}`);
    if (hazards.length > 0) lines.push('');
    const replace = plannedIdSentence(planned.get(id) ?? []);
    if (replace !== undefined) lines.push(`Below, ${plain(replace)}`, '');
    const outcome = consoleSteps(change, resource);
    if ('none' in outcome) {
      lines.push(`${plain(outcome.none)} Use \`fivefold render --dialect api\` for this step.`);
      continue;
    }
    const { page, readOn, names, link } = resource.console as ConsoleDialect<unknown>;
    const start = link?.(change.type === 'delete' ? change.before : change.after) ?? linkOf(change, organizationId);
    lines.push(`1. Open <${start}>.`);
    outcome.steps.forEach((text, number) => {
      lines.push(`${number + 2}. ${plain(text)}`);
    });
    if (outcome.left.length > 0)
      lines.push('', `The console has no place for ${outcome.left.join(', ')}: use \`fivefold render --dialect api\`.`);
    const caution = names === 'page' ? '' : ' Some names of buttons and fields may differ.';
    lines.push('', `Not proven; from <https://www.mongodb.com/docs/atlas/${page}>, read ${readOn}.${caution}`);
  }
  if (steps.length === 0) lines.push('', 'The plan has no steps.');
  return `${lines.join('\n')}\n`;
}

/** The page of the project or the organization: pages below it move, so that the path is told in words. */
function linkOf(change: Change, organizationId: string): string {
  const model = (change.type === 'delete' ? change.before : change.after) as Readonly<Record<string, unknown>>;
  const { projectId } = model;
  return typeof projectId === 'string'
    ? `https://cloud.mongodb.com/v2/${encodeURIComponent(projectId)}#/overview`
    : `https://cloud.mongodb.com/v2#/org/${encodeURIComponent(organizationId)}/projects`;
}

/** One line, whatever names Atlas's users chose, and no Markdown of theirs. */
function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\\`*_<>|]/g, '\\$&')
    .replaceAll('](', ']\\(');
}
