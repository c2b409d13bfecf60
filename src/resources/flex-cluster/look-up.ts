/** How the emulator finds a flex cluster. */
import { atlasError, type EmulatorReply, type EmulatorRequest, type StoredDocument } from '../../core/behaviour.ts';

/** The kind that flex clusters are stored under, and that of clusters, whose names are taken, too. */
export const KIND = 'flex-cluster';
export const DEDICATED = 'cluster';

type Looked = { readonly document: StoredDocument } | { readonly refused: EmulatorReply };

/** The flex cluster that a path names, or Atlas's answer where there is none in this API. */
export function lookUpFlex({ store, params }: EmulatorRequest): Looked {
  const { groupId = '', name = '' } = params;
  const document = store.get(KIND, groupId, name);
  if (document !== undefined) return { document };
  // Both recorded.
  if (store.get(DEDICATED, groupId, name) !== undefined) {
    const sentence = `Cannot use non-flex cluster ${name} in the flex API.`;
    return { refused: atlasError(400, 'CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API', sentence, [name]) };
  }
  const sentence = `No cluster named ${name} exists in group ${groupId}.`;
  return { refused: atlasError(404, 'CLUSTER_NOT_FOUND', sentence, [name, groupId]) };
}
