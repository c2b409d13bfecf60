import { z } from 'zod';

/** Which actions a project's dedicated clusters write to their audit log. */
export interface AuditConfiguration {
  readonly projectId: string;
  readonly enabled: boolean;
  /** Whether permitted actions are recorded too, not only refused ones; it costs performance. */
  readonly auditAuthorizationSuccess: boolean;
  /** The filter as JSON text, byte for byte as it was set; null where none was ever set. */
  readonly auditFilter: string | null;
  /** How the filter was made; Atlas's to set. */
  readonly configurationType: 'NONE' | 'FILTER_BUILDER' | 'FILTER_JSON';
}

export const auditConfiguration: z.ZodType<AuditConfiguration> = z.strictObject({
  projectId: z.string().min(1),
  enabled: z.boolean(),
  auditAuthorizationSuccess: z.boolean(),
  auditFilter: z.string().nullable(),
  configurationType: z.enum(['NONE', 'FILTER_BUILDER', 'FILTER_JSON']),
});
