import type { Instant } from '../../core/instant.ts';
import { readJournal } from '../../core/journal.ts';
import type { Desk } from './command.ts';

/** The file that says that a watch is under way. */
export const WATCH_FILE = 'watch.json';

/** A watch whose end nobody wrote down, for the next start to tell of. */
export async function overdueWatch(desk: Pick<Desk, 'workspace'>, at: Instant): Promise<string | undefined> {
  const text = await desk.workspace.read(WATCH_FILE).catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const { journal, until } = JSON.parse(text) as { readonly journal?: string; readonly until?: string | null };
    if (journal === undefined || until === undefined || until === null || until > at) return undefined;
    const outcome = readJournal(await desk.workspace.lines(journal));
    if ('state' in outcome && outcome.state.watchedUntil === undefined) return undefined;
    return `A watch over applied changes was to end at ${until}, and did not: look whether your clients still log in (\`fivefold evidence collect\`), or undo with \`fivefold rollback\`. Journal: ${desk.workspace.folder}/${journal}`;
  } catch {
    return undefined;
  }
}
