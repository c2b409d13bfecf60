/** Terraform itself (or OpenTofu), run on a folder of its own, without a network and without the user's settings. */
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { ProviderSchema } from '../laws/provider-schema.ts';
import { type Existing, startFakeProvider } from './fake-provider.ts';

/** What Terraform says about a configuration. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  readonly address?: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
}

/** What Terraform would do with one resource. */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
    readonly importing?: { readonly id: string };
  };
}

/** What is asked of Terraform. */
export interface Run {
  /** Texts by file name. */
  readonly files: ReadonlyMap<string, string>;
  readonly schema: ProviderSchema;
  /** Values of variables. Absent: the configuration is validated, and not planned. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly existing?: Existing;
}

/** What Terraform answers. There is a plan only where it found no error before. */
export interface Outcome {
  readonly diagnostics: readonly Diagnostic[];
  /** Files that `terraform fmt` would lay out otherwise. */
  readonly unformatted: readonly string[];
  readonly changes?: readonly PlannedChange[];
}

/** Write-only attributes need it. */
const OLDEST = [1, 11] as const;

/** The `terraform` or `tofu` on the PATH that is new enough, or why there is none. */
export function findTerraform(): { readonly path: string; readonly version: string } | { readonly missing: string } {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = ['terraform', 'tofu']
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .filter(isExecutable);
  const found = paths.map((path) => ({ path, version: versionOf(path) }));
  const [chosen] = found.filter(({ version }) => isNewEnough(version));
  if (chosen !== undefined) return chosen;
  const old = found.map(({ path, version }) => `${path} is version ${version || 'unknown'}`);
  return { missing: [`There is no terraform or tofu ${OLDEST.join('.')} or later on the PATH`, ...old].join('; ') };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function versionOf(path: string): string {
  const { stdout } = spawnSync(path, ['version'], {
    encoding: 'utf8',
    env: { ...process.env, CHECKPOINT_DISABLE: '1' },
  });
  return /v(\d+\.\d+\.\d+\S*)/.exec(stdout ?? '')?.[1] ?? '';
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/** Initializes, validates and, where it is asked to and can, plans a configuration. */
export async function runTerraform(terraform: string, { files, schema, variables, existing }: Run): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'fivefold-terraform-'));
  const provider = await startFakeProvider(schema, existing ?? (() => undefined));
  try {
    const work = join(folder, 'work');
    for (const [name, text] of files) {
      await mkdir(dirname(join(work, name)), { recursive: true });
      await writeFile(join(work, name), text);
    }
    await writeFile(join(folder, 'settings'), '');
    const environment = {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      CHECKPOINT_DISABLE: '1',
      TF_CLI_CONFIG_FILE: join(folder, 'settings'),
      TF_IN_AUTOMATION: '1',
      ...provider.environment,
      ...Object.fromEntries(Object.entries(variables ?? {}).map(([name, value]) => [`TF_VAR_${name}`, value])),
    };
    const terraformIn = (...args: readonly string[]) => run(terraform, args, work, environment);

    const formatted = await terraformIn('fmt', '-check', '-recursive');
    const unformatted = formatted.stdout.split('\n').filter((line) => line !== '');
    const init = await terraformIn('init', '-backend=false', '-input=false', '-no-color');
    // What cannot be loaded is told in full by validate.
    const validated = await terraformIn('validate', '-json');
    const { diagnostics } = parsed<{ readonly diagnostics: readonly Diagnostic[] }>(validated);
    const outcome = { diagnostics, unformatted };
    if (diagnostics.some(({ severity }) => severity === 'error') || variables === undefined) return outcome;
    if (init.status !== 0) throw new Error(`terraform init failed: ${init.stderr}`);

    const planned = await terraformIn('plan', '-json', '-input=false', '-lock=false', '-out=plan');
    const said = planned.stdout.split('\n').filter((line) => line.startsWith('{'));
    const found = said.flatMap((line) => (JSON.parse(line) as { readonly diagnostic?: Diagnostic }).diagnostic ?? []);
    const planOutcome = { diagnostics: [...diagnostics, ...found], unformatted };
    if (planned.status !== 0) {
      if (found.length === 0) throw new Error(`terraform plan failed: ${planned.stderr}`);
      return planOutcome;
    }
    const shown = parsed<{ readonly resource_changes?: readonly PlannedChange[] }>(
      await terraformIn('show', '-json', 'plan'),
    );
    return { ...planOutcome, changes: shown.resource_changes ?? [] };
  } finally {
    await provider.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function parsed<Content>({ stdout, stderr }: Ended): Content {
  if (!stdout.startsWith('{')) throw new Error(`Terraform did not answer: ${stderr}`);
  return JSON.parse(stdout) as Content;
}

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Not synchronously: the provider lives in this process and must answer meanwhile. */
function run(
  command: string,
  args: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    const texts = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8');
      child[stream].on('data', (text: string) => {
        texts[stream] += text;
      });
    }
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, ...texts }));
  });
}
