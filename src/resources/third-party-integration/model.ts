import { z } from 'zod';

/** Another company's service that a project sends alerts or metrics to. Keys and their masked forms are left out. */
export interface ThirdPartyIntegration {
  readonly projectId: string;
  readonly id: string | null;
  /** `DATADOG`, `PAGER_DUTY`, `WEBHOOK`, … : a project has one of each at most. */
  readonly type: string;
  readonly region: string | null;
  /** Splunk On-Call only: where it routes alerts; Atlas shows it in the clear. */
  readonly routingKey: string | null;
  /** Scheme and host that a webhook goes to; the rest of its address is masked by Atlas. Null for other types. */
  readonly origin: string | null;
  /** Whether a webhook's messages are signed with a secret; null for other types. */
  readonly signed: boolean | null;
  /** Whether a webhook's messages are made from templates, which are not read; null for other types. */
  readonly templated: boolean | null;
  /** Prometheus only: whether it is on. */
  readonly enabled: boolean | null;
  /** Prometheus only: `http` or `file`. */
  readonly serviceDiscovery: string | null;
  /** Prometheus only: whom it logs in as. */
  readonly username: string | null;
  /** What goes out beside plain metrics: `collection-latency`, `database-metrics`, `query-stats`, `resource-tags`; sorted. */
  readonly sends: readonly string[];
}

export const thirdPartyIntegration: z.ZodType<ThirdPartyIntegration> = z.strictObject({
  projectId: z.string().min(1),
  id: z.string().nullable(),
  type: z.string().min(1),
  region: z.string().nullable(),
  routingKey: z.string().nullable(),
  origin: z.string().nullable(),
  signed: z.boolean().nullable(),
  templated: z.boolean().nullable(),
  enabled: z.boolean().nullable(),
  serviceDiscovery: z.string().nullable(),
  username: z.string().nullable(),
  sends: z.array(z.string()),
});
