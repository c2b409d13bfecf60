import type { Problem } from '../../core/failure.ts';
import type { ModelOf } from '../../core/resource.ts';
import type { SnapshotIndex } from '../../core/snapshot.ts';
import { providersOf } from '../../resources/cluster/model.ts';
import { chooseCluster, optionProblem } from '../choose.ts';
import type { KmsProvider } from './kms.ts';
import type { DesignerValues } from './options.ts';
import { atLeast, parseServerVersion, type ServerVersion } from './server-version.ts';

/** The server that the design is for, and why it is taken to be so. */
export interface ServerInput {
  readonly server: ServerVersion;
  readonly because: string;
  /** The cloud of the cluster, where one was named. */
  readonly cloud?: KmsProvider;
  /** True where nothing was said of the server. */
  readonly assumed: boolean;
}

const ASSUMED: ServerVersion = { major: 8, minor: 0 };

/** The version that was given or that the cluster has; 8.0 where nothing is known. */
export function serverFor(values: DesignerValues, index: SnapshotIndex, problems: Problem[]): ServerInput {
  const { 'server-version': text, cluster: name } = values;
  const given = text === undefined ? undefined : parseServerVersion(text);
  if (text !== undefined && given === undefined)
    problems.push(
      optionProblem(
        `Could not read --server-version "${text}".`,
        'It is no version.',
        'Write a release series, such as 8.0.',
      ),
    );
  if (name === undefined)
    return given === undefined
      ? { server: ASSUMED, because: 'assumed, for nothing was said', assumed: true }
      : { server: given, because: 'as you said', assumed: false };
  const cluster = chooseCluster(index, name);
  const [provider] = providersOf(cluster);
  const cloud = provider === undefined ? {} : { cloud: provider.toLowerCase() as KmsProvider };
  if (given !== undefined) return { server: given, because: 'as you said', assumed: false, ...cloud };
  return { ...versionOf(cluster), assumed: false, ...cloud };
}

/** New query types need the feature compatibility version too. */
function versionOf(cluster: ModelOf<'cluster'>): { readonly server: ServerVersion; readonly because: string } {
  const own = parseServerVersion(cluster.mongoDBVersion) ?? parseServerVersion(cluster.mongoDBMajorVersion) ?? ASSUMED;
  const compatibility = parseServerVersion(cluster.featureCompatibilityVersion ?? '');
  return compatibility !== undefined && !atLeast(compatibility, own)
    ? { server: compatibility, because: `the feature compatibility version of cluster ${cluster.name}` }
    : { server: own, because: `as cluster ${cluster.name} has it` };
}
