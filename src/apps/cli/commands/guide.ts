import type { ItemProgress, ItemState, StepProgress } from '../../../guide/progress.ts';
import { guideSteps } from '../../../guide/steps.generated.ts';
import { hang } from '../../../reports/style.ts';
import { type Desk, defineCommand } from '../command.ts';
import { usage } from '../inputs.ts';
import { SNAPSHOT_OPTION } from '../options.ts';
import { readProgress } from '../progress-of.ts';
import { nearest } from '../suggest.ts';

const WORDS: Readonly<Record<ItemState, string>> = {
  done: 'done',
  partly: 'partly',
  open: 'open',
  unknown: 'unknown',
  'by-hand': 'look yourself',
  'not-applicable': 'nothing to do',
};
const MARKS: Readonly<Record<ItemState, string>> = {
  done: '✓',
  partly: '◐',
  open: '✗',
  unknown: '?',
  'by-hand': '→',
  'not-applicable': '·',
};

export default defineCommand({
  name: 'guide',
  order: 20,
  summary: 'lead through securing the organization, step by step (only GET requests)',
  words: '[STEP]',
  description:
    'Six steps, in order, each item with its state as the controls see it, what is left, what does it, and where it is not available. ' +
    'A step is a number or its name. Exit code 1 while something is open.',
  examples: [
    'fivefold guide',
    'fivefold guide 1',
    'fivefold guide encryption --snapshot .fivefold/snapshot.json',
    'fivefold guide --json',
  ],
  options: { ...SNAPSHOT_OPTION },
  async run(desk) {
    const [wanted] = desk.words;
    const names = guideSteps.map(({ id }) => id);
    if (wanted !== undefined && !guideSteps.some(({ id, number }) => id === wanted || String(number) === wanted)) {
      const near = nearest(wanted, names);
      throw usage(
        `The guide has no step "${wanted}".`,
        `Its steps are ${guideSteps.map(({ id, number }) => `${number} ${id}`).join(', ')}.`,
        near === undefined ? 'Use a number or a name.' : `Did you mean \`guide ${near}\`?`,
      );
    }
    const { snapshot, progress } = await readProgress(desk);
    const shown = progress.filter(
      ({ step }) => wanted === undefined || step.id === wanted || String(step.number) === wanted,
    );
    if (desk.json)
      desk.print(
        JSON.stringify({
          formatVersion: 1,
          organization: snapshot.source.organization,
          takenAt: snapshot.takenAt,
          steps: shown.map(({ step: { id, number, title }, items }) => ({
            id,
            number,
            title,
            items: items.map(({ item, ...rest }) => ({ id: item.id, title: item.title, why: item.why, ...rest })),
          })),
        }),
      );
    else if (wanted === undefined) for (const line of overview(shown, desk)) desk.print(line);
    else for (const line of shown.flatMap((step) => details(step, desk))) desk.print(line);
    return shown.some(({ items }) => items.some(({ state }) => state === 'open' || state === 'partly')) ? 1 : 0;
  },
});

function painted(state: ItemState, text: string, { style }: Pick<Desk, 'style'>): string {
  if (state === 'open' || state === 'partly') return style.red(text);
  if (state === 'done') return style.green(text);
  return state === 'unknown' || state === 'by-hand' ? style.yellow(text) : style.dim(text);
}

function summary({ state, left, unknown, steps, manual, needs }: ItemProgress): string {
  const parts = [WORDS[state]];
  if (left.length > 0) parts.push(`${left.length} left`);
  if (steps.length > 0) parts.push(`${steps.length} in the plan`);
  if (needs.length > 0) parts.push('waits for an answer');
  if (manual.length > 0) parts.push('some by a person');
  if (unknown.length > 0 && state !== 'unknown') parts.push(`${unknown.length} unknown`);
  return parts.join(', ');
}

function overview(progress: readonly StepProgress[], desk: Pick<Desk, 'style'>): readonly string[] {
  const { style } = desk;
  const lines: string[] = [];
  for (const { step, items } of progress) {
    const done = items.filter(({ state }) => state === 'done' || state === 'not-applicable').length;
    lines.push(`${style.bold(`${step.number}. ${step.title}`)}  ${style.dim(`${done} of ${items.length}`)}`);
    for (const progressed of items)
      lines.push(
        `  ${painted(progressed.state, MARKS[progressed.state], desk)} ${progressed.item.title.padEnd(44)} ${painted(progressed.state, summary(progressed), desk)}`,
      );
  }
  const next = progress
    .flatMap(({ step, items }) => items.map((item) => ({ step, item })))
    .find(({ item }) => item.state === 'open' || item.state === 'partly');
  lines.push(
    '',
    next === undefined
      ? style.green('Nothing is open. `fivefold review` says what to look at again, and when.')
      : `Next: \`fivefold guide ${next.step.number}\` (${next.item.item.title}). \`fivefold plan\` does what can be done for you.`,
  );
  return lines;
}

const SHOWN = 5;

function details({ step, items }: StepProgress, desk: Pick<Desk, 'style'>): readonly string[] {
  const { style } = desk;
  const lines = [style.bold(`${step.number}. ${step.title}`)];
  for (const progress of items) {
    const { item, state } = progress;
    lines.push(
      '',
      `${painted(state, MARKS[state], desk)} ${style.bold(item.title)}  ${painted(state, summary(progress), desk)}`,
    );
    lines.push(`  ${hang(item.why, style, 2)}`);
    if (item.always !== undefined) lines.push(`  ${hang(item.always, style, 2)}`);
    const few = <T>(list: readonly T[], print: (one: T) => string) => {
      for (const one of list.slice(0, SHOWN)) lines.push(print(one));
      if (list.length > SHOWN) lines.push(style.dim(`    and ${list.length - SHOWN} more`));
    };
    few(progress.left, ({ because }) => `  ${style.red('left')}     ${hang(because, style, 11)}`);
    few(progress.steps, ({ id, what }) => `  ${style.green('plan')}     ${id} ${hang(what, style, 24, 11)}`);
    few(progress.needs, (text) => `  ${style.yellow('answer')}   ${hang(text, style, 11)}`);
    few(progress.manual, (text) => `  ${style.yellow('person')}   ${hang(text, style, 11)}`);
    few(progress.unknown, ({ because }) => `  ${style.yellow('unknown')}  ${hang(because, style, 11)}`);
    if (progress.waived > 0) lines.push(`  ${style.yellow('waived')}   ${progress.waived} accepted in fivefold.yaml`);
    if (state !== 'done' && state !== 'not-applicable')
      for (const id of progress.waitsFor) lines.push(`  ${style.dim('after')}    ${id}`);
    for (const text of progress.notAvailable) lines.push(`  ${style.dim('not on')}   ${hang(text, style, 11)}`);
    if (state !== 'done' && state !== 'not-applicable')
      for (const text of item.byHand ?? []) lines.push(`  ${style.dim('how')}      ${hang(text, style, 11)}`);
    few(progress.artifacts, (name) => `  ${style.dim('writes')}   fivefold artifact ${name}`);
    if (progress.link !== undefined && state !== 'done') lines.push(`  ${style.dim('where')}    ${progress.link}`);
    lines.push(
      style.dim(`  see      ${item.pages.map((page) => `https://www.mongodb.com/docs/atlas/${page}`).join(' ')}`),
    );
  }
  return lines;
}
