import { z } from 'zod';

/** Whether a project may have private endpoints in several regions; a change of it changes connection strings. */
export interface PrivateEndpointRegionalMode {
  readonly projectId: string;
  readonly enabled: boolean;
}

export const privateEndpointRegionalMode: z.ZodType<PrivateEndpointRegionalMode> = z.strictObject({
  projectId: z.string().min(1),
  enabled: z.boolean(),
});
