/** Compares an emulated answer with a recorded one, up to what no two runs can share: ids, times, host names. */

/** One place where two answers differ. */
export interface Difference {
  /** Field names joined by dots, list positions as `[]`: `replicationSpecs[].zoneName`; `status`, `errorCode`, `mediaType` for the frame. */
  readonly at: string;
  readonly kind: 'missing' | 'extra' | 'type' | 'value' | 'length';
  readonly recorded: unknown;
  readonly emulated: unknown;
}

const ID = /(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])/g;
/** The name of chance of a replica set, with which its hosts' own names begin. */
const SET = /\batlas-[a-z0-9]{6}(?=-shard-)/g;
/** The domain of a project's hosts. */
const DOMAIN = /(?<=\.)[a-z0-9]{5,8}\.mongodb(?:-dev|-qa)?\.net\b/g;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Who calls the emulator in a replay. Answers name it where recordings name the recorder's own key. */
export const CALLER = 'mdb_sa_id_5f0123456789abcdef012345';
const KEY = /^[a-z]{8}$/;
const INSTANT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})/g;

/** Names that one run gave and the other did not: recorded id → emulated id, learnt where both stand in the same place. */
export class Names {
  readonly #toEmulated = new Map<string, string>();
  readonly #toRecorded = new Map<string, string>();

