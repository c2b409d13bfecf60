import { renderHtml } from './html.ts';
import { renderJson } from './json.ts';
import { renderMarkdown } from './markdown.ts';
import type { ReportInput } from './report.ts';
import { renderSarif } from './sarif.ts';
import { renderTerminal, type TerminalView } from './terminal.ts';

/** The formats that a report comes in. */
export type ReportFormat = 'terminal' | 'json' | 'sarif' | 'markdown' | 'html';

/** Every format, in the order of the help. */
export const REPORT_FORMATS: readonly ReportFormat[] = ['terminal', 'json', 'sarif', 'markdown', 'html'];

/** The report as text that ends with a line break. `view` is for the terminal only. */
export function renderReport(format: ReportFormat, input: ReportInput, view: TerminalView = {}): string {
  switch (format) {
    case 'terminal':
      return renderTerminal(input, view);
    case 'json':
      return renderJson(input);
    case 'sarif':
      return renderSarif(input);
    case 'markdown':
      return renderMarkdown(input);
    case 'html':
      return renderHtml(input);
    default:
      return format satisfies never;
  }
}
