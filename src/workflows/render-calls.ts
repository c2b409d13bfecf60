import { type ApiCall, type Body, parametersOf } from '../core/call.ts';
import { afterOf, type Change, rebaseUpdate, type SecretSource } from '../core/change.ts';
import { callsOf } from '../core/change-calls.ts';
import type { Step } from '../core/plan.ts';
import type { AnyResource } from '../core/resource.ts';
import { isSecretReference } from '../core/secret.ts';
import { plannedIdSentence, plannedIdsOf } from './planned-ids.ts';

/** A secret as a JSON string, made by the shell itself: it stands in no process argument and in no file. */
const JSON_STRING = [
  `whole() { case $2 in *://*) printf '%s' "$2" ;; *) printf '%s%s' "$1" "$2" ;; esac; }`,
  'json_string() {',
  String.raw`  printf '%s\n' "$1" | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' |`,
  String.raw`    awk 'NR > 1 { printf "%s", "\\n" } { gsub(/\t/, "\\t"); gsub(/\r/, "\\r"); printf "%s", $0 }'`,
  '}',
];

/** The steps as runnable `curl` commands: the token comes from the environment, and so does every secret. */
export function renderApi(steps: readonly Step[], resources: readonly AnyResource[]): string {
  const head = [
    '#!/bin/sh',
    '# ATLAS_TOKEN: an access token of a service account; ATLAS_URL: https://cloud.mongodb.com unless set.',
  ];
  return script(head, steps, resources, (call) => {
    const type = `application/vnd.atlas.${call.operation.version}+json`;
    const url = `"\${ATLAS_URL:-https://cloud.mongodb.com}${call.path}${queryOf(call)}"`;
    // The header is read from standard input, so that the token stands in no process argument.
    const command = `printf 'Authorization: Bearer %s' "$ATLAS_TOKEN" | curl --fail-with-body -sS -X ${call.method} -H @- -H 'Accept: ${type}'`;
    return call.body === undefined
      ? { command: `${command} ${url}` }
      : { command: `${command} -H 'Content-Type: ${type}' --data-binary @/dev/fd/3 ${url}`, bodyOn: '3' };
  });
}

/**
 * The steps as Atlas CLI commands. `atlas api` sends the same bodies as the API dialect does; the CLI's own commands reset
 * what they are not told (for example `atlas auditing update` without `--enabled`), see docs/decisions/0005.
 */
export function renderAtlasCli(steps: readonly Step[], resources: readonly AnyResource[]): string {
  const head = [
    '#!/bin/sh',
    '# The Atlas CLI logs in by itself: `atlas auth login`, or a profile with a service account (ATLAS_PROFILE).',
  ];
  return script(head, steps, resources, (call, resource) => {
    const command = resource.cli?.[call.operation.id];
    if (command === undefined) return undefined;
    const flags = [
      ...Object.entries(parametersOf(call)),
      ...Object.entries(call.query ?? {}),
      ['version', call.operation.version],
    ];
    const words = flags.map(([name = '', value = '']) => `--${name} ${quoted(value)}`).join(' ');
    const line = `atlas api ${command} ${words}`;
    return call.body === undefined ? { command: line } : { command: `${line} --file /dev/stdin`, bodyOn: '' };
  });
}

interface Command {
  readonly command: string;
  /** The file descriptor that the body is read from; empty: standard input. Absent: no body. */
  readonly bodyOn?: string;
}

