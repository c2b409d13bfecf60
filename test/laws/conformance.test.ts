/** Every operation, call and emulator answer fits our own contract; and, where it is at hand, our contract fits Atlas's. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Operation } from '../../src/core/call.ts';
import { describeShared, sharedJson } from '../shared.ts';
import { type Answered, allOperations, exampleAnswers, exampleCalls, sentBody } from './contract.ts';
import { DEVIATIONS } from './deviations.ts';

const operations = allOperations();

function itemsOf({ shape }: Operation, body: unknown): readonly unknown[] {
  if (shape === 'page') return (body as { results: readonly unknown[] }).results;
  if (shape === 'array') return body as readonly unknown[];
  return [body];
}

describe('our own contract', () => {
  it('sees every operation', () => expect(operations.length).toBeGreaterThanOrEqual(170));

  it('names each operation once', () => {
    const shapes = new Map<string, Set<string>>();
    for (const { id, method, path, version } of operations) {
      const said = shapes.get(id) ?? new Set();
      shapes.set(id, said.add(`${method} ${path} ${version}`));
    }
    expect(
      [...shapes].filter(([, said]) => said.size > 1).map(([id, said]) => `${id}: ${[...said].join(' and ')}`),
    ).toEqual([]);
  });

  it.each(operations.map((operation) => [operation.id, operation] as const))('%s is whole', (_, operation) => {
    const { method, path, version, success, shape, request, response, olderVersions = [] } = operation;
    expect(version).toMatch(/^20\d{2}-[01]\d-[0-3]\d$/);
    // The newest version itself can be announced as deprecated (recorded: autoGroupClusterScalingConfiguration).
    for (const older of olderVersions)
      expect(older.version <= version, `${older.version} is no older version`).toBe(true);
    expect(path).toMatch(/^\/api\/atlas\/v2(\/([\w.]+|\{\w+\}(:\w+|\.gz)?|\w+:\w+))*$/);
    expect(success).toBeGreaterThanOrEqual(200);
    expect(success).toBeLessThan(300);
    expect(shape === 'none', 'an answer without a body has no contract').toBe(response === undefined);
    if (method === 'GET' || method === 'DELETE') expect(request, `${method} takes no body`).toBeUndefined();
  });

  it('fits every call of the examples', () => {
    const calls = exampleCalls();
    expect(calls.length).toBeGreaterThanOrEqual(400);
    const problems = calls.flatMap(({ kind, call }) => {
      const { operation, method, path, query = {} } = call;
      const at = `${kind} ${operation.id}`;
      const template = new RegExp(`^${operation.path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/?]+')}$`);
      const found: string[] = [];
      if (!operations.some(({ id }) => id === operation.id)) found.push(`${at}: no kind has this operation`);
      if (method !== operation.method) found.push(`${at}: ${method} is not ${operation.method}`);
      if (!template.test(path)) found.push(`${at}: ${path} does not fit ${operation.path}`);
      for (const name of Object.keys(query)) {
        if (!['pageNum', 'itemsPerPage', 'includeCount', ...(operation.query ?? [])].includes(name))
          found.push(`${at}: query parameter ${name} is not in the contract`);
      }
      const body = sentBody(call);
      if (operation.request === undefined) {
        if (body !== undefined) found.push(`${at}: a body where none is taken`);
      } else {
        const parsed = operation.request.safeParse(body);
        // A request without fields may be left out altogether.
        if (!parsed.success && !(body === undefined && operation.request.safeParse({}).success))
          found.push(`${at}: ${z.prettifyError(parsed.error)}`);
      }
      return found;
    });
    expect([...new Set(problems)]).toEqual([]);
  });

  it('fits every answer of the emulator', async () => {
    const answers = await exampleAnswers();
    expect(answers.length).toBeGreaterThanOrEqual(250);
    const good = answers.filter(({ response }) => response.status < 300);
    expect(good.length).toBeGreaterThanOrEqual(200);
    const problems = good.flatMap(({ call: { operation }, response: { status, body } }) => {
      const at = operation.id;
      if (status !== operation.success) return [`${at}: ${status} is not ${operation.success}`];
      if (operation.response === undefined) return [];
      return itemsOf(operation, body).flatMap((item) => {
        const parsed = (operation.response as z.ZodType).safeParse(item);
        return parsed.success ? [] : [`${at}: ${z.prettifyError(parsed.error)}`];
      });
    });
    expect([...new Set(problems)]).toEqual([]);
  });
});

const SPECIFICATION = 'data/atlas-admin-api.security.json';

type Node = Readonly<Record<string, unknown>>;

interface Specified {
  readonly method: string;
  readonly path: string;
  readonly versions: readonly string[];
  readonly statuses: readonly number[];
  readonly request: Node | undefined;
  readonly response: Node | undefined;
}

/** A schema's fields, whatever alternative it takes: names, which are required in all of them, and the schema of each. */
interface Shape {
  readonly fields: ReadonlyMap<string, Node>;
  readonly required: ReadonlySet<string>;
  readonly items: Node | undefined;
  /** Any name may stand there: a map, or an object that the specification leaves open. */
  readonly isOpen: boolean;
}

