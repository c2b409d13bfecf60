import type { EmulatorStore, StoredDocument, Transition } from '../core/behaviour.ts';
import type { Instant } from '../core/instant.ts';
import { type JsonObject, sameJson } from '../core/json.ts';

/** What the emulator's memory holds. */
export interface SavedDocuments {
  readonly documents: readonly StoredDocument[];
  readonly transitions: readonly Transition[];
}

/** A store whose writes can be taken back as long as they are not committed. */
export interface TransactionalStore extends EmulatorStore {
  commit(): void;
  rollback(): void;
  /** Carries out every transition that is due, oldest first. */
  runDue(now: Instant): void;
  save(): SavedDocuments;
  /** Grows with every change that was kept. */
  revision(): number;
}

const keyOf = (kind: string, parent: string) => `${kind}\u0000${parent}`;

/** An empty store, or one with a saved state. */
export function createStore(saved?: SavedDocuments): TransactionalStore {
  const collections = new Map<string, Map<string, StoredDocument>>();
  const byKind = new Map<string, Set<string>>();
  const byId = new Map<string, string>();
  let transitions: Transition[] = [...(saved?.transitions ?? [])];
  let undo: (() => void)[] = [];
  let revision = 0;

  function write(document: StoredDocument): void {
    const key = keyOf(document.kind, document.parent);
    let collection = collections.get(key);
    if (!collection) {
      collection = new Map();
      collections.set(key, collection);
      const keys = byKind.get(document.kind) ?? new Set();
      keys.add(key);
      byKind.set(document.kind, keys);
    }
    collection.set(document.id, document);
    byId.set(keyOf(document.kind, document.id), document.parent);
  }

  function erase(kind: string, parent: string, id: string): void {
    collections.get(keyOf(kind, parent))?.delete(id);
    byId.delete(keyOf(kind, id));
  }

  function within(parent: string): readonly StoredDocument[] {
    const found: StoredDocument[] = [];
    for (const [key, collection] of collections) {
      const home = key.slice(key.indexOf('\u0000') + 1);
      if (home === parent || home.startsWith(`${parent}/`)) found.push(...collection.values());
    }
    return found;
  }

  for (const document of saved?.documents ?? []) write(document);

  const store: TransactionalStore = {
    get: (kind, parent, id) => collections.get(keyOf(kind, parent))?.get(id),
    find: (kind, id) => {
      const parent = byId.get(keyOf(kind, id));
      return parent === undefined ? undefined : collections.get(keyOf(kind, parent))?.get(id);
    },
    list: (kind, parent) => [...(collections.get(keyOf(kind, parent))?.values() ?? [])],
    all: (kind) => [...(byKind.get(kind) ?? [])].flatMap((key) => [...(collections.get(key)?.values() ?? [])]),
    put: (document) => {
      const before = store.get(document.kind, document.parent, document.id);
      undo.push(() => (before ? write(before) : erase(document.kind, document.parent, document.id)));
      write(document);
    },
    remove: (kind, parent, id) => {
      const before = store.get(kind, parent, id);
      if (!before) return;
      undo.push(() => write(before));
      erase(kind, parent, id);
    },
    removeWithin: (parent) => {
      for (const document of within(parent)) store.remove(document.kind, document.parent, document.id);
    },
    schedule: (transition) => {
      undo.push(() => {
        transitions.splice(transitions.lastIndexOf(transition), 1);
      });
      transitions.push(transition);
    },
    commit: () => {
      if (undo.length > 0) revision += 1;
      undo = [];
    },
    rollback: () => {
      for (const step of undo.reverse()) step();
      undo = [];
    },
    runDue: (now) => {
      if (!transitions.some((transition) => transition.at <= now)) return;
      const due = transitions.filter((t) => t.at <= now).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
      transitions = transitions.filter((transition) => transition.at > now);
      for (const transition of due) runTransition(transition);
      undo = [];
      revision += 1;
    },
    revision: () => revision,
    save: () => ({
      documents: [...collections.values()].flatMap((collection) => [...collection.values()]),
      transitions: [...transitions],
    }),
  };

  function runTransition(transition: Transition): void {
    const document = store.get(transition.kind, transition.parent, transition.id);
    if (!document) return;
    const holds = Object.entries(transition.when ?? {}).every(([field, value]) =>
      sameJson(document.wire[field], value),
    );
    if (!holds) return;
    if (transition.then === 'delete') {
      store.removeWithin(`${transition.parent}/${transition.id}`);
      erase(transition.kind, transition.parent, transition.id);
    } else write({ ...document, wire: { ...document.wire, ...(transition.then as JsonObject) } });
  }

  return store;
}
