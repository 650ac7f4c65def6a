import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  describeMissing,
  installCommand,
  missingLibraries,
  notFound,
  packagesFor,
  programPath,
} from '../../tools/system-libraries.ts';

const BOOKWORM = 'ID=debian\nVERSION_ID="12"\n';
const TRIXIE = 'ID=debian\nVERSION_ID="13"\n';
const NOBLE = 'ID=ubuntu\nVERSION_ID="24.04"\n';

/** What ldd prints for Electron on a Debian 12 without any desktop. */
const LDD = `	linux-vdso.so.1 (0x00007ffc)
	libffmpeg.so => /opt/electron/libffmpeg.so (0x00007f)
	libnss3.so => not found
	libnssutil3.so => not found
	libgtk-3.so.0 => not found
	libasound.so.2 => not found
	libnss3.so => not found
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatelog-system-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('missing libraries', () => {
  it('are read from ldd, each once', () => {
    expect(notFound(LDD)).toEqual(['libnss3.so', 'libnssutil3.so', 'libgtk-3.so.0', 'libasound.so.2']);
  });

  it('are none for a program that runs here', () => {
    expect(missingLibraries(process.execPath)).toEqual([]);
  });

  it('are none for a file that is no program', () => {
    const file = join(folder, 'text');
    writeFileSync(file, 'text');
    expect(missingLibraries(file)).toEqual([]);
  });

  it('turn into the packages of the system at hand', () => {
    const libraries = notFound(LDD);
    expect(packagesFor(libraries, [], BOOKWORM)).toEqual(['libasound2', 'libgtk-3-0', 'libnss3']);
    const renamed = ['libasound2t64', 'libgtk-3-0t64', 'libnss3'];
    expect(packagesFor(libraries, [], TRIXIE)).toEqual(renamed);
    expect(packagesFor(libraries, [], NOBLE)).toEqual(renamed);
  });
});

describe('what is missing', () => {
  it('is named together with the one command that installs it', () => {
    const libraries = ['libnss3.so'];
    const packages = packagesFor(libraries, ['Xvfb', 'gcc'], BOOKWORM);
    const lines = describeMissing({ libraries, programs: ['Xvfb', 'gcc'], packages });
    expect(lines[0]).toBe('missing here: libnss3.so, Xvfb, gcc');
    expect(lines[1]).toContain('apt-get install -y --no-install-recommends gcc libc6-dev libnss3 xvfb');
    expect(lines).toHaveLength(2);
  });

  it('is named by its file where no package is known for it', () => {
    const lines = describeMissing({ libraries: ['libstrange.so.9'], programs: [], packages: [] });
    expect(lines).toEqual(['missing here: libstrange.so.9', 'no package known for: libstrange.so.9']);
  });

  it('takes no line when there is nothing', () => {
    expect(describeMissing({ libraries: [], programs: [], packages: [] })).toEqual([]);
  });

  it('is installed by sudo unless one is root', () => {
    expect(installCommand(['xvfb'], true)).toBe(
      'apt-get update && apt-get install -y --no-install-recommends xvfb',
    );
    expect(installCommand(['xvfb'], false)).toBe(
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends xvfb',
    );
  });
});

describe('programPath', () => {
  it('finds what may be run, and not what may only be read', () => {
    for (const name of ['gatelog-runs', 'gatelog-reads']) writeFileSync(join(folder, name), '#!/bin/sh\n');
    chmodSync(join(folder, 'gatelog-runs'), 0o755);
    chmodSync(join(folder, 'gatelog-reads'), 0o644);
    expect(programPath('gatelog-runs', { PATH: folder })).toBe(join(folder, 'gatelog-runs'));
    expect(programPath('gatelog-reads', { PATH: folder })).toBeUndefined();
  });
});