function script(
  head: readonly string[],
  steps: readonly Step[],
  resources: readonly AnyResource[],
  commandOf: (call: ApiCall, resource: AnyResource) => Command | undefined,
): string {
  const registry = new Map(resources.map((resource) => [resource.kind, resource]));
  const planned = plannedIdsOf(steps, resources);
  const needed = new Set<string>();
  const parts: string[] = [];
  for (const step of inSequence(steps)) {
    const resource = registry.get(step.change.kind);
    if (resource === undefined) continue;
    parts.push('', comment(`${step.id}: ${step.change.type} ${step.change.address}`));
    for (const hazard of step.hazards) parts.push(comment(`hazard ${hazard.name}: ${hazard.because}`));
    const replace = plannedIdSentence(planned.get(step.id) ?? []);
    // The step would be sent with an id that Atlas does not know.
    if (replace !== undefined) parts.push(`echo ${quoted(oneLine(`${step.id}: ${replace}`))} >&2; exit 1`);
    const variables = variablesOf(step.change, resource);
    if (step.change.type === 'create' && resource.write?.yieldsSecrets !== undefined)
      parts.push('# The answer shows a new secret, once: send it to where you keep secrets.');
    const calls = callsOf(step.change, resource);
    if (calls.length === 0) parts.push('# No call does this: it takes a person, see `fivefold plan`.');
    for (const call of calls) {
      const command = commandOf(call, resource);
      if (command === undefined) parts.push(comment(`No command sends ${call.operation.id}: use the api dialect.`));
      else if (call.body === undefined || command.bodyOn === undefined) parts.push(command.command);
      else {
        const { text, secrets } = hereDocument(call.body, variables);
        for (const name of secrets) needed.add(name);
        // Quoted, the shell changes nothing; with a secret in it, everything else is escaped.
        const mark = secrets.length === 0 ? "'BODY'" : 'BODY';
        parts.push(`${command.command} ${command.bodyOn}<<${mark}`, text, 'BODY');
      }
    }
  }
  const asked = [...needed].map((name) => `: "\${${name}:?set it to the secret that this script sends}"`);
  return [...head, 'set -eu', ...(asked.length === 0 ? [] : [...JSON_STRING, ...asked]), ...parts].join('\n');
}

/** Each change as it is once the steps before it are done: a write may have to send along what it does not change. */
function inSequence(steps: readonly Step[]): readonly Step[] {
  const standing = new Map<string, unknown>();
  return steps.map((step) => {
    const { change } = step;
    const current = standing.get(change.address);
    const rebased = change.type === 'update' && current !== undefined ? rebaseUpdate(change, current) : change;
    standing.set(change.address, afterOf(rebased));
    return { ...step, change: rebased };
  });
}

/** One line, whatever names Atlas's users chose: a line break in a comment would start a command. */
function comment(text: string): string {
  return `# ${oneLine(text)}`;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

function quoted(text: string): string {
  return /^[A-Za-z0-9_.:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function queryOf({ query = {} }: ApiCall): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** The environment variable of each secret that a change takes, by field. */
function variablesOf(change: Change, resource: AnyResource): ReadonlyMap<string, string> {
  const sources: Readonly<Record<string, SecretSource>> = {
    ...resource.write?.secretInputs?.(change),
    ...change.secrets,
  };
  return new Map(
    Object.entries(sources).map(([field, source]) => [
      field,
      source.from === 'environment' ? source.name : variableName(field),
    ]),
  );
}

function variableName(field: string): string {
  return `FIVEFOLD_${field.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase()}`;
}

function hereDocument(
  body: Body,
  variables: ReadonlyMap<string, string>,
): { readonly text: string; readonly secrets: readonly string[] } {
  const secrets: string[] = [];
  const values: string[] = [];
  // A mark that JSON writes as an escape; no text that Atlas takes holds this control character.
  const place = (position: number) => `\u0001${position}\u0001`;
  const marked = (value: unknown): unknown => {
    if (isSecretReference(value)) {
      const name = variables.get(value.$secret) ?? variableName(value.$secret);
      const { prefix } = value;
      secrets.push(name);
      return place(values.push(prefix === undefined ? `$${name}` : `$(whole ${quoted(prefix)} "$${name}")`) - 1);
    }
    if (Array.isArray(value)) return value.map(marked);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, marked(item)]));
  };
  const text = JSON.stringify(marked(body));
  if (secrets.length === 0) return { text, secrets };
  const escaped = text.replace(/[\\$`]/g, '\\$&');
  return {
    text: escaped.replace(
      /"\\\\u0001(\d+)\\\\u0001"/g,
      (_, position: string) => `"$(json_string "${values[Number(position)]}")"`,
    ),
    secrets,
  };
}
