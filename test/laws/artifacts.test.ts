/** Law: what an artifact makes parses with a real parser, says what to do with it, and holds no secret. */
import { existsSync } from 'node:fs';
import { parse as parseHcl } from '@cdktn/hcl2json';
import { describe, expect, it } from 'vitest';
import { isFailure } from '../../src/core/failure.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { problemOf } from '../parsers.ts';
import { describeShared, sharedJson } from '../shared.ts';
import { cases, loaded, makeExample } from './made-artifacts.ts';
import { type ProviderSchema, parsedBlockProblems } from './provider-schema.ts';
import { readTerraform } from './terraform-blocks.ts';

const kinds = new Set(resources.map(({ kind }) => kind));
describe('artifacts', () => {
  it('sees every artifact, each with examples', () => {
    expect(loaded.length).toBeGreaterThanOrEqual(1);
    for (const { id, examples } of loaded) expect(examples.length, id).toBeGreaterThan(0);
  });

  it.each(loaded.map((artifact) => [artifact.id, artifact] as const))(
    '%s: is named after its file and explains itself',
    (id, artifact) => {
      expect(existsSync(`src/artifacts/${id}.ts`) || existsSync(`src/artifacts/${id}/index.ts`)).toBe(true);
      expect(artifact.summary).toMatch(/^[a-z].*[^.]$/);
      for (const text of [artifact.title, artifact.about]) expect(text.length).toBeGreaterThan(10);
      for (const line of artifact.usage) expect(line.startsWith(`${id}`), line).toBe(true);
      expect(artifact.usage.length).toBeGreaterThan(0);
      expect(artifact.sources.length).toBeGreaterThan(0);
      for (const kind of artifact.reads(artifact.examples[0]?.values ?? {})) expect(kinds.has(kind), kind).toBe(true);
    },
  );

  it('calls one thing by one name: an option of two artifacts is of one type', () => {
    const types = new Map<string, string>();
    for (const { id, options } of loaded)
      for (const [name, { type, multiple = false }] of Object.entries(
        options as Record<string, { type: string; multiple?: true }>,
      )) {
        const kind = `${type === 'boolean' ? 'boolean' : 'string'} ${multiple}`;
        expect(types.get(name) ?? kind, `${id} --${name}`).toBe(kind);
        expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
        types.set(name, kind);
      }
  });

  it.each(cases)('%s: %s', async (_, __, artifact, example) => {
    const made = await makeExample(artifact, example);
    expect(made.files.length + (made.secrets?.length ?? 0)).toBeGreaterThan(0);
    expect(new Set(made.files.map(({ name }) => name)).size).toBe(made.files.length);
    for (const { name, format, text, about } of made.files) {
      expect(name).toMatch(/^[\w.-]+$/);
      expect(name).not.toBe('README.md');
      expect(about).toMatch(/\.$/);
      expect(text.endsWith('\n'), `${name} ends with a line's end`).toBe(true);
      expect(await problemOf(format, text), `${name}\n${text}`).toBeUndefined();
      for (const { value } of made.secrets ?? []) expect(text).not.toContain(value.reveal());
      expect(text).not.toContain('undefined');
      expect(text).not.toContain('[object Object]');
    }
    expect(made.next.length).toBeGreaterThan(0);
    for (const line of [...made.next, ...(made.remarks ?? [])]) expect(line, line).toMatch(/[.:!?)`]$/);
    expect((made.secrets ?? []).length > 0).toBe(artifact.yieldsSecrets?.(example.values) === true);
  });

  it.each(loaded.map((artifact) => [artifact.id, artifact] as const))(
    '%s: told nothing, it makes something or says all that is missing',
    async (_, artifact) => {
      try {
        const made = await makeExample(artifact, { name: 'nothing', values: {} });
        expect(made.files.length + (made.secrets?.length ?? 0)).toBeGreaterThan(0);
      } catch (error) {
        expect(isFailure(error), String(error)).toBe(true);
        if (isFailure(error)) {
          expect(error.exitCode).toBe(2);
          for (const problem of error.problems)
            for (const text of [problem.what, problem.why, problem.fix]) expect(text).toMatch(/[.?]$/);
        }
      }
    },
  );
});

describeShared('what artifacts write for Terraform stands in the provider', ['data/tf-schema.json'], () => {
  const schema = sharedJson('data/tf-schema.json') as ProviderSchema;
  it('exists there, with everything that is required', async () => {
    let seen = 0;
    for (const [id, name, artifact, example] of cases) {
      for (const file of (await makeExample(artifact, example)).files) {
        if (file.format !== 'hcl') continue;
        for (const block of readTerraform(await parseHcl(file.name, file.text))) {
          if (!block.type.startsWith('mongodbatlas_')) continue;
          seen += 1;
          expect(parsedBlockProblems(block, schema), `${id}: ${name}: ${file.text}`).toEqual([]);
        }
      }
    }
    expect(seen).toBeGreaterThanOrEqual(4);
  });
});

describe('the parsers that artifacts are held to', () => {
  const broken = {
    json: '{"a": }',
    yaml: 'a: [1',
    hcl: 'resource "a" {',
    shell: 'if true; then',
    javascript: 'const = 1;',
    python: 'def f(:\n',
    java: 'class A { void f( { }',
    go: 'package main\nfunc (',
    csharp: 'class A { void F( { }',
    pem: 'no certificate',
    markdown: ' ',
    nftables: process.env.CI === undefined ? ' ' : 'table inet x { chain { }',
    text: ' ',
  } as const;
  it.each(Object.entries(broken))('%s: something broken is refused', async (format, text) => {
    expect(await problemOf(format as keyof typeof broken, text)).toBeDefined();
  });
});