function specification() {
  const root = sharedJson(SPECIFICATION) as {
    paths: Record<string, Record<string, Node>>;
    components: { schemas: Record<string, Node> };
  };

  function resolve(node: Node): Node {
    const reference = node.$ref;
    return typeof reference === 'string'
      ? resolve(root.components.schemas[reference.split('/').pop() as string] ?? {})
      : node;
  }

  const shapes = new WeakMap<Node, Shape>();

  function shapeOf(given: Node, depth = 0): Shape {
    const node = resolve(given);
    const known = shapes.get(node);
    if (known !== undefined) return known;
    const shape = makeShape(node, depth);
    if (depth === 0) shapes.set(node, shape);
    return shape;
  }

  function makeShape(node: Node, depth: number): Shape {
    if (depth > 8) return { fields: new Map(), required: new Set(), items: undefined, isOpen: true };
    const fields = new Map(Object.entries((node.properties ?? {}) as Record<string, Node>));
    const required = new Set((node.required ?? []) as readonly string[]);
    let items = node.items as Node | undefined;
    let isOpen = node.additionalProperties !== undefined && node.additionalProperties !== false;
    for (const part of (node.allOf ?? []) as readonly Node[]) {
      const inner = shapeOf(part, depth + 1);
      for (const [name, schema] of inner.fields) fields.set(name, schema);
      for (const name of inner.required) required.add(name);
      items ??= inner.items;
      isOpen ||= inner.isOpen;
    }
    const { mapping = {} } = (node.discriminator ?? {}) as { mapping?: Record<string, string> };
    const alternatives = [
      ...((node.oneOf ?? []) as readonly Node[]),
      ...((node.anyOf ?? []) as readonly Node[]),
      ...[...new Set(Object.values(mapping))].map(($ref): Node => ({ $ref })),
    ];
    for (const part of alternatives) {
      const inner = shapeOf(part, depth + 1);
      for (const [name, schema] of inner.fields) {
        const before = fields.get(name);
        fields.set(name, before === undefined ? schema : { anyOf: [before, schema] });
      }
      items ??= inner.items;
      isOpen ||= inner.isOpen;
    }
    const isEmpty = fields.size === 0 && items === undefined && node.type !== 'string';
    return { fields, required, items, isOpen: isOpen || isEmpty };
  }

  /** Problems of a value: fields that Atlas does not have and, in requests, fields that Atlas requires. */
  function problemsOf(value: unknown, schema: Node, at: string, isRequest: boolean): readonly string[] {
    const shape = shapeOf(schema);
    if (Array.isArray(value)) {
      const { items } = shape;
      return items === undefined ? [] : value.flatMap((item) => problemsOf(item, items, `${at}[]`, isRequest));
    }
    if (value === null || typeof value !== 'object' || shape.isOpen) return [];
    const unknown = Object.entries(value).flatMap(([name, inner]) => {
      const place = at === '' ? name : `${at}.${name}`;
      const field = shape.fields.get(name);
      return field === undefined ? [`${place} is unknown`] : problemsOf(inner, field, place, isRequest);
    });
    if (!isRequest) return unknown;
    const missing = [...shape.required].filter((name) => {
      const field = shape.fields.get(name);
      return !(name in value) && field !== undefined && resolve(field).readOnly !== true && field.readOnly !== true;
    });
    return [...unknown, ...missing.map((name) => `${at === '' ? name : `${at}.${name}`} is required`)];
  }

  const specified = new Map<string, Specified>();
  for (const [path, methods] of Object.entries(root.paths)) {
    for (const [method, node] of Object.entries(methods)) {
      if (!['get', 'post', 'put', 'patch', 'delete'].includes(method)) continue;
      const responses = node.responses as Record<string, { content?: Record<string, { schema?: Node }> }>;
      const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
      const content = (node.requestBody as { content?: Record<string, { schema?: Node }> } | undefined)?.content;
      specified.set(String(node.operationId), {
        method: method.toUpperCase(),
        path,
        versions: [
          String(node['x-atlas-api-version']),
          ...((node['x-atlas-older-versions'] ?? []) as readonly string[]),
        ],
        statuses: good.map(([status]) => Number(status)),
        request: Object.values(content ?? {})[0]?.schema,
        response: good
          .map(([, { content: of }]) => Object.values(of ?? {})[0]?.schema)
          .find((schema) => schema !== undefined),
      });
    }
  }
  return { specified, problemsOf };
}

