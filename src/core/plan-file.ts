import { z } from 'zod';
import type { Address } from './address.ts';
import type { Change } from './change.ts';
import type { HazardName, Plan } from './plan.ts';

/** Every hazard's name, with what it means to a reader. */
export const HAZARD_NAMES: Readonly<Record<HazardName, string>> = {
  'cuts-off-client': 'A client that must keep working may lose its way in.',
  'cuts-off-us': 'The credential that applies the plan may lose its own access.',
  restart: 'Servers restart one after the other; connections are interrupted.',
  'changes-connection-strings': 'Clients need another connection string.',
  'disables-credentials': 'Credentials stop working.',
  'depends-on-outside': 'It works only when something outside Atlas was done.',
  'slows-database': 'The database is slower while it runs or from then on.',
  'freezes-changes': 'Later changes are refused or need support.',
  'costs-money': 'Atlas or the cloud provider charges for it.',
  irreversible: 'It cannot be undone.',
};

const address = z.custom<Address>((value) => typeof value === 'string').describe('`kind:path`');
const named = z.strictObject({ id: z.string(), name: z.string() });
const model = z.unknown().describe('The whole resource, as snapshot.schema.json has its kind.');
const change = {
  kind: z.string().describe('The kind of the resource.'),
  address,
  parent: address.nullable().describe('What it lives in; null for the organization.'),
  because: z.string().optional().describe('Why, for a reader.'),
  secrets: z
    .record(z.string(), z.strictObject({ from: z.enum(['environment', 'prompt']), name: z.string() }))
    .optional()
    .describe('By field: where the value of a new secret comes from. The value itself is never in a plan.'),
};

/** The contract of the plan's file; its JSON Schema is schema/plan.schema.json. */
export const planFile: z.ZodType<Plan> = z.strictObject({
  formatVersion: z.literal(1).describe('Version of this file format.'),
  madeAt: z.string().describe('When the organization was read that it was made from: ISO 8601, UTC.'),
  organization: named,
  steps: z
    .array(
      z.strictObject({
        id: z.string().describe('The same change has the same id in every plan.'),
        what: z.string().describe('What it is about, for a reader.'),
        change: z.discriminatedUnion('type', [
          z.strictObject({ type: z.literal('create'), ...change, after: model }),
          z.strictObject({ type: z.literal('update'), ...change, before: model, after: model }),
          z.strictObject({ type: z.literal('delete'), ...change, before: model }),
        ]) as unknown as z.ZodType<Change>,
        closes: z.array(z.string()).describe('Findings that it helps to close: the control, a space, the address.'),
        hazards: z.array(
          z.strictObject({
            name: z.enum(Object.keys(HAZARD_NAMES) as [HazardName, ...HazardName[]]),
            because: z.string().describe('The evidence.'),
          }),
        ),
        after: z.array(z.string()).describe('Ids of steps that must have succeeded before it.'),
        wave: z.number().describe('Waves follow each other: 0 development, 1 staging, 2 production, 3 organization.'),
      }),
    )
    .describe('In the order in which they are applied.'),
  manual: z
    .array(
      z.strictObject({
        finding: z.string(),
        because: z.string(),
        steps: z.array(z.string()),
        verifiedBy: z.string().describe('What shows that it was done.'),
      }),
    )
    .describe('What only a person can do.'),
  needs: z
    .array(
      z.strictObject({
        finding: z.string(),
        needs: z.array(
          z.strictObject({
            what: z.string().describe('What is missing.'),
            where: z.string().describe('A key of fivefold.yaml, or `outside`.'),
          }),
        ),
      }),
    )
    .describe('Findings that wait for an answer.'),
  conflicts: z
    .array(z.strictObject({ address, field: z.string(), values: z.array(z.unknown()) }))
    .describe('Remedies that want different values of one field.'),
  fingerprint: z
    .string()
    .describe('SHA-256 of the canonical JSON of everything else; a plan that was edited is refused.'),
});
