/** A Terraform expression that is written as it stands, for example `mongodbatlas_custom_db_role.app.role_name`. */
export interface HclReference {
  readonly ref: string;
}

/** A value of an HCL attribute. */
export type HclValue = string | number | boolean | null | HclReference | readonly HclValue[] | HclObject;

/** An HCL object value (`{ a = 1 }`). */
export type HclObject = { readonly [key: string]: HclValue | undefined };

/** The body of a block: attributes first, then nested blocks, in the order given. */
export interface HclBody {
  readonly attributes: Readonly<Record<string, HclValue | undefined>>;
  readonly blocks?: readonly HclNestedBlock[];
}

/** A nested block such as `roles { … }`. */
export interface HclNestedBlock {
  readonly type: string;
  readonly body: HclBody;
}

/** A top-level block such as `resource "type" "name" { … }`, with comment lines above it. */
export interface HclBlock {
  readonly comment?: readonly string[];
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: HclBody;
}

/** True for an expression that is written as it stands. */
export function isReference(value: unknown): value is HclReference {
  return typeof value === 'object' && value !== null && typeof (value as { ref?: unknown }).ref === 'string';
}

/** Writes a string literal; `${` and `%{` are the only templates that must be escaped (a lone `$external` needs nothing). */
export function hclString(text: string): string {
  let out = '"';
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] as string;
    const code = text.charCodeAt(index);
    if (character === '\\') out += '\\\\';
    else if (character === '"') out += '\\"';
    else if (character === '\n') out += '\\n';
    else if (character === '\r') out += '\\r';
    else if (character === '\t') out += '\\t';
    else if (code < 0x20 || code === 0x7f) out += `\\u${code.toString(16).padStart(4, '0')}`;
    else if ((character === '$' || character === '%') && text[index + 1] === '{') out += character + character;
    else out += character;
  }
  return `${out}"`;
}

function printValue(value: HclValue, indent: string): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return hclString(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    const items = (value as readonly HclValue[]).map((item) => printValue(item, `${indent}  `));
    const oneLine = `[${items.join(', ')}]`;
    if (oneLine.length + indent.length <= 90 && !oneLine.includes('\n')) return oneLine;
    return `[\n${items.map((item) => `${indent}  ${item},`).join('\n')}\n${indent}]`;
  }
  if (isReference(value)) return value.ref;
  const entries = Object.entries(value as HclObject).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return '{}';
  return `{\n${printAttributes(entries as [string, HclValue][], `${indent}  `)}\n${indent}}`;
}

function printAttributes(entries: readonly (readonly [string, HclValue])[], indent: string): string {
  const keys = entries.map(([key]) => (/^[A-Za-z_][\w-]*$/.test(key) ? key : hclString(key)));
  const printed = entries.map(([, value]) => printValue(value, indent));
  const lines: string[] = [];
  let start = 0;
  // `terraform fmt` aligns `=` over a run of single-line attributes; a multi-line value ends the run.
  while (start < entries.length) {
    let end = start;
    while (end < entries.length && !(printed[end] as string).includes('\n')) end += 1;
    const run = Math.max(end, start + 1);
    const width = end === start ? 0 : Math.max(...keys.slice(start, end).map((key) => key.length));
    for (let index = start; index < run; index += 1) {
      lines.push(`${indent}${(keys[index] as string).padEnd(width)} = ${printed[index]}`);
    }
    start = run;
  }
  return lines.join('\n');
}

function printBody(body: HclBody, indent: string): string {
  const entries = Object.entries(body.attributes).filter(([, value]) => value !== undefined) as [string, HclValue][];
  const parts: string[] = [];
  if (entries.length > 0) parts.push(printAttributes(entries, indent));
  for (const block of body.blocks ?? []) {
    const inner = printBody(block.body, `${indent}  `);
    const separator = parts.length > 0 ? '\n' : '';
    parts.push(`${separator}${indent}${block.type} {${inner === '' ? '' : `\n${inner}\n${indent}`}}`);
  }
  return parts.join('\n');
}

/** Prints blocks the way `terraform fmt` lays them out, one empty line between them. */
export function printHcl(blocks: readonly HclBlock[]): string {
  return blocks
    .map((block) => {
      const comment = (block.comment ?? []).map((line) => `${`# ${line}`.trimEnd()}\n`).join('');
      const head = [block.type, ...block.labels.map(hclString)].join(' ');
      const inner = printBody(block.body, '  ');
      return `${comment}${head} {${inner === '' ? '' : `\n${inner}\n`}}\n`;
    })
    .join('\n');
}

/** A Terraform resource name made from free text: letters, digits and `_`, never starting with a digit. */
export function terraformName(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return name === '' ? 'unnamed' : /^[0-9]/.test(name) ? `_${name}` : name;
}
