import { readFile, writeFile } from 'node:fs/promises';
import { Failure } from '../../../core/failure.ts';
import type { Profile } from '../../../core/profile.ts';
import { parseFaults } from '../../../emulator/faults.ts';
import { generateProjects } from '../../../emulator/samples/generate-projects.ts';
import { samples } from '../../../emulator/samples/index.generated.ts';
import { resources } from '../../../resources/index.generated.ts';
import type { EmulatorClock } from '../../emulator/server.ts';
import { type EmulatorContent, type HandedCredential, startEmulator } from '../../emulator/start.ts';
import { now } from '../../platform.ts';
import { defineCommand } from '../command.ts';
import { parsedSnapshot, usage } from '../inputs.ts';

const CLOCKS: readonly string[] = ['real', 'fast', 'manual'] satisfies readonly EmulatorClock[];

export default defineCommand({
  name: 'emulator',
  order: 110,
  summary: 'serve an Atlas emulator on 127.0.0.1, with a sample organization or with yours',
  description:
    'Prints an address and credentials for any client of the Atlas Administration API. The samples are startup, enterprise and hardened. ' +
    'Faults are written like 429=10%,500=5%,reset=5%,timeout=5%,html=2%,half=2%,seed=7; without % it is the number of first calls, ' +
    'and createGroupCluster:500=1 is about one operation. reset and timeout come before or after the change is made, ' +
    'or as reset-before, reset-after, timeout-before, timeout-after. ' +
    'With --clock manual, time moves by POST /fivefold/clock {"advanceSeconds": N}.',
  examples: [
    'fivefold emulator --sample enterprise --port 8443',
    'fivefold emulator --from .fivefold/snapshot.json',
    'fivefold emulator --state atlas.json --faults 429=10%,reset=5%,seed=7',
  ],
  options: {
    port: { type: 'string', value: 'N', text: 'port; default any free one' },
    state: { type: 'string', value: 'FILE', text: 'keep what is in it in this file, and go on from there' },
    sample: { type: 'string', value: 'NAME', text: 'startup (default), enterprise or hardened' },
    from: { type: 'string', value: 'SNAPSHOT', text: 'your organization, as a snapshot shows it' },
    projects: { type: 'string', value: 'N', text: 'add N generated projects' },
    'write-profile': { type: 'string', value: 'FILE', text: "write the sample's answers to this fivefold.yaml" },
    'latency-ms': { type: 'string', value: 'N', text: 'added to every answer' },
    faults: { type: 'string', value: 'SPEC', text: 'make answers go wrong' },
    clock: { type: 'string', value: 'real|fast|manual', text: 'how fast work gets done; default fast' },
    'no-rate-limits': { type: 'boolean', text: 'never answer 429' },
  },
  async run(desk) {
    const { values } = desk;
    const port = numberOf('port', values.port, 65_535);
    const latencyMilliseconds = numberOf('latency-ms', values['latency-ms'], 600_000);
    const clock = clockOf(values.clock);
    const faults = values.faults === undefined ? undefined : parseFaults(values.faults);
    const { content, profile } = await contentOf(
      values.sample,
      values.from,
      numberOf('projects', values.projects, 100_000) ?? 0,
    );
    if (values['write-profile'] !== undefined) await writeProfile(values['write-profile'], profile);
    const started = await startEmulator({
      resources,
      content,
      now: now(),
      clock,
      rateLimits: values['no-rate-limits'] !== true,
      ...(port === undefined ? {} : { port }),
      ...(latencyMilliseconds === undefined ? {} : { latencyMilliseconds }),
      ...(faults === undefined ? {} : { faults }),
      ...(values.state === undefined ? {} : { stateFile: values.state }),
    });
    const { server, orgId, serviceAccount, apiKey, continued } = started;
    if (desk.json) {
      const credentials = {
        serviceAccount: { clientId: serviceAccount.id, clientSecret: serviceAccount.secret ?? null },
        apiKey: { publicKey: apiKey.id, privateKey: apiKey.secret ?? null },
      };
      desk.print(JSON.stringify({ formatVersion: 1, url: server.url, orgId, continued, credentials }));
    } else {
      desk.print(`The emulator listens on ${server.url} until Ctrl-C. In another terminal:`);
      desk.print(`  export MONGODB_ATLAS_BASE_URL=${server.url} MONGODB_ATLAS_ORG_ID=${orgId}`);
      for (const line of credentialLines(serviceAccount, apiKey)) desk.print(line);
      desk.print('  fivefold assess');
      if (continued) desk.print(`It goes on from ${values.state}.`);
    }
    await new Promise<void>((resolve) => {
      process.once('SIGINT', () => resolve());
      process.once('SIGTERM', () => resolve());
    });
    await started.close();
    return 0;
  },
});

