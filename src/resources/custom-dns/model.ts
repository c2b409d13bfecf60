import { z } from 'zod';

/** Whether a project's clusters on AWS answer with private addresses for applications that use their own DNS over peering. */
export interface CustomDns {
  readonly projectId: string;
  readonly enabled: boolean;
}

export const customDns: z.ZodType<CustomDns> = z.strictObject({ projectId: z.string().min(1), enabled: z.boolean() });