/** Problems minus the listed deviations; each listed one that no longer shows is a problem, too. */
function undeclared(problems: readonly string[], part: string): readonly string[] {
  const listed = new Set(DEVIATIONS.filter((one) => one.part === part).map(({ problem }) => problem));
  const found = new Set(problems);
  return [
    ...[...found].filter((problem) => !listed.has(problem)),
    ...[...listed].filter((problem) => !found.has(problem)).map((problem) => `no deviation any more: ${problem}`),
  ].sort();
}

describeShared("our contract against Atlas's", [SPECIFICATION], () => {
  const { specified, problemsOf } = specification();
  const known = operations.flatMap((operation) => {
    const there = specified.get(operation.id);
    return there === undefined ? [] : [{ operation, there }];
  });

  it('cites a recording for each deviation', () => {
    for (const { problem, recorded } of DEVIATIONS) expect(recorded.length, problem).toBeGreaterThan(5);
  });

  it('has every operation where Atlas has it, in a version that Atlas serves', () => {
    expect(known.length).toBeGreaterThanOrEqual(160);
    const problems = operations.flatMap((operation) => {
      const { id, method, path, version, success, olderVersions = [] } = operation;
      const there = specified.get(id);
      if (there === undefined) return [`${id}: Atlas has no such operation`];
      return [
        ...(there.method === method && there.path === path
          ? []
          : [`${id}: Atlas has it at ${there.method} ${there.path}`]),
        ...(there.versions[0] === version
          ? []
          : [`${id}: Atlas's newest version is ${there.versions[0]}, not ${version}`]),
        ...olderVersions.flatMap((older) =>
          there.versions.includes(older.version) ? [] : [`${id}: Atlas has no version ${older.version}`],
        ),
        ...(there.statuses.includes(success)
          ? []
          : [`${id}: success is ${there.statuses.join(' or ')}, not ${success}`]),
      ];
    });
    expect(undeclared(problems, 'operations')).toEqual([]);
  });

  it('sends only fields that Atlas knows, and all that it requires', () => {
    const calls = exampleCalls();
    expect(calls.filter(({ call }) => call.body !== undefined).length).toBeGreaterThanOrEqual(100);
    const problems = calls.flatMap(({ call }) => {
      const schema = specified.get(call.operation.id)?.request;
      const body = sentBody(call);
      if (body === undefined) return [];
      if (schema === undefined) return [`${call.operation.id}: Atlas takes no body`];
      return problemsOf(body, schema, '', true).map((problem) => `${call.operation.id}: ${problem}`);
    });
    expect(undeclared(problems, 'requests')).toEqual([]);
  });

  it('answers, in the emulator, only with fields that Atlas knows', async () => {
    const answers: readonly Answered[] = await exampleAnswers();
    const good = answers.filter(({ response }) => response.status < 300 && response.body !== undefined);
    expect(good.length).toBeGreaterThanOrEqual(200);
    const problems = good.flatMap(({ call: { operation }, response: { body } }) => {
      const schema = specified.get(operation.id)?.response;
      if (schema === undefined) return [];
      return problemsOf(body, schema, '', false).map((problem) => `${operation.id}: ${problem}`);
    });
    expect(undeclared(problems, 'answers')).toEqual([]);
  });
});