/** Secrets are shown once, on this terminal; a continued state knows only proofs of them. */
function credentialLines(account: HandedCredential, key: HandedCredential): readonly string[] {
  if (account.secret === undefined || key.secret === undefined) {
    return [
      `  # its credentials are those that were shown when the state was new: service account ${account.id}, or API key ${key.id}`,
    ];
  }
  return [
    `  export MONGODB_ATLAS_CLIENT_ID=${account.id} MONGODB_ATLAS_CLIENT_SECRET=${account.secret}`,
    '  # or, with an API key instead of the service account:',
    `  # export MONGODB_ATLAS_PUBLIC_API_KEY=${key.id} MONGODB_ATLAS_PRIVATE_API_KEY=${key.secret}`,
  ];
}

function numberOf(option: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= most) return value;
  throw usage(`--${option} ${text} is no number.`, `It takes a whole number from 0 to ${most}.`, 'Write it in digits.');
}

function clockOf(text = 'fast'): EmulatorClock {
  if (CLOCKS.includes(text)) return text as EmulatorClock;
  throw usage(`There is no clock "${text}".`, 'The clocks are real, fast and manual.', 'Choose one of them.');
}

async function contentOf(
  sample: string | undefined,
  from: string | undefined,
  projects: number,
): Promise<{ readonly content: EmulatorContent; readonly profile?: Profile }> {
  if (from === undefined) {
    const name = sample ?? 'startup';
    const load = samples[name];
    if (load === undefined) {
      const names = Object.keys(samples).join(', ');
      throw usage(`There is no sample "${name}".`, `The samples are ${names}.`, 'Choose one of them.');
    }
    const { orgId, models, profile } = await load();
    return { content: { orgId, models: [...models, ...generateProjects(projects, orgId)] }, profile };
  }
  if (sample !== undefined || projects > 0) {
    const why = 'A snapshot is an organization of its own.';
    throw usage('--from goes with neither --sample nor --projects.', why, 'Leave one of them out.');
  }
  const text = await readFile(from, 'utf8').catch((error: Error) => {
    throw usage(
      `Could not read the snapshot "${from}".`,
      `The system said: ${error.message}.`,
      'Make one with `fivefold collect`.',
    );
  });
  return { content: { snapshot: parsedSnapshot(text, from) } };
}

async function writeProfile(path: string, profile: Profile | undefined): Promise<void> {
  if (profile === undefined) {
    throw usage(
      '--write-profile goes with a sample.',
      'A snapshot holds no answers.',
      'Answer the questions with `fivefold init`.',
    );
  }
  const { profileText } = await import('../../../workflows/write-profile.ts');
  await writeFile(path, profileText(profile), { flag: 'wx', mode: 0o600 }).catch((error: Error) => {
    throw new Failure({
      code: 'profile-not-written',
      what: `Could not write the profile "${path}".`,
      why: `The system said: ${error.message}.`,
      fix: 'Name a file that is not there yet. Nothing was started.',
    });
  });
}
