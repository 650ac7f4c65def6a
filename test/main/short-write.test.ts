import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testFolder } from '../support/folder.ts';

const PROGRAM = join(import.meta.dirname, '..', 'support', 'write-short.ts');

/** A disk that takes a part of the bytes and then no more: the system allows files of one or two blocks. */
const writeOnFullDisk = (how: 'replace' | 'secret', path: string): string =>
  execFileSync('/bin/sh', ['-c', 'ulimit -f 2; exec "$@"', 'sh', process.execPath, PROGRAM, how, path], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });

it('a disk that takes a half of a file leaves the one that was there, and no half beside it', () => {
  const folder = testFolder();
  const path = join(folder, 'settings.json');
  writeFileSync(path, 'old');
  expect(writeOnFullDisk('replace', path)).toBe('EFBIG');
  expect([readFileSync(path, 'utf8'), readdirSync(folder)]).toEqual(['old', ['settings.json']]);
});

it('a disk that takes a half of a key leaves none', () => {
  const folder = testFolder();
  expect(writeOnFullDisk('secret', join(folder, 'log.key'))).toBe('EFBIG');
  expect(readdirSync(folder)).toEqual([]);
});
