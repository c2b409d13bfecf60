import { isObject, type Json, type JsonObject } from '../../core/json.ts';

/** An index of a collection, as far as encryption minds it. */
export interface IndexFacts {
  readonly name: string;
  /** Paths of the index key. */
  readonly paths: readonly string[];
  readonly unique: boolean;
  readonly expires: boolean;
}

/** What is known of the collection that is to be encrypted. */
export interface CollectionFacts {
  readonly kind: 'collection' | 'view' | 'timeseries';
  readonly capped: boolean;
  /** True where listCollections showed it: it exists. */
  readonly exists: boolean;
  readonly alreadyEncrypted: boolean;
  readonly validationLevel?: string;
  readonly validationAction?: string;
  readonly validator?: Json;
  readonly shardKey: readonly string[];
  readonly indexes: readonly IndexFacts[];
}

/** A collection that nothing is known of. */
export const UNKNOWN_COLLECTION: CollectionFacts = {
  kind: 'collection',
  capped: false,
  exists: false,
  alreadyEncrypted: false,
  shardKey: [],
  indexes: [],
};

/** Reads what `db.getCollectionInfos({name})` prints: one entry, or a list of one; undefined where it is none. */
export function readCollectionInfo(json: Json): Omit<CollectionFacts, 'shardKey' | 'indexes'> | undefined {
  const entry = Array.isArray(json) ? json[0] : json;
  if (!isObject(entry) || typeof entry.name !== 'string') return undefined;
  const options = (isObject(entry.options) ? entry.options : {}) as JsonObject;
  const text = (key: string) => (typeof options[key] === 'string' ? { [key]: options[key] } : {});
  return {
    kind:
      entry.type === 'view' || options.viewOn !== undefined
        ? 'view'
        : entry.type === 'timeseries' || options.timeseries !== undefined
          ? 'timeseries'
          : 'collection',
    capped: options.capped === true,
    exists: true,
    alreadyEncrypted: options.encryptedFields !== undefined,
    ...text('validationLevel'),
    ...text('validationAction'),
    ...(options.validator === undefined ? {} : { validator: options.validator }),
  };
}

/** Reads what `db.collection.getIndexes()` prints; undefined where it is no such list. */
export function readIndexes(json: Json): readonly IndexFacts[] | undefined {
  if (!Array.isArray(json) || !json.every((item) => isObject(item) && isObject(item.key))) return undefined;
  return json.map((item) => {
    const index = item as JsonObject & { readonly key: JsonObject };
    // A text index hides its fields behind _fts and lists them as weights.
    const weights = isObject(index.weights) ? Object.keys(index.weights) : [];
    const paths = [...Object.keys(index.key).filter((path) => !path.startsWith('_fts')), ...weights];
    return {
      name: typeof index.name === 'string' ? index.name : paths.join('_'),
      paths,
      unique: index.unique === true,
      expires: index.expireAfterSeconds !== undefined,
    };
  });
}
