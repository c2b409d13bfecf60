/** The wire format of Protocol Buffers, as far as Terraform's plugin protocol needs it (https://protobuf.dev/programming-guides/encoding/). */

/** A field of a message: its number, what it holds, and whether there are many of it. */
export interface Field {
  readonly number: number;
  readonly type: 'string' | 'bytes' | 'bool' | 'integer' | (() => Message);
  /** `map`: the keys are strings. */
  readonly many?: 'list' | 'map';
}

/** A message: its fields by name. */
export type Message = Readonly<Record<string, Field>>;

/** The values of a message's fields by name: text, bytes, flags, numbers, messages, lists and maps of them. */
export type Values = Readonly<Record<string, unknown>>;

const VARINT = 0;
const EIGHT_BYTES = 1;
const DELIMITED = 2;
const FOUR_BYTES = 5;

/** The bytes of a message; a field without a value is left out. */
export function encodeMessage(message: Message, values: Values): Buffer {
  const parts: Buffer[] = [];
  for (const [name, field] of Object.entries(message)) {
    const value = values[name];
    if (value === undefined) continue;
    for (const item of itemsOf(field, value)) parts.push(...encodeField(field.number, typeOf(field), item));
  }
  return Buffer.concat(parts);
}

/** The values of a message. A field that was not sent is absent, also where it is a list or a map. */
export function decodeMessage(message: Message, bytes: Uint8Array): Values {
  const byNumber = new Map(Object.entries(message).map(([name, field]) => [field.number, { name, field }]));
  const values: Record<string, unknown> = {};
  const reader = { bytes, at: 0 };
  while (reader.at < bytes.length) {
    const tag = readVarint(reader);
    const content = readContent(reader, tag % 8);
    const known = byNumber.get(Math.floor(tag / 8));
    if (known === undefined) continue;
    const { name, field } = known;
    const value = decodeContent(typeOf(field), content);
    if (field.many === undefined) values[name] = value;
    else if (field.many === 'list') values[name] = [...((values[name] as readonly unknown[] | undefined) ?? []), value];
    else values[name] = { ...(values[name] as object), [(value as Entry).key]: (value as Entry).value };
  }
  return values;
}

interface Entry {
  readonly key: string;
  readonly value: unknown;
}

/** What stands on the wire: of a map, one message for each entry. */
function typeOf({ type, many }: Field): Field['type'] {
  return many === 'map' ? () => ({ key: { number: 1, type: 'string' }, value: { number: 2, type } }) : type;
}

function itemsOf({ many }: Field, value: unknown): readonly unknown[] {
  if (many === 'list') return value as readonly unknown[];
  return many === 'map' ? Object.entries(value as object).map(([key, item]) => ({ key, value: item })) : [value];
}

function encodeField(number: number, type: Field['type'], value: unknown): readonly Buffer[] {
  if (type === 'bool' || type === 'integer') return [varint(number * 8 + VARINT), varint(Number(value))];
  const bytes = typeof type === 'function' ? encodeMessage(type(), value as Values) : Buffer.from(value as string);
  return [varint(number * 8 + DELIMITED), varint(bytes.length), bytes];
}

function decodeContent(type: Field['type'], content: number | Uint8Array): unknown {
  if (typeof content === 'number') return type === 'bool' ? content !== 0 : content;
  if (typeof type === 'function') return decodeMessage(type(), content);
  return type === 'string' ? Buffer.from(content).toString('utf8') : content;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
  return Buffer.from([...bytes, rest]);
}

interface Reader {
  readonly bytes: Uint8Array;
  at: number;
}

function readVarint(reader: Reader): number {
  let value = 0;
  for (let factor = 1; ; factor *= 0x80) {
    const byte = reader.bytes[reader.at];
    if (byte === undefined) throw new RangeError('a message ends within a number');
    reader.at += 1;
    value += (byte % 0x80) * factor;
    if (byte < 0x80) return value;
  }
}

function readContent(reader: Reader, wireType: number): number | Uint8Array {
  if (wireType === VARINT) return readVarint(reader);
  const length = wireType === DELIMITED ? readVarint(reader) : { [EIGHT_BYTES]: 8, [FOUR_BYTES]: 4 }[wireType];
  if (length === undefined) throw new RangeError(`wire type ${wireType} is not in use`);
  reader.at += length;
  if (reader.at > reader.bytes.length) throw new RangeError('a message ends within a field');
  return reader.bytes.subarray(reader.at - length, reader.at);
}
