import type { Problem } from '../../core/failure.ts';
import type { Json } from '../../core/json.ts';
import { optionProblem } from '../choose.ts';
import { type CollectionFacts, readCollectionInfo, readIndexes, UNKNOWN_COLLECTION } from './collection-facts.ts';
import type { DesignerValues } from './options.ts';
import { readJson } from './read-documents.ts';

/** What the options tell of the collection. */
export function collectionFacts(values: DesignerValues, problems: Problem[]): CollectionFacts {
  const { indexes: indexFile, 'collection-info': infoFile, 'shard-key': shardKey = [] } = values;
  const info =
    infoFile === undefined ? UNKNOWN_COLLECTION : readCollectionInfo(readJson('collection-info', infoFile) as Json);
  const indexes = indexFile === undefined ? [] : readIndexes(readJson('indexes', indexFile) as Json);
  if (info === undefined)
    problems.push(
      optionProblem(
        'Could not read --collection-info.',
        'It is no entry of a list of collections.',
        'In mongosh: EJSON.stringify(db.getCollectionInfos({name: "NAME"})).',
      ),
    );
  if (indexes === undefined)
    problems.push(
      optionProblem(
        'Could not read --indexes.',
        'It is no list of indexes with a key each.',
        'In mongosh: EJSON.stringify(db.NAME.getIndexes()).',
      ),
    );
  return { ...UNKNOWN_COLLECTION, ...info, indexes: indexes ?? [], shardKey };
}
