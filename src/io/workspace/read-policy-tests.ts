import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { Failure } from '../../core/failure.ts';
import type { ShortRequest } from '../../policies/guardrail.ts';

/** What a file of policy tests asks. */
export interface PolicyTests {
  readonly policies: readonly { readonly id: string; readonly text: string }[];
  readonly tests: readonly {
    readonly name: string;
    readonly request: ShortRequest;
    readonly expect: 'refused' | 'passed';
  }[];
}

const strings = z.array(z.string());
const request = z.union([
  z.strictObject({ action: z.literal('project.ipAccessList.modify'), ipAccessList: strings }),
  z.strictObject({
    action: z.literal('project.maintenanceWindow.modify'),
    hasDefinedMaintenanceWindow: z.boolean(),
    projectId: z.string().optional(),
  }),
  z.strictObject({ action: z.literal('project.aiModelAPI.modify'), geography: z.string() }),
  z.strictObject({
    action: z.literal('cluster.modify').optional(),
    projectId: z.string().optional(),
    cipherConfigMode: z.string().optional(),
    cipherSuites: strings.optional(),
    cloudProviders: strings.optional(),
    clusterType: z.string().optional(),
    customerManagedKey: z.boolean().optional(),
    isConvertingToSharded: z.boolean().optional(),
    maxShardCount: z.int().optional(),
    minShardCount: z.int().optional(),
    minTLSVersion: z.string().optional(),
    regions: strings.optional(),
    diskSizeGB: z.int().optional(),
    minGeneralClassInstanceSizeValue: z.int().optional(),
    maxGeneralClassInstanceSizeValue: z.int().optional(),
    clustersInProject: z.int().optional(),
    databaseAuditing: z.boolean().optional(),
  }),
]);

const file = z.strictObject({
  policies: z.array(z.string()).min(1),
  tests: z.array(z.strictObject({ name: z.string().min(1), request, expect: z.enum(['refused', 'passed']) })).min(1),
});

/** Reads a file of policies, each a text of its own. */
export async function readPolicyFile(path: string): Promise<{ readonly id: string; readonly text: string }> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new Failure(
      {
        code: 'policy-missing',
        what: `Could not read the policy "${path}".`,
        why: `The system said: ${error.message}.`,
        fix: 'Check the path, or write policies with `fivefold policy synthesize --out FOLDER`.',
      },
      2,
    );
  });
  return { id: path, text };
}

/** Reads a file of tests (YAML): policies beside it, and what they must refuse or let pass. Every problem at once. */
export async function readPolicyTests(path: string): Promise<PolicyTests> {
  const { text } = await readPolicyFile(path);
  let given: unknown;
  try {
    given = parseYaml(text);
  } catch (error) {
    throw invalid(path, [(error as Error).message]);
  }
  const outcome = file.safeParse(given);
  if (!outcome.success)
    throw invalid(
      path,
      outcome.error.issues.map(({ path: at, message }) => `${at.join('.') || 'the file'}: ${message}`),
    );
  const policies = await Promise.all(
    outcome.data.policies.map(async (name) => ({
      ...(await readPolicyFile(resolve(dirname(path), name))),
      id: name,
    })),
  );
  return { policies, tests: outcome.data.tests as PolicyTests['tests'] };
}

function invalid(path: string, problems: readonly string[]): Failure {
  return new Failure(
    problems.map((why) => ({
      code: 'policy-tests-invalid',
      what: `Could not use the tests in ${path}.`,
      why,
      fix: 'See docs/guide/policies.md for the format: policies, and tests with name, request and expect.',
    })),
    2,
  );
}