  /** A copy to try a comparison on. */
  fork(): Names {
    const copy = new Names();
    for (const [recorded, emulated] of this.#toEmulated) copy.pair(recorded, emulated);
    return copy;
  }

  /** Forgets what these recorded ids stood for, because what they name is about to be made anew. */
  forget(text: string): void {
    for (const [id] of [ID, UUID, SET, DOMAIN].flatMap((names) => [...text.matchAll(names)])) {
      const emulated = this.#toEmulated.get(id);
      if (emulated === undefined) continue;
      this.#toEmulated.delete(id);
      this.#toRecorded.delete(emulated);
    }
  }

  /** True where the two may stand for each other: already paired, or both new. */
  pair(recorded: string, emulated: string): boolean {
    const known = this.#toEmulated.get(recorded);
    if (known !== undefined) return known === emulated;
    if (this.#toRecorded.has(emulated)) return false;
    this.#toEmulated.set(recorded, emulated);
    this.#toRecorded.set(emulated, recorded);
    return true;
  }

  /** What an emulated id is called in the recordings. */
  recordedOf(emulated: string): string {
    return this.#toRecorded.get(emulated) ?? emulated;
  }

  /** A recorded text as it is to be sent to the emulator. */
  translate(text: string): string {
    return text
      .replace(ID, (id) => this.#toEmulated.get(id) ?? id)
      .replace(UUID, (id) => this.#toEmulated.get(id) ?? id)
      .replace(SET, (name) => this.#toEmulated.get(name) ?? name)
      .replace(DOMAIN, (name) => this.#toEmulated.get(name) ?? name);
  }
}

/** What a text holds beside ids and times, and the ids in order. */
function skeleton(text: string): { readonly frame: string; readonly ids: readonly string[] } {
  const ids = [ID, UUID, SET, DOMAIN].flatMap((names) => [...text.matchAll(names)].map(([name]) => name));
  const frame = text
    .replace(ID, '<id>')
    .replace(UUID, '<uuid>')
    .replace(INSTANT, '<instant>')
    // Host names: a random part, and the domain of the environment (recordings are from Atlas's own test environments).
    .replace(/\.[a-z0-9]{5,8}\.mongodb(?:-dev|-qa)?\.net/g, '.<random>.mongodb.net')
    .replace(/atlas-[a-z0-9]{6}(?=-|$|&)/g, 'atlas-<random>')
    // Names that end in letters of chance: networks, Google's projects.
    .replace(/\bvpc-[0-9a-f]{17}\b/g, 'vpc-<random>')
    .replace(/\b(vnet_[^_]+_)[a-z0-9]{8}\b/g, '$1<random>')
    .replace(/\bp-[a-z0-9]{24}\b/g, 'p-<random>')
    // A download's address holds a word of chance, and an export's the minute of its snapshot and the second of its own.
    .replace(/(?<=:27017\/)\w{24}(?=\/)/, '<random>')
    .replace(/\d{4}-\d{2}-\d{2}T\d{4}\/\d{10}$/, '<minute>/<second>')
    // A free cluster's hosts have a name of chance.
    .replace(/\bac-[a-z0-9]{7}-/g, 'ac-<random>-')
    // A release's patch number is that of the day.
    .replace(/^(\d+\.\d+)\.\d+(?:-rc\d+)?$/, '$1.<patch>');
  return { frame, ids };
}

const typeOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value);

/** What an item of a list is called, where it says so: lists are compared item by item of the same name, in any order. */
export function keyOf(item: unknown): string | undefined {
  if (item === null || typeof item !== 'object') return undefined;
  const fields = item as Readonly<Record<string, unknown>>;
  // A project has one network container for each place, and Atlas makes it with the first cluster there.
  if ('atlasCidrBlock' in fields) return `container ${fields.providerName} ${fields.regionName ?? fields.region}`;
  for (const field of [
    'name',
    'roleName',
    'username',
    'cidrBlock',
    'ipAddress',
    'awsSecurityGroup',
    'rel',
    'type',
    'id',
  ]) {
    const value = fields[field];
    if (typeof value === 'string') return `${field} ${value}`;
  }
  return undefined;
}

/** The emulated items in the order of the recorded ones that they have the name of, the others in between as they come. */
export function inOrderOf(
  recorded: readonly unknown[],
  emulated: readonly unknown[],
  names: Names,
): readonly unknown[] {
  const rest = [...emulated];
  const placed = recorded.map((item) => {
    const key = keyOf(item);
    const position = key === undefined ? -1 : rest.findIndex((other) => keyOf(other) === names.translate(key));
    return position === -1 ? undefined : { item: rest.splice(position, 1)[0] };
  });
  return [...placed.map((found) => (found === undefined ? rest.shift() : found.item)), ...rest].filter(
    (item) => item !== undefined,
  );
}

/** Every place where two bodies differ. */
export function compareBodies(recorded: unknown, given: unknown, names: Names, at = ''): readonly Difference[] {
  if (typeOf(recorded) !== typeOf(given)) return [{ at, kind: 'type', recorded, emulated: given }];
  const isSet = Array.isArray(recorded) && Array.isArray(given) && !/regionConfigs$|replicationSpecs$/i.test(at);
  const emulated = isSet ? inOrderOf(recorded, given, names) : given;
  if (Array.isArray(recorded) && Array.isArray(emulated)) {
    const items = recorded.flatMap((item, index) =>
      index < emulated.length ? compareBodies(item, emulated[index], names, `${at}[]`) : [],
    );
    if (recorded.length === emulated.length) return items;
    return [{ at, kind: 'length', recorded: recorded.length, emulated: emulated.length }, ...items];
  }
  if (typeOf(recorded) === 'object') {
    const left = recorded as Readonly<Record<string, unknown>>;
    const right = emulated as Readonly<Record<string, unknown>>;
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key): readonly Difference[] => {
      const place = at === '' ? key : `${at}.${key}`;
      if (!(key in right)) return [{ at: place, kind: 'missing', recorded: left[key], emulated: undefined }];
      if (!(key in left)) return [{ at: place, kind: 'extra', recorded: undefined, emulated: right[key] }];
      return compareBodies(left[key], right[key], names, place);
    });
  }
  if (typeof recorded === 'string' && typeof emulated === 'string') {
    if (recorded === emulated) return [];
    if (emulated === CALLER && KEY.test(recorded)) return [];
    if (CALLER.endsWith(emulated) && /^[0-9a-f]{24}$/.test(recorded) && emulated.length === 24) return [];
    // Public keys are eight letters of chance.
    if (at.endsWith('publicKey') && KEY.test(recorded) && KEY.test(emulated) && names.pair(recorded, emulated))
      return [];
    const [left, right] = [skeleton(recorded), skeleton(emulated)];
    const paired =
      left.ids.length === right.ids.length && left.ids.every((id, index) => names.pair(id, right.ids[index] as string));
    return left.frame === right.frame && paired ? [] : [{ at, kind: 'value', recorded, emulated }];
  }
  // How much a snapshot holds is the data's.
  if (at.endsWith('storageSizeBytes') && Number(recorded) > 0 && Number(emulated) > 0) return [];
  return recorded === emulated ? [] : [{ at, kind: 'value', recorded, emulated }];
}
