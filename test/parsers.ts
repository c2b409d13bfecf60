/** Real parsers for what is written: each says what is wrong with a text, or nothing. */
import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { parse as parseHcl } from '@cdktn/hcl2json';
import { parseAllDocuments } from 'yaml';
import type { ArtifactFormat } from '../src/artifacts/artifact.ts';

type TreeSitter = typeof import('@vscode/tree-sitter-wasm');

/** Grammars that ship with @vscode/tree-sitter-wasm. */
const GRAMMARS = {
  python: 'python',
  java: 'java',
  go: 'go',
  csharp: 'c-sharp',
  javascript: 'javascript',
} as const;

const require = createRequire(import.meta.url);
let engine: Promise<TreeSitter> | undefined;
const languages = new Map<string, Promise<import('@vscode/tree-sitter-wasm').Language>>();

async function treeSitter(): Promise<TreeSitter> {
  const loaded = require('@vscode/tree-sitter-wasm') as TreeSitter;
  await loaded.Parser.init();
  return loaded;
}

/** Where the grammar does not take the text; undefined where it does. */
async function parseWithGrammar(grammar: string, text: string): Promise<string | undefined> {
  engine ??= treeSitter();
  const { Parser, Language } = await engine;
  const path = require.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`);
  const language = languages.get(grammar) ?? readFile(path).then((bytes) => Language.load(new Uint8Array(bytes)));
  languages.set(grammar, language);
  const parser = new Parser();
  parser.setLanguage(await language);
  const root = parser.parse(text)?.rootNode;
  if (root === undefined) return 'The grammar gave no tree.';
  if (!root.hasError) return undefined;
  const find = (node: typeof root): typeof root | undefined => {
    if (node.isError || node.isMissing) return node;
    for (const child of node.children) {
      const found = child === null || !child.hasError ? undefined : find(child);
      if (found !== undefined) return found;
    }
    return node.children.find((child) => child?.isMissing) ?? undefined;
  };
  const at = find(root) ?? root;
  return `line ${at.startPosition.row + 1}: ${at.text.slice(0, 80)}`;
}

/** What is wrong with a text of this format, by a parser that is not ours; undefined where it parses. */
export async function problemOf(format: ArtifactFormat, text: string): Promise<string | undefined> {
  switch (format) {
    case 'json':
      return attempt(() => JSON.parse(text));
    case 'yaml':
      return parseAllDocuments(text).flatMap(({ errors }) => errors)[0]?.message;
    case 'hcl':
      return attempt(() => parseHcl('main.tf', text));
    case 'shell': {
      const { status, stderr } = spawnSync('sh', ['-n'], { input: text, encoding: 'utf8' });
      return status === 0 ? undefined : stderr;
    }
    case 'python':
    case 'java':
    case 'go':
    case 'csharp':
    case 'javascript':
      return parseWithGrammar(GRAMMARS[format], text);
    case 'pem':
      return attempt(() => {
        const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
        if (blocks.length === 0) throw new Error('There is no certificate.');
        for (const block of blocks) new X509Certificate(block);
      });
    case 'nftables': {
      if (text.trim() === '') return 'It is empty.';
      const { status, stderr, error } = spawnSync('nft', ['--check', '--file', '-'], { input: text, encoding: 'utf8' });
      // Where there is no nft (.ci/run installs it) the text is looked at by nobody, and that is said.
      if (error !== undefined) {
        if (process.env.CI !== undefined) return `nft could not be run: ${error.message}`;
        console.warn('NOT CHECKED: rules for nftables, because there is no nft here. Install the package nftables.');
        return undefined;
      }
      return status === 0 ? undefined : stderr;
    }
    case 'markdown':
    case 'text':
      return text.trim() === '' ? 'It is empty.' : undefined;
    default:
      return format satisfies never;
  }
}

async function attempt(work: () => unknown): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
