import { z } from 'zod';

/** The older log export to one S3 bucket. Atlas ends it on 4 February 2027; `log-integration` takes its place. */
export interface PushLogExport {
  readonly projectId: string;
  /** `UNCONFIGURED` where there is none; logs flow in `ACTIVE` only. */
  readonly state: string;
  /** The three below are null where there is none. */
  readonly bucketName: string | null;
  readonly iamRoleId: string | null;
  /** Empty: the root of the bucket. */
  readonly prefixPath: string | null;
  readonly createDate: string | null;
}

export const pushLogExport: z.ZodType<PushLogExport> = z.strictObject({
  projectId: z.string().min(1),
  state: z.string(),
  bucketName: z.string().nullable(),
  iamRoleId: z.string().nullable(),
  prefixPath: z.string().nullable(),
  createDate: z.string().nullable(),
});
