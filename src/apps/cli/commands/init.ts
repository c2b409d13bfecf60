import { writeFile } from 'node:fs/promises';
import { Failure, type Problem } from '../../../core/failure.ts';
import { type CloudProvider, type Profile, profileFile } from '../../../core/profile.ts';
import type { ModelOf } from '../../../core/resource.ts';
import { profileText } from '../../../workflows/write-profile.ts';
import { askProfile } from '../ask-profile.ts';
import { defineCommand } from '../command.ts';
import { parsedSnapshot } from '../inputs.ts';

export default defineCommand({
  name: 'init',
  order: 10,
  summary: 'ask the tailoring questions and write fivefold.yaml',
  description:
    'Asks on a terminal; elsewhere, or with --yes, it takes what the options say and the defaults for the rest. ' +
    'What a saved snapshot shows (cloud providers, project names) is offered as the answer. It never overwrites a file.',
  examples: [
    'fivefold init',
    'fivefold init --yes --environment production --compliance soc2 --known-network office=198.51.100.0/28',
  ],
  options: {
    yes: { type: 'boolean', text: 'ask nothing' },
    out: { type: 'string', value: 'FILE', text: 'what to write; default fivefold.yaml, - for standard output' },
    'cloud-provider': { type: 'string', multiple: true, value: 'AWS|AZURE|GCP', text: 'repeatable' },
    environment: { type: 'string', value: 'production|staging|development', text: 'what projects are for' },
    compliance: { type: 'string', multiple: true, value: 'DUTY', text: 'soc2, iso27001, hipaa, pci-dss …; repeatable' },
    'risk-tolerance': { type: 'string', value: 'low|medium|high', text: 'low is strictest' },
    'security-contact': { type: 'string', value: 'EMAIL', text: 'where Atlas sends security notices' },
    'known-network': {
      type: 'string',
      multiple: true,
      value: 'NAME=CIDR,…',
      text: 'a range that you know; repeatable',
    },
    'known-client': {
      type: 'string',
      multiple: true,
      value: 'NAME=ADDRESS,…',
      text: 'a client that must keep working; repeatable',
    },
    'data-residency': {
      type: 'string',
      multiple: true,
      value: 'REGION',
      text: 'a region data may live in; repeatable',
    },
  },
  async run(desk) {
    const { values } = desk;
    const seen = await seenIn(await desk.workspace.read('snapshot.json'));
    const given = {
      ...(seen.cloudProviders.length === 0 ? {} : { cloudProviders: seen.cloudProviders }),
      projects: {},
      ...defined({
        cloudProviders: values['cloud-provider']?.map((text) => text.toUpperCase()),
        environment: values.environment,
        compliance: values.compliance,
        riskTolerance: values['risk-tolerance'],
        securityContact: values['security-contact'],
        knownNetworks: values['known-network']?.map((text) => {
          const { name, list } = named(text);
          return { name, cidrs: list };
        }),
        knownClients: values['known-client']?.map((text) => {
          const { name, list } = named(text);
          return { name, addresses: list };
        }),
        dataResidency: values['data-residency'],
      }),
    };
    const answers = checked(given);
    const profile =
      desk.interactive && values.yes !== true ? checked(await askProfile(answers, seen.projects)) : answers;
    const text = profileText(profile);
    const path = values.out ?? 'fivefold.yaml';
    if (path === '-') {
      desk.print(text.trimEnd());
      return 0;
    }
    await writeNew(path, text);
    if (desk.json) desk.print(JSON.stringify({ formatVersion: 1, path, profile }));
    else {
      desk.print(`Wrote ${path}.`);
      if (profile.knownClients.length === 0 && profile.knownNetworks.length === 0)
        desk.print('Name your clients and networks in it before you plan: without them no open access list is closed.');
      desk.print('Next: `fivefold assess`.');
    }
    return 0;
  },
});

/** `NAME=A,B` taken apart. */
function named(text: string): { readonly name: string; readonly list: readonly string[] } {
  const at = text.indexOf('=');
  if (at <= 0) return { name: text, list: [''] };
  const list = text
    .slice(at + 1)
    .split(',')
    .map((item) => item.trim());
  return { name: text.slice(0, at), list };
}

function defined(answers: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== undefined));
}

function checked(answers: unknown): Profile {
  const outcome = profileFile.safeParse(answers);
  if (outcome.success) return outcome.data as Profile;
  const problems = outcome.error.issues.map(
    (issue): Problem => ({
      code: 'profile-invalid',
      what: 'Could not write the profile.',
      why: `${issue.path.join('.')}: ${issue.message}.`,
      fix: 'See `fivefold init --help` for what each answer may be.',
    }),
  );
  throw new Failure(problems, 2);
}

/** Writes a file that must not exist yet. */
async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const exists = code === 'EEXIST';
    throw new Failure(
      {
        code: exists ? 'profile-exists' : 'profile-not-written',
        what: `Could not write ${path}.`,
        why: exists ? 'It exists, and your answers in it would be lost.' : `The system said: ${message}.`,
        fix: exists ? 'Edit it, or name another file with --out.' : 'Choose another place with --out.',
      },
      2,
    );
  }
}

/** What the last snapshot shows that answers a question: which clouds, and the projects by name. */
async function seenIn(
  text: string | undefined,
): Promise<{ readonly cloudProviders: readonly CloudProvider[]; readonly projects: readonly string[] }> {
  if (text === undefined) return { cloudProviders: [], projects: [] };
  const { resources } = parsedSnapshot(text, 'the last snapshot');
  const clusters = resources.filter(({ kind }) => kind === 'cluster').map(({ model }) => model as ModelOf<'cluster'>);
  const providers = clusters.flatMap(({ replicationSpecs }) =>
    replicationSpecs.flatMap(({ regions }) => regions.map(({ provider }) => provider)),
  );
  const projects = resources
    .filter(({ kind }) => kind === 'project')
    .map(({ model }) => (model as ModelOf<'project'>).name);
  return { cloudProviders: [...new Set(providers)].sort(), projects: [...projects].sort() };
}
