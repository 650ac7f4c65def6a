import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..', '..');

/** Every document of the project: those at the root and all under docs/. */
const documents = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** Folders of the tree: a text in backquotes that begins with one of them is a path that has to exist. */
const FOLDERS = /^(\.ci|bench|core|decode|docs|main|office|preload|renderer|test|tools)\/[\w./-]*$/;

/** Paths named in backquotes, and targets of links, each relative to the root. Blocks of code are no prose. */
function pathsIn(document: string): readonly string[] {
  const text = readFileSync(join(ROOT, document), 'utf8').replace(/```[\s\S]*?```/g, '');
  const quoted = [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
  const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? '');
  // Records name each other by file name alone.
  const records = quoted.filter((one) => document.startsWith('docs/decisions/') && /^[\w-]+\.md$/.test(one));
  return [
    ...quoted.filter((one) => FOLDERS.test(one)),
    ...[...links, ...records].map((path) => join(dirname(document), path)),
  ];
}

describe('the documents', () => {
  it.each(documents)('%s names only files and folders that exist', (document) => {
    expect(pathsIn(document).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it.each(documents)('%s names only npm commands that package.json has', (document) => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
    const text = readFileSync(join(ROOT, document), 'utf8');
    const asked = [...text.matchAll(/\bnpm (?:run (?:-s )?([\w-]+)|(start|test)\b)/g)].map(
      (match) => match[1] ?? match[2] ?? '',
    );
    expect(asked.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('are read by this test', () => {
    expect(documents).toContain('README.md');
    expect(pathsIn('docs/decisions/gate-rules.md')).toContain('test/core/gate/laws.test.ts');
  });
});
