/** How text looks: colour only on a terminal, never where it was refused. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly width: number;
}

/** The style for a stream; `colour` false prints plain text. */
export function styleFor(colour: boolean, width = 100): Style {
  const paint = (code: string, end: string) => (text: string) =>
    colour ? `\u001b[${code}m${text}\u001b[${end}m` : text;
  return {
    bold: paint('1', '22'),
    dim: paint('2', '22'),
    red: paint('31', '39'),
    yellow: paint('33', '39'),
    green: paint('32', '39'),
    width: Math.max(40, Math.min(width, 110)),
  };
}

/** Breaks text at spaces; lines after the first are indented. */
export function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const limit = width - (lines.length === 0 ? 0 : indent.length);
    if (line !== '' && line.length + 1 + word.length > limit) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.join(`\n${indent}`);
}

/** Breaks text for a line that starts at `column`; lines after the first start at `indent`. */
export function hang(text: string, style: Pick<Style, 'width'>, column: number, indent = column): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const limit = style.width - (lines.length === 0 ? column : indent);
    if (line !== '' && line.length + 1 + word.length > limit) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.join(`\n${' '.repeat(indent)}`);
}
