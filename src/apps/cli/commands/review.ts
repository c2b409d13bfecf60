import { addSeconds, type Instant, parseInstant } from '../../../core/instant.ts';
import { indexSnapshot } from '../../../core/snapshot.ts';
import { calendarOf, KINDS_THAT_EXPIRE, reviewOf } from '../../../guide/review.ts';
import { hang } from '../../../reports/style.ts';
import { now } from '../../platform.ts';
import { defineCommand } from '../command.ts';
import { profileFor, snapshotFor, usage } from '../inputs.ts';
import { SNAPSHOT_OPTION } from '../options.ts';
import { writeReport } from '../write-report.ts';

export default defineCommand({
  name: 'review',
  order: 95,
  summary: 'what ends when, and what is to be looked at again (only GET requests)',
  description:
    'Certificates, secrets, temporary users and entries, invitations, grants and waivers with the date on which they end, and the routine ' +
    'of a review. Exit code 1 where something has ended or is overdue.',
  examples: ['fivefold review', 'fivefold review --since 2026-11-01 --calendar atlas.ics', 'fivefold review --days 30'],
  options: {
    ...SNAPSHOT_OPTION,
    since: { type: 'string', value: 'DATE', text: 'when the last review was; default today' },
    days: { type: 'string', value: 'N', text: 'show what is due within so many days; default 400' },
    calendar: { type: 'string', value: 'FILE', text: 'write a calendar file (iCalendar) as well' },
  },
  async run(desk) {
    const since = desk.values.since === undefined ? now() : parseInstant(desk.values.since);
    const days = Number(desk.values.days ?? '400');
    if (since === undefined)
      throw usage(`--since ${desk.values.since} is no date.`, 'It is no ISO 8601 date.', 'Write 2026-11-24.');
    if (!Number.isInteger(days) || days < 1)
      throw usage(`--days ${desk.values.days} is no number of days.`, 'It must be 1 or more.', 'Write 30.');
    const { profile } = await profileFor(desk);
    const snapshot = await snapshotFor(desk, KINDS_THAT_EXPIRE);
    const { items, notRead } = reviewOf(indexSnapshot(snapshot), profile, since);
    const today: Instant = now();
    const within = items.filter(({ due }) => due <= addSeconds(today, days * 86_400));
    const over = within.filter(({ due }) => due <= today);
    const path = desk.values.calendar;
    if (path !== undefined) {
      await writeReport(path, calendarOf(within, snapshot.source.organization, today));
      desk.note(`Wrote ${within.length} dates to ${path}.`);
    }
    if (desk.json) desk.print(JSON.stringify({ formatVersion: 1, since, items: within, notRead }));
    else {
      const { style } = desk;
      for (const { due, what, todo } of within) {
        const date = due.slice(0, 10);
        desk.print(`${due <= today ? style.red(date) : date}  ${hang(what, style, 12)}`);
        desk.print(style.dim(`            ${hang(todo, style, 12)}`));
      }
      if (notRead.length > 0) desk.print(style.yellow('\nNot read, so that an end there is not known:'));
      for (const text of notRead) desk.print(`  ${hang(text, style, 2)}`);
    }
    return over.length > 0 ? 1 : 0;
  },
});
