import { z } from 'zod';

/** Another company's service that a project sends alerts or metrics to. Keys and their masked forms are left out. */
export interface ThirdPartyIntegration {
  readonly projectId: string;
  readonly id: string | null;
  /** `DATADOG`, `PAGER_DUTY`, `WEBHOOK`, … : a project has one of each at most. */
  readonly type: string;
  readonly region: string | null;
  /** Scheme and host that a webhook goes to; the rest of its address is masked by Atlas. Null for other types. */
  readonly origin: string | null;
  /** Whether a webhook's messages are signed with a secret; null for other types. */
  readonly signed: boolean | null;
  /** Prometheus only: whether it is on. */
  readonly enabled: boolean | null;
  /** Prometheus only: `http` or `file`. */
  readonly serviceDiscovery: string | null;
}

export const thirdPartyIntegration: z.ZodType<ThirdPartyIntegration> = z.strictObject({
  projectId: z.string().min(1),
  id: z.string().nullable(),
  type: z.string().min(1),
  region: z.string().nullable(),
  origin: z.string().nullable(),
  signed: z.boolean().nullable(),
  enabled: z.boolean().nullable(),
  serviceDiscovery: z.string().nullable(),
});
