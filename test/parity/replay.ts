/** Replays recorded stories on the emulator, exchange by exchange, and says of each whether the emulator answered as Atlas did. */
import { createHash } from 'node:crypto';
import { addSeconds, epochSeconds, type Instant, instantFromEpochSeconds } from '../../src/core/instant.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { createEmulator, type Emulator, type RawResponse } from '../../src/emulator/emulator.ts';
import { seedModels } from '../../src/emulator/seed.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { EVENT } from '../../src/resources/organization/events.ts';
import { CALLER, compareBodies, type Difference, inOrderOf, keyOf, Names } from './compare.ts';
import { learnDays, type OfItsDay } from './field-ages.ts';
import { byKind, itemsOf, type Owned, operationFor, owners, paramsOf } from './operations.ts';
import { type Exchange, isFragment, type Story } from './recordings.ts';
import { freeCluster, showsUpgrade, type UnseenUpgrade, upgradesIn } from './upgrades.ts';
import { IN_PROGRESS, isBehind, isBehindInUpgrade, MOST_WAITS, PROGRESS, WORK_SECONDS } from './waiting.ts';

/** Feeds of what has happened, most of it in no exchange of the set: there what is shown is put before it is read. */
const FEEDS = new Set(['listOrgEvents', 'listGroupEvents']);

/** Why an exchange cannot be replayed. */
export type Obstacle =
  | 'operation not modelled'
  | 'request body not recorded'
  | 'presupposed state unknown'
  | 'gateway or server fault, not behaviour'
  | 'answer not recorded in full';

/** What became of one exchange. */
export interface Outcome {
  readonly exchange: Exchange;
  readonly verdict: 'agrees' | 'differs' | 'not replayable';
  readonly obstacle?: Obstacle;
  /** True where what the exchange presupposes was taken from a recorded answer and not made by replayed writes. */
  readonly seeded: boolean;
  readonly differences: readonly Difference[];
}

const ORGANIZATION = 'a0123456789abcdef012345a';
/** A refusal that says that something is not there, though its status does not. */
const DENIES = /"errorCode":"CANNOT_USE_|Cannot find cluster/;

const ID = /^[0-9a-f]{24}$/;

type Item = Readonly<Record<string, unknown>>;

interface Attempt {
  readonly response: RawResponse;
  readonly names: Names;
  readonly differences: readonly Difference[];
}

/** One story's emulator, with what the replay has learnt so far. */
class Replay {
  readonly #story: Story;
  readonly #orgId: string;
  readonly #isOfItsDay: OfItsDay;
  readonly #emulator: Emulator;
  readonly #token: string;
  #names = new Names();
  /** Paths of resources that the replay made, changed or seeded itself, with the seq at which it did. */
  readonly #touched = new Map<string, number>();
  /** Paths of what was seeded from recorded answers, with the seq of the answer. */
  readonly #seededAt = new Map<string, number>();
  /** Upgrades of free clusters that the story shows without their calls, by path. */
  readonly #unseenUpgrades: ReadonlyMap<string, UnseenUpgrade>;
  /** Paths of clusters for which the replay itself asked what no recorded request asks. */
  readonly #inferred = new Set<string>();
  /** Writes that could not be replayed. */
  readonly #unplayed = new Set<string>();
  #seconds: number;
  #random = 1;

