import type { Progress } from '../../workflows/ports.ts';

const REDRAW_MILLISECONDS = 80;

/** Shows on a terminal how far a long read is, in one line that goes away; elsewhere one line at the end. */
export function progressOn(
  stream: NodeJS.WriteStream,
  note: (text: string) => void,
  clock: () => number = Date.now,
): Progress {
  const started = clock();
  let total = 0;
  let done = 0;
  let drawn = 0;
  return {
    total(steps) {
      total = steps;
    },
    step(label) {
      done += 1;
      if (!stream.isTTY || clock() - drawn < REDRAW_MILLISECONDS) return;
      drawn = clock();
      const text = total > done ? `reading: ${done} of ${total}` : `reading: ${label}`;
      stream.write(`\r\u001b[K${text.slice(0, (stream.columns ?? 80) - 1)}`);
    },
    done() {
      if (stream.isTTY) stream.write('\r\u001b[K');
      note(`Read ${done} lists and settings in ${((clock() - started) / 1000).toFixed(1)} s.`);
    },
  };
}
