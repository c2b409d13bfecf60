import { z } from 'zod';

/** One sink that Atlas exports a project's logs to. Keys, tokens and header values are left out. */
export interface LogIntegration {
  readonly projectId: string;
  readonly id: string;
  /** `S3_LOG_EXPORT`, `GCS_LOG_EXPORT`, `AZURE_LOG_EXPORT`, `DATADOG_LOG_EXPORT`, `SPLUNK_LOG_EXPORT` or `OTEL_LOG_EXPORT`. */
  readonly type: string;
  /** Of `MONGOD`, `MONGOS`, `MONGOD_AUDIT`, `MONGOS_AUDIT`, `EVENTS`; sorted. */
  readonly logTypes: readonly string[];
  /** The bucket, `account/container`, the region of Datadog, or the URL that the logs go to. */
  readonly destination: string;
  /** The cloud provider access role that Atlas writes with; null where a token is used. */
  readonly roleId: string | null;
  /** The KMS key that S3 objects are encrypted with; null: none. */
  readonly kmsKey: string | null;
  readonly prefixPath: string | null;
  /** S3 only: whether objects lie in a folder per day, as push-based log export wrote them; null for other types. */
  readonly legacyPaths: boolean | null;
  /** OpenTelemetry only: the names of the headers that are sent along, in order. */
  readonly headerNames: readonly string[];
}

export const logIntegration: z.ZodType<LogIntegration> = z.strictObject({
  projectId: z.string().min(1),
  id: z.string().min(1),
  type: z.string(),
  logTypes: z.array(z.string()),
  destination: z.string(),
  roleId: z.string().nullable(),
  kmsKey: z.string().nullable(),
  prefixPath: z.string().nullable(),
  legacyPaths: z.boolean().nullable(),
  headerNames: z.array(z.string()),
});