  constructor(story: Story, isOfItsDay: OfItsDay) {
    this.#story = story;
    this.#isOfItsDay = isOfItsDay;
    this.#unseenUpgrades = upgradesIn(story);
    this.#seconds = story.exchanges.find(({ seconds }) => seconds !== undefined)?.seconds ?? 1_785_000_000;
    const text = JSON.stringify(story.exchanges.map(({ path, body, responseBody }) => [path, body, responseBody]));
    this.#orgId =
      /\/orgs\/([0-9a-f]{24})/.exec(text)?.[1] ?? /"orgId":"([0-9a-f]{24})"/.exec(text)?.[1] ?? ORGANIZATION;
    this.#emulator = createEmulator({
      resources,
      credentials: [
        {
          type: 'service-account',
          id: CALLER,
          secret: 'parity',
          orgId: this.#orgId,
          orgRoles: ['ORG_OWNER'],
        },
      ],
      rateLimits: false,
      durationSeconds: () => WORK_SECONDS,
      ports: {
        now: () => this.#now(),
        nowMilliseconds: () => 0,
        random: () => {
          this.#random = (this.#random * 48_271) % 2_147_483_647;
          return this.#random / 2_147_483_647;
        },
        md5: (value) => createHash('md5').update(value).digest('hex'),
        decodeBase64: (value) => Buffer.from(value, 'base64').toString('utf8'),
      },
    });
    const orgName = /"orgName":"([^"]+)"/.exec(text)?.[1];
    const named = orgName === undefined ? {} : { name: orgName };
    this.#seed('organization', { ...this.#example('organization'), ...named, id: this.#orgId });
    const token = this.#emulator.handle({
      method: 'POST',
      url: '/api/oauth/token',
      headers: { authorization: `Basic ${Buffer.from(`${CALLER}:parity`).toString('base64')}` },
      body: 'grant_type=client_credentials',
      remoteAddress: '127.0.0.1',
    });
    this.#token = (JSON.parse(token.body) as { access_token: string }).access_token;
  }

  run(): readonly Outcome[] {
    return this.#story.exchanges.map((exchange, index) => {
      const outcome = this.#exchange(exchange, index);
      if (outcome.verdict !== 'agrees' && exchange.method !== 'GET') this.#unplayed.add(exchange.id);
      return outcome;
    });
  }

  /** Asks for the upgrade that an answer shows and no recorded request asks for. */
  #upgradeUnseen({ path, method, status, responseBody }: Exchange): void {
    const unseen = this.#unseenUpgrades.get(path);
    if (unseen === undefined || method !== 'GET' || status !== 200 || this.#inferred.has(path)) return;
    if (!showsUpgrade(responseBody)) return;
    this.#makeFree(path, unseen.free);
    const collection = path.replace(/\/[^/]+$/, '');
    const { status: answered } = this.#write(
      'upgradeGroupClusterTenantUpgrade',
      `${collection}/tenantUpgrade`,
      unseen.upgrade,
    );
    if (answered >= 300) return;
    this.#inferred.add(path);
    this.#touched.set(path, 0);
    this.#seededAt.delete(path);
  }

  /** Makes a free cluster where there is none, and lets it become ready. */
  #makeFree(path: string, body: Exchange['body']): void {
    const get = owners.get('getGroupCluster') as Owned;
    const read = () =>
      this.#send(
        { method: 'GET', path, query: undefined, accept: undefined, body: undefined },
        get.route.operation.version,
        true,
      );
    if (read().status === 404) this.#write('createGroupCluster', path.replace(/\/[^/]+$/, ''), body);
    const isReady = () => {
      const { stateName, connectionStrings } = JSON.parse(read().body) as {
        readonly stateName?: unknown;
        readonly connectionStrings?: { readonly standard?: unknown };
      };
      return stateName === 'IDLE' && connectionStrings?.standard !== undefined;
    };
    for (let wait = 0; wait < MOST_WAITS && !isReady() && this.#passToNext(); wait += 1);
  }

  #write(operationId: string, path: string, body: Exchange['body']): RawResponse {
    const { route } = owners.get(operationId) as Owned;
    return this.#send(
      { method: 'POST', path, query: undefined, accept: undefined, body },
      route.operation.version,
      true,
    );
  }

  #now(): Instant {
    return instantFromEpochSeconds(this.#seconds);
  }

  #example(kind: string): Readonly<Record<string, unknown>> {
    return (byKind.get(kind)?.examples[0] ?? {}) as Record<string, unknown>;
  }

  #seed(kind: string, model: unknown): void {
    seedModels(this.#emulator.store, resources, [{ kind, model }], this.#now());
  }

  #send(
    exchange: Pick<Exchange, 'method' | 'path' | 'query' | 'accept' | 'body'>,
    version: string,
    signed: boolean,
  ): RawResponse {
    return this.#emulator.handle({
      method: exchange.method,
      url: this.#names.translate(exchange.query ? `${exchange.path}?${exchange.query}` : exchange.path),
      headers: {
        ...(signed ? { authorization: `Bearer ${this.#token}` } : {}),
        accept: exchange.accept ?? `application/vnd.atlas.${version}+json`,
      },
      body: exchange.body === undefined ? '' : this.#names.translate(JSON.stringify(exchange.body)),
      remoteAddress: '127.0.0.1',
    });
  }

  #exchange(exchange: Exchange, index: number): Outcome {
    const outcome = (verdict: Outcome['verdict'], rest: Partial<Outcome> = {}): Outcome => ({
      exchange,
      verdict,
      seeded: false,
      differences: [],
      ...rest,
    });
    const owned = owners.get(exchange.operationId ?? '');
    if (exchange.status >= 500)
      return outcome('not replayable', { obstacle: 'gateway or server fault, not behaviour' });
    if (!owned) return outcome('not replayable', { obstacle: 'operation not modelled' });
    if (exchange.status !== 401 && exchange.body === undefined && owned.route.operation.request !== undefined)
      return outcome('not replayable', { obstacle: 'request body not recorded' });
    if ((exchange.responseBody as { $gzip?: unknown } | undefined)?.$gzip !== undefined)
      return outcome('not replayable', { obstacle: 'answer not recorded in full' });
    if (exchange.seconds !== undefined && exchange.seconds > this.#seconds) this.#seconds = exchange.seconds;
    const seededParents = this.#seedParents(exchange, index);
    if (seededParents === 'unknown') return outcome('not replayable', { obstacle: 'presupposed state unknown' });
    const seededBefore = this.#seedBefore(exchange, owned);
    this.#upgradeUnseen(exchange);
    const isFeed = FEEDS.has(exchange.operationId ?? '');
    if (isFeed) this.#putFeed(exchange);
    const isFull = this.#fillOrganization(exchange);
    let seeded = seededParents === 'seeded' || seededBefore || isFeed || isFull;
    let attempt = this.#attempt(exchange, owned);
    if (attempt.response.status === 404 && exchange.status < 300 && this.#inventParent(exchange, owned)) {
      seeded = true;
      attempt = this.#attempt(exchange, owned);
    }
    attempt = this.#wait(exchange, owned, attempt);
    if (attempt.differences.length > 0 && this.#presupposes(exchange, index, attempt.response, owned)) {
      seeded = true;
      attempt = this.#wait(exchange, owned, this.#attempt(exchange, owned));
    }
    // Atlas knew of something that no exchange of the set has made or shown: nothing can be said about the rest of its answer.
    const { status } = attempt.response;
    const isMissing = status >= 400 && status !== exchange.status && !this.#touched.has(exchange.path);
    if (isMissing && (seeded || this.#isSeeded(exchange.path) || status === 404 || status === 409))
      return outcome('not replayable', { obstacle: 'presupposed state unknown' });
    if (this.#showsUnreadable(exchange, index, owned, attempt.differences))
      return outcome('not replayable', { obstacle: 'presupposed state unknown' });
    this.#names = attempt.names;
    if (exchange.method !== 'GET' && exchange.status < 400) this.#touch(exchange, attempt.response);
    return outcome(attempt.differences.length === 0 ? 'agrees' : 'differs', {
      seeded: seeded || this.#isSeeded(exchange.path) || this.#inferred.has(exchange.path),
      differences: attempt.differences,
    });
  }

  /** What the recorded client waited for, the replay lets pass, up to one thing that happens after the other. */
  #wait(exchange: Exchange, owned: Owned, first: Attempt): Attempt {
    let attempt = first;
    for (let wait = 0; wait < MOST_WAITS && this.#hasWaited(exchange, attempt) && this.#passToNext(); wait += 1) {
      attempt = this.#attempt(exchange, owned);
    }
    return attempt;
  }

  /** Lets time pass until the next work ends; false where none is going on. What runs out in days is not waited for. */
  #passToNext(): boolean {
    const now = this.#now();
    const next = this.#emulator.store
      .save()
      .transitions.map(({ at }) => at)
      .filter((at) => at > now && at <= addSeconds(now, WORK_SECONDS))
      .sort()[0];
    if (next === undefined) return false;
    this.#seconds = epochSeconds(next);
    return true;
  }

  /** True where the recorded answer shows work as done that the emulator still has before it. */
  #hasWaited(exchange: Exchange, { response, differences }: Attempt): boolean {
    if (exchange.method !== 'GET') return response.status >= 400 && exchange.status < 400;
    if (response.status < 400 && exchange.status === 404) return true;
    return differences.some(
      (difference) =>
        isBehind(difference) ||
        (this.#inferred.has(exchange.path) && isBehindInUpgrade(difference, exchange.responseBody)),
    );
  }

  #attempt(exchange: Exchange, owned: Owned): Attempt {
    const response = this.#send(exchange, owned.route.operation.version, exchange.status !== 401);
    const names = this.#names.fork();
    return { response, names, differences: this.#compare(exchange, response, names, owned) };
  }

  #compare(exchange: Exchange, response: RawResponse, names: Names, owned: Owned): readonly Difference[] {
    const isText = owned.route.operation.shape === 'text' && response.status < 400;
    const body = response.body === '' || isText ? undefined : (JSON.parse(response.body) as Record<string, unknown>);
    const frame: Difference[] = [];
    if (response.status !== exchange.status)
      frame.push({
        at: 'status',
        kind: 'value',
        recorded: exchange.status,
        emulated: `${response.status} ${body?.errorCode ?? ''} ${body?.detail ?? ''}`,
      });
    const media = (type: string | undefined) => type?.split(';')[0];
    if (exchange.responseType !== undefined && exchange.responseBody !== undefined) {
      const [recorded, emulated] = [media(exchange.responseType), media(response.headers['content-type'])];
      if (recorded !== emulated) frame.push({ at: 'mediaType', kind: 'value', recorded, emulated });
    }
    if (frame.some(({ at }) => at === 'status')) return frame;
    if (isText) {
      // What stands in a certificate is chance: that there is one is all that can be compared.
      const [recorded, emulated] = [exchange.responseBody, response.body].map((text) =>
        /^-----BEGIN/.test(String(text)),
      );
      return recorded === emulated ? frame : [...frame, { at: '', kind: 'value', recorded, emulated }];
    }
    if (exchange.responseBody === undefined) {
      const isEmpty = body === undefined || JSON.stringify(body) === '{}';
      return isEmpty ? frame : [...frame, { at: '', kind: 'extra', recorded: undefined, emulated: body }];
    }
    const places = compareBodies(exchange.responseBody, body, names);
    const ofToday = places.filter((place) => !this.#isOfItsDay(exchange, place));
    return [
      ...frame,
      ...(this.#isSeeded(exchange.path) ? this.#modelled(exchange, body, owned, names, ofToday) : ofToday),
    ];
  }

  /**
   * What was seeded went through our model, which does not hold every value: there the models must be the same, and the
   * shape of the answer, but not a value that no model has.
   */
  #modelled(
    exchange: Exchange,
    body: unknown,
    owned: Owned,
    names: Names,
    places: readonly Difference[],
  ): readonly Difference[] {
    const isLost = ({ kind, recorded, emulated }: Difference) =>
      kind === 'value' || kind === 'length' || (kind === 'type' && (recorded === null || emulated === null));
    if (!places.some(isLost)) return places;
    const read = (items: readonly unknown[]) => this.#modelsIn(exchange, items, owned);
    const items = itemsOf(exchange.responseBody);
    const [recorded, emulated] = [read(items), read(inOrderOf(items, itemsOf(body), names))];
    const whole = itemsOf(exchange.responseBody).length === recorded.length && recorded.length === emulated.length;
    if (!whole) return places;
    const models = compareBodies(recorded, emulated, names, 'model');
    return [...places.filter((place) => !isLost(place)), ...models];
  }

  /** True where this replay made the state below the path, so that nothing may be put there from a recording. */
  #isTouched(path: string): boolean {
    const parts = path.split('/');
    for (let length = parts.length; length > 4; length -= 1) {
      if (this.#touched.has(parts.slice(0, length).join('/'))) return true;
    }
    return false;
  }

  #touch(exchange: Exchange, response: RawResponse): void {
    this.#touched.set(exchange.path, exchange.seq);
    if (exchange.method !== 'POST' || response.status >= 400) return;
    const { id, name } = (exchange.responseBody ?? {}) as { id?: unknown; name?: unknown };
    this.#touched.delete(exchange.path);
    for (const key of [id, name])
      if (typeof key === 'string') this.#touched.set(`${exchange.path}/${encodeURIComponent(key)}`, exchange.seq);
  }

  /** Makes sure that what the path names beside its last part exists, from what the story says about it. */
  #seedParents(exchange: Exchange, index: number): 'there' | 'seeded' | 'unknown' {
    if (exchange.status === 401) return 'there';
    const parts = exchange.path.split('/');
    const segments = exchange.template.split('/');
    const error = (exchange.responseBody as { errorCode?: unknown } | undefined)?.errorCode;
    let state: 'there' | 'seeded' = 'there';
    for (let length = 5; length < parts.length + (exchange.template.endsWith('}') ? 0 : 1); length += 1) {
      if (!segments[length - 1]?.startsWith('{')) continue;
      const path = parts.slice(0, length).join('/');
      if (segments[length - 1] === '{orgId}' && length === 6) continue;
      const isProject = segments[length - 2] === 'groups' && length === 6;
      if (isProject && error === 'GROUP_NOT_FOUND') return state;
      // What Atlas says does not exist, or not in this API, is not put there: the last name of the path, or the one that the error names.
      const isRefused = exchange.status === 404 || DENIES.test(JSON.stringify(exchange.responseBody));
      if (!isProject && isRefused && this.#isNamed(exchange, parts[length - 1] as string)) continue;
      const owned = operationFor(path);
      if (!owned) continue;
      const probe = { method: 'GET', path, query: undefined, accept: undefined, body: undefined };
      if (this.#send(probe, owned.route.operation.version, true).status < 400) continue;
      const isInvented = () => (isProject ? this.#inventProject(path) : this.#inventCluster(path, exchange));
      if (this.#seedFromStory(path, owned, index) || isInvented()) state = 'seeded';
      else return 'unknown';
      if (isProject) this.#seedOlder(path);
    }
    if (segments[5] === '{groupId}' && parts.length === 6 && error !== 'GROUP_NOT_FOUND') {
      const owned = operationFor(parts.join('/')) as Owned;
      const probe = { method: 'GET', path: exchange.path, query: undefined, accept: undefined, body: undefined };
      if (this.#send(probe, owned.route.operation.version, true).status < 400) return state;
      if (this.#seedFromStory(exchange.path, owned, index) || this.#inventProject(exchange.path)) state = 'seeded';
    }
    return state;
  }

  #isNamed(exchange: Exchange, part: string): boolean {
    const { parameters = [] } = (exchange.responseBody ?? {}) as { parameters?: readonly unknown[] };
    const name = decodeURIComponent(part);
    return (
      exchange.path.endsWith(`/${part}`) || (parameters ?? []).some((said) => String(said).split(' ').includes(name))
    );
  }

  /** What was there before the story began, going by the second in its id: a project's networks stay when its clusters go. */
  #seedOlder(projectPath: string): void {
    const { exchanges } = this.#story;
    const began = exchanges.find(({ seconds }) => seconds !== undefined)?.seconds ?? 0;
    for (const exchange of exchanges) {
      const owned = owners.get(exchange.operationId ?? '');
      if (owned?.resource.kind !== 'network-container' || exchange.status !== 200) continue;
      if (!exchange.path.startsWith(`${projectPath}/`)) continue;
      const older = itemsOf(exchange.responseBody).filter(
        ({ id }) => typeof id === 'string' && Number.parseInt(id.slice(0, 8), 16) < began - 600,
      );
      for (const model of this.#modelsIn(exchange, older, owned)) this.#seed(owned.resource.kind, model);
    }
  }

  /** An organization that Atlas refuses another project has as many as the refusal says. */
  #fillOrganization({ responseBody }: Exchange): boolean {
    const { errorCode, parameters } = (responseBody ?? {}) as { errorCode?: unknown; parameters?: readonly unknown[] };
    if (errorCode !== 'MAX_GROUPS_PER_ORG_EXCEEDED') return false;
    const example = this.#example('project');
    for (
      let count = this.#emulator.store.list('project', this.#orgId).length;
      count < Number(parameters?.[0]);
      count += 1
    ) {
      const id = count.toString(16).padStart(24, '0');
      this.#seed('project', { ...example, id, name: `project-${count}`, orgId: this.#orgId });
    }
    return true;
  }

  /** A project of which the story never shows more than its id. */
  #inventProject(path: string): boolean {
    const id = this.#names.translate(path.split('/')[5] ?? '');
    if (!ID.test(id)) return false;
    this.#seed('project', { ...this.#example('project'), id, name: `project-${id}`, orgId: this.#orgId });
    return true;
  }

  /** A cluster of which the story shows no more than what hangs on it: the smallest of those that the recorded tests make. */
  #inventCluster(path: string, { template, responseBody }: Exchange): boolean {
    if (!/\/clusters\/\{clusterName\}\//.test(template)) return false;
    const [, , , , , groupId = '', , name = ''] = path.split('/');
    const answer = JSON.stringify(responseBody ?? null);
    const regionName = /"regionName":"(\w+)"/.exec(answer)?.[1] ?? 'US_EAST_1';
    const hasBackup = !answer.includes('BACKUP_CONFIG_NOT_FOUND');
    const nodes = { instanceSize: 'M10', nodeCount: 3, diskSizeGB: 30 };
    const region = { provider: 'AWS', regionName, priority: 7, electable: nodes, readOnly: null, analytics: null };
    this.#seed('cluster', {
      ...this.#example('cluster'),
      projectId: this.#names.translate(groupId),
      name: decodeURIComponent(name),
      id: null,
      clusterType: answer.includes('INDEPENDENT_SHARD_SCALING') ? 'SHARDED' : 'REPLICASET',
      replicationSpecs: [{ zoneName: 'Zone 1', regions: [region] }],
      backupEnabled: hasBackup,
      pitEnabled: hasBackup,
      tags: [],
    });
    return true;
  }

  /** Seeds a resource from the recorded answer nearest to this exchange that shows it: before it if there is one. */
  #seedFromStory(path: string, owned: Owned, index: number): boolean {
    const { exchanges } = this.#story;
    const shows = (candidate: Exchange) =>
      candidate.path === path &&
      candidate.status === 200 &&
      candidate.method !== 'DELETE' &&
      candidate.responseBody !== undefined;
    const before = exchanges.slice(0, index).reverse().find(shows);
    const witness = before ?? exchanges.slice(index).find(shows);
    return witness !== undefined && this.#seedFrom(witness, owned);
  }

  /** What an answer's items say, as models; an item that the reader cannot read is left out. */
  #modelsIn(exchange: Exchange, body: unknown, { resource }: Owned): readonly Record<string, unknown>[] {
    const { read } = resource;
    const parent = this.#parentFor(read.from, paramsOf(exchange.template, exchange.path));
    const call = {
      operation: read.operations[0],
      method: 'GET',
      path: this.#names.translate(exchange.path),
      query: {},
    };
    return itemsOf(body).flatMap((item) => {
      try {
        return read.parse(item, parent as never, call as never) as Record<string, unknown>[];
      } catch {
        return [];
      }
    });
  }

  /** Puts what an answer shows into the emulator, through the kind's own reader. */
  #seedFrom(witness: Exchange, owned: Owned, isWanted: (item: Item) => boolean = () => true): boolean {
    const { resource } = owned;
    const text = this.#names.translate(JSON.stringify(witness.responseBody));
    const items = itemsOf(JSON.parse(text));
    const wanted = items.filter(isWanted);
    const models = this.#modelsIn(witness, wanted, owned);
    if (models.length === 0) return false;
    for (const model of models) this.#seed(resource.kind, model);
    // Only of a whole answer: the ids inside documents that stand keep their meaning.
    if (wanted.length === items.length) this.#forget(witness);
    this.#seededAt.set(witness.path, witness.seq);
    return true;
  }

  /** The documents of an answer are made anew: their inner ids mean nothing any more; the organization's and the project's do. */
  #forget({ responseBody, path }: Exchange): void {
    // What the replay made itself keeps its name.
    const made = [...this.#touched.keys()]
      .map((touched) => touched.split('/').at(-1) ?? '')
      .filter((part) => ID.test(part));
    let text = JSON.stringify(responseBody);
    for (const kept of [this.#orgId, path.split('/')[5] ?? '-', ...made]) text = text.replaceAll(kept, '');
    this.#names.forget(text);
  }

  /** Makes a list what it was: puts there what is missing or was changed unseen, takes away what others have deleted. */
  #seedList(exchange: Exchange, index: number, owned: Owned, response: RawResponse): boolean {
    const emulated = new Map(itemsOf(JSON.parse(response.body)).map((item) => [keyOf(item), item]));
    const recorded = new Set(
      itemsOf(JSON.parse(this.#names.translate(JSON.stringify(exchange.responseBody)))).map(keyOf),
    );
    const isOurs = (item: Item) => {
      const paths = [item.name, item.id]
        .filter((part) => typeof part === 'string')
        .map((part) => `${exchange.path}/${this.#names.recordedOf(part)}`);
      const made = paths.some((path) => this.#touched.has(path));
      return made && !paths.some((path) => this.#hasGapSince(path, index));
    };
    if (!this.#canRead(exchange, owned)) return false;
    const { store } = this.#emulator;
    let changed = false;
    for (const [key, item] of emulated) {
      if (isOurs(item)) continue;
      const document = store
        .all(owned.resource.kind)
        .find(({ id, wire }) => (wire.id === item.id && item.id !== undefined) || id === item.name);
      if (document === undefined) continue;
      store.remove(document.kind, document.parent, document.id);
      store.commit();
      changed ||= !recorded.has(key);
    }
    const ours = new Set([...emulated].filter(([, item]) => isOurs(item)).map(([key]) => key));
    return this.#seedFrom(exchange, owned, (item) => !ours.has(keyOf(item))) || changed;
  }

  /** False for an answer of which the kind's reader knows nothing: what stands there can be neither seeded nor taken away. */
  #canRead(exchange: Exchange, owned: Owned): boolean {
    const items = itemsOf(exchange.responseBody);
    return items.length === 0 || this.#modelsIn(exchange, items, owned).length > 0;
  }

  /** True where an answer shows what unrecorded writes made or changed, and no reader can put it there. */
  #showsUnreadable(exchange: Exchange, index: number, owned: Owned, differences: readonly Difference[]): boolean {
    const isContent = ({ kind }: Difference) => kind === 'value' || kind === 'length';
    return (
      exchange.method === 'GET' &&
      exchange.status < 400 &&
      differences.length > 0 &&
      differences.every((difference) => isContent(difference) && difference.at !== 'status') &&
      !this.#canRead(exchange, owned) &&
      this.#hasGapSince(exchange.path, index)
    );
  }

  /** Makes a feed what was recorded; the newest stands first, so that it is put last. */
  #putFeed(exchange: Exchange): void {
    const { store } = this.#emulator;
    const parent = this.#names.translate(exchange.path.split('/')[5] ?? '');
    for (const { kind, id } of store.list(EVENT, parent)) store.remove(kind, parent, id);
    for (const wire of [...itemsOf(exchange.responseBody)].reverse()) {
      store.put({ kind: EVENT, parent, id: String(wire.id), wire: wire as JsonObject });
    }
    store.commit();
  }

  /** A write that answers with a list shows what was there before it, too: all that its body does not name. */
  #seedBefore(exchange: Exchange, owned: Owned): boolean {
    const { operation } = owned.route;
    if (exchange.method !== 'POST' || operation.shape !== 'page' || exchange.status >= 300) return false;
    const asked = JSON.stringify([exchange.body, exchange.path.split('/').at(-1)]);
    const isNew = (item: Item) =>
      ['type', 'cidrBlock', 'ipAddress', 'awsSecurityGroup', 'teamId', 'username'].some((field) => {
        const value = item[field];
        return typeof value === 'string' && asked.includes(JSON.stringify(value));
      });
    const there = this.#modelsIn(
      exchange,
      itemsOf(exchange.responseBody).filter((item) => !isNew(item)),
      owned,
    );
    const stored = new Set(this.#emulator.store.all(owned.resource.kind).map(({ wire }) => keyOf(wire)));
    if (itemsOf(exchange.responseBody).every((item) => isNew(item) || stored.has(keyOf(item)))) return false;
    for (const model of there) this.#seed(owned.resource.kind, model);
    return there.length > 0;
  }

  /** A stand-in for the parent's model: what readers take from a parent is its ids and its name. */
  #parentFor(kind: string | null, params: Readonly<Record<string, string>>): unknown {
    if (kind === null) return undefined;
    const projectId = this.#names.translate(params.groupId ?? '');
    if (kind === 'project') return { ...this.#example('project'), id: projectId, orgId: this.#orgId };
    if (kind === 'organization') return { ...this.#example('organization'), id: this.#orgId };
    const name = params.clusterName ?? params.name;
    const own = Object.values(params).at(-1) ?? '';
    const example = this.#example(kind);
    return {
      ...example,
      ...Object.fromEntries(Object.entries(params).filter(([param]) => param in example)),
      projectId,
      orgId: this.#orgId,
      id: this.#names.translate(params.federationSettingsId ?? params.apiUserId ?? params.teamId ?? own),
      ...(name === undefined ? {} : { name }),
    };
  }

  /** Seeds what the exchange itself presupposes, unless the replay made that state: then a difference is a difference. */
  #presupposes(exchange: Exchange, index: number, response: RawResponse, owned: Owned): boolean {
    if (exchange.status >= 400) return false;
    const exists = response.status < 400;
    const { shape } = owned.route.operation;
    if (exchange.method === 'GET') {
      if (exists && (shape === 'page' || shape === 'array')) return this.#seedList(exchange, index, owned, response);
      if (this.#inferred.has(exchange.path)) return false;
      // What the replay made stays as it made it, unless recordings are missing in between.
      const isKnown = this.#isTouched(exchange.path) || this.#seededAt.has(exchange.path);
      const isOurs = isKnown && !this.#hasGapSince(exchange.path, index) && !this.#changedUnseen(exchange, index);
      return isOurs ? false : this.#seedFrom(exchange, owned);
    }
    if (response.status === 404 && exchange.operationId === 'upgradeGroupClusterTenantUpgrade')
      return this.#presupposesFree(exchange);
    if (response.status === 404 && exchange.operationId === 'createGroupClusterBackupRestoreJob')
      return this.#presupposesTarget(exchange);
    if (response.status !== 404 || exchange.method === 'POST') return false;
    const reader = operationFor(exchange.path);
    return reader !== undefined && this.#seedFromStory(exchange.path, reader, index);
  }

  /** An upgrade's own answer shows the free cluster. */
  #presupposesFree({ path, responseBody }: Exchange): boolean {
    const { name, providerSettings } = responseBody as Readonly<Record<string, unknown>>;
    const { backingProviderName, regionName } = providerSettings as Readonly<Record<string, string>>;
    const body = freeCluster(String(name), String(backingProviderName), String(regionName));
    this.#makeFree(path.replace(/[^/]+$/, encodeURIComponent(String(name))), body);
    return true;
  }

  /** A restore goes into a cluster that its answer names, in another project perhaps. */
  #presupposesTarget(exchange: Exchange): boolean {
    const { targetClusterName, targetGroupId } = exchange.body as Readonly<Record<string, unknown>>;
    if (typeof targetClusterName !== 'string' || typeof targetGroupId !== 'string') return false;
    const project = `/api/atlas/v2/groups/${targetGroupId}`;
    if (this.#emulator.store.find('project', this.#names.translate(targetGroupId)) === undefined)
      this.#inventProject(project);
    return this.#inventCluster(`${project}/clusters/${encodeURIComponent(targetClusterName)}`, exchange);
  }

  /** Seeds the federation, team or key that the path names, of which the story shows no more than the id. */
  #inventParent(exchange: Exchange, { resource }: Owned): boolean {
    const parent = byKind.get(resource.parentKind ?? '');
    if (
      parent === undefined ||
      parent.kind === 'project' ||
      parent.kind === 'organization' ||
      parent.kind === 'cluster'
    )
      return false;
    this.#seed(parent.kind, this.#parentFor(parent.kind, paramsOf(exchange.template, exchange.path)));
    return true;
  }

  /** True where something that was not replayed may have changed a path since the replay made or seeded it. */
  #hasGapSince(path: string, index: number): boolean {
    if (isFragment(this.#story.exchanges[index]?.source ?? '')) return true;
    const parts = path.split('/');
    const since = parts.flatMap((_, last) => {
      const prefix = parts.slice(0, last + 1).join('/');
      return [this.#touched.get(prefix) ?? [], this.#seededAt.get(prefix) ?? []].flat();
    });
    const from = Math.max(0, ...since);
    const now = this.#story.exchanges[index]?.seq ?? 0;
    const between = this.#story.exchanges.slice(0, index).filter(({ seq }) => seq > from && seq < now);
    return (
      new Set(between.map(({ seq }) => seq)).size < now - from - 1 || between.some(({ id }) => this.#unplayed.has(id))
    );
  }

  /** True where two recorded answers of one path differ without a recorded write in between, by more than work that ended. */
  #changedUnseen(exchange: Exchange, index: number): boolean {
    const { exchanges } = this.#story;
    const earlier = exchanges.slice(0, index);
    const last = earlier.findLastIndex(
      ({ path, status, responseBody }) => path === exchange.path && status < 300 && responseBody !== undefined,
    );
    const before = earlier[last];
    if (before === undefined || before.accept !== exchange.accept) return false;
    const written = earlier
      .slice(last + 1)
      .some(
        ({ method, path, status }) =>
          method !== 'GET' && status < 300 && (exchange.path.startsWith(path) || path.startsWith(exchange.path)),
      );
    if (written) return false;
    return compareBodies(before.responseBody, exchange.responseBody, new Names()).some(
      ({ at, recorded }) =>
        !(PROGRESS.test(at) && IN_PROGRESS.test(String(recorded))) && !at.startsWith('connectionStrings'),
    );
  }

  /** True where what is asked for rests on recorded answers, not on replayed writes alone. */
  #isSeeded(path: string): boolean {
    const parts = path.split('/');
    return parts.some((_, index) => index > 5 && this.#seededAt.has(parts.slice(0, index + 1).join('/')));
  }
}

/** Replays every story on an emulator of its own. */
export function replay(stories: readonly Story[]): readonly Outcome[] {
  const isOfItsDay = learnDays(stories.flatMap(({ exchanges }) => exchanges));
  return stories.flatMap((story) => new Replay(story, isOfItsDay).run());
}
