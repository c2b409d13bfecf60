import { existsSync, readFileSync } from 'node:fs';
import { createRequire as requireFrom } from 'node:module';
import * as cedar from '@cedar-policy/cedar-wasm/web';
import type { PolicyEngine, PolicyProblem, PolicyRequest, PolicyTree } from '../../policies/engine.ts';

/** The engine stands beside the bundle; in a checkout it is where npm has put it. */
function engineFile(): Buffer {
  const beside = new URL('cedar_wasm_bg.wasm', import.meta.url);
  if (existsSync(beside)) return readFileSync(beside);
  // The build for browsers takes the engine's bytes from us; only the build for Node can be found by `resolve`.
  const script = requireFrom(import.meta.url).resolve('@cedar-policy/cedar-wasm/nodejs');
  return readFileSync(script.replace(/nodejs([\\/])cedar_wasm\.js$/, 'web$1cedar_wasm_bg.wasm'));
}

interface Detailed {
  readonly message: string;
  readonly help: string | null;
  readonly sourceLocations?: readonly { readonly start: number; readonly label: string | null }[];
}

function problemOf({ message, help, sourceLocations = [] }: Detailed): PolicyProblem {
  const [place] = sourceLocations;
  const detail = [message.replace(/^failed to parse policies from string: /, ''), place?.label, help].filter(
    (part) => part !== null && part !== undefined && part !== '',
  );
  return { message: detail.join(', '), ...(place === undefined ? {} : { offset: place.start }) };
}

const anyEntity = (type: string, id: string) => ({ type, id });

/** A request in the words of the preview: `cloud::cluster`, `cluster.createEdit`. */
function inPreview(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value)
      .replace(
        /"ResourcePolicy::([A-Z])(\w*)"/g,
        (_, first: string, rest: string) => `"cloud::${first.toLowerCase()}${rest}"`,
      )
      .replaceAll('"cloud::action"', '"cloud::Action"'),
  );
}

const PREVIEW_ACTIONS: Readonly<Record<string, string>> = {
  'cluster.modify': 'cluster.createEdit',
  'project.ipAccessList.modify': 'project.edit',
};

interface Call {
  readonly principal: { readonly type: string; readonly id: string };
  readonly action: { readonly type: string; readonly id: string };
  readonly resource: { readonly type: string; readonly id: string };
  readonly context: Readonly<Record<string, unknown>>;
  readonly entities: readonly object[];
}

function callOf({ action, resource, projectId, context }: PolicyRequest): Call {
  const organization = anyEntity('ResourcePolicy::Organization', 'organization');
  const project = anyEntity('ResourcePolicy::Project', projectId);
  const target = anyEntity(`ResourcePolicy::${resource.type}`, resource.id);
  return {
    principal: anyEntity('ResourcePolicy::User', 'somebody'),
    action: anyEntity('ResourcePolicy::Action', action),
    resource: target,
    context,
    entities: [
      { uid: organization, attrs: {}, parents: [] },
      { uid: project, attrs: {}, parents: [organization] },
      ...(resource.type === 'Cluster' ? [{ uid: target, attrs: {}, parents: [project] }] : []),
    ],
  };
}

let sets = 0;

/** Cedar itself (@cedar-policy/cedar-wasm, the language that Atlas's resource policies are written in). */
export function openCedar(): PolicyEngine {
  cedar.initSync({ module: engineFile() });
  return {
    split(text) {
      const answer = cedar.policySetTextToParts(text);
      if (answer.type === 'success') return { policies: answer.policies };
      return { problems: answer.errors.map(problemOf) };
    },
    validate(text, schema) {
      const answer = cedar.validate({
        schema,
        policies: { staticPolicies: text },
        validationSettings: { mode: 'strict' },
      });
      if (answer.type === 'failure') return answer.errors.map(problemOf);
      return answer.validationErrors.map(({ error }) => problemOf(error));
    },
    tree(text) {
      const answer = cedar.policyToJson(text);
      if (answer.type === 'success') return answer.json as unknown as PolicyTree;
      throw new TypeError(
        `policy that was read before cannot be read: ${answer.errors.map(({ message }) => message).join('; ')}`,
      );
    },
    prepare(policies) {
      sets += 1;
      const id = `set-${sets}`;
      const staticPolicies: Record<string, string> = { '': 'permit (principal, action, resource);' };
      for (const { id: name, text } of policies) staticPolicies[name] = text;
      const parsed = cedar.preparsePolicySet(id, { staticPolicies });
      if (parsed.type === 'failure') throw new TypeError(parsed.errors.map(({ message }) => message).join('; '));
      const preview = policies.some(({ text }) => /\bcloud::/.test(text));
      const ask = (call: Call) => {
        const answer = cedar.statefulIsAuthorized({ ...call, preparsedPolicySetId: id } as never);
        if (answer.type === 'failure') throw new TypeError(answer.errors.map(({ message }) => message).join('; '));
        const { reason, errors } = answer.response.diagnostics;
        return {
          refusedBy: answer.response.decision === 'deny' ? reason : [],
          failed: errors.map(({ policyId }) => policyId),
        };
      };
      return (request) => {
        const call = callOf(request);
        const earlier = PREVIEW_ACTIONS[request.action];
        const answers = [
          ask(call),
          ...(preview && earlier !== undefined
            ? [ask(inPreview({ ...call, action: { ...call.action, id: earlier } }) as Call)]
            : []),
        ];
        const all = (pick: (answer: ReturnType<typeof ask>) => readonly string[]) =>
          [...new Set(answers.flatMap(pick))].sort();
        return { refusedBy: all(({ refusedBy }) => refusedBy), failed: all(({ failed }) => failed) };
      };
    },
  };
}
