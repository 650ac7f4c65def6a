import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestFunction } from 'vitest';
import { installedElectron } from '../../tools/electron-runtime.ts';
import { isRoot, missingLibraries, programPath } from '../../tools/system-libraries.ts';
import { postgresPrograms } from './postgres.ts';
import { windowsReason } from './windows.ts';

/**
 * What a test may need of the machine. Each looks at the real thing and gives the reason why it cannot be had,
 * or undefined if it can. A new device is one line here and its packages in `.ci/run`.
 */
const DEVICES = {
  pty: () => program('socat') ?? writable('/dev/ptmx'),
  display: () => (process.env.DISPLAY ? undefined : program('Xvfb')),
  xvfb: () => program('Xvfb'),
  xdotool: () => program('xdotool'),
  strace: () => program('strace') ?? runs('strace', ['-o', '/dev/null', 'true'], 'tracing is not allowed'),
  gcc: () => program('gcc') ?? compiles(),
  mount: mountReason,
  loop: () => program('mkfs.ext4') ?? mountReason() ?? runs('losetup', ['-f'], 'there is no loop device'),
  fuse: () => writable('/dev/fuse') ?? (isRoot() ? undefined : program('fusermount3')),
  electron: electronReason,
  udev: () => program('udevadm'),
  exfat: () =>
    program('mkfs.exfat') ??
    program('mount.exfat-fuse') ??
    program('pkill') ??
    mountReason() ??
    writable('/dev/fuse') ??
    runs('losetup', ['-f'], 'there is no loop device'),
  fat32: () => program('mkfs.vfat') ?? program('fsck.vfat') ?? program('mcopy'),
  age: () => program('age'),
  samba: () => program('smbd') ?? program('smbnetfs') ?? mountReason() ?? writable('/dev/fuse'),
  postgres: () => (postgresPrograms() === undefined ? 'PostgreSQL is not installed' : undefined),
  openssl: () => program('openssl'),
  windows: windowsReason,
} as const satisfies Record<string, () => string | undefined>;

/** A part of the machine that a test needs; see DEVICES. */
export type Device = keyof typeof DEVICES;

const looked = new Map<Device, string | undefined>();

/** Why this machine cannot give one of these devices, naming the first that is missing; undefined if all are here. */
export function whyMissing(...devices: Device[]): string | undefined {
  for (const device of devices) {
    if (!looked.has(device)) looked.set(device, DEVICES[device]());
    const reason = looked.get(device);
    if (reason !== undefined) return `no ${device}: ${reason}`;
  }
  return undefined;
}

/** True where a missing device is a failure: on the machine of `.ci/run`, which installs them all. */
const required = (): boolean => {
  const flag = process.env.GATELOG_REQUIRE_DEVICES;
  return flag !== undefined && flag !== '' && flag !== '0';
};

/**
 * `it` for a test that needs devices: `const it = itNeeding('pty', 'electron')`. Where one is missing the test
 * is skipped with the reason in its name, or fails with it under GATELOG_REQUIRE_DEVICES=1.
 */
export function itNeeding(
  ...devices: Device[]
): (name: string, test: TestFunction, timeoutMs?: number) => void {
  return (name, test, timeoutMs) => {
    const reason = whyMissing(...devices);
    if (reason === undefined) it(name, test, timeoutMs);
    else if (required()) it(name, () => Promise.reject(new Error(`this test needs a device: ${reason}`)));
    else it.skip(`${name} [skipped: ${reason}]`, test);
  };
}

/** `describe` for a group whose `beforeAll` already needs the devices; like itNeeding, skipped as a whole. */
export function describeNeeding(...devices: Device[]): (name: string, group: () => void) => void {
  return (name, group) => {
    const reason = whyMissing(...devices);
    if (reason === undefined) describe(name, group);
    else if (required()) {
      describe(name, () => {
        it('has the devices it needs', () =>
          Promise.reject(new Error(`this group needs a device: ${reason}`)));
      });
    } else describe.skip(`${name} [skipped: ${reason}]`, group);
  };
}

function program(name: string): string | undefined {
  return programPath(name) === undefined ? `${name} is not installed` : undefined;
}

function writable(path: string): string | undefined {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return undefined;
  } catch {
    return `${path} cannot be opened`;
  }
}

function runs(file: string, args: string[], otherwise: string, input?: string): string | undefined {
  const ended = spawnSync(programPath(file) ?? file, args, { encoding: 'utf8', timeout: 30_000, input });
  return ended.status === 0 ? undefined : otherwise;
}

/** gcc is often there without the C library's headers. */
const compiles = (): string | undefined =>
  runs('gcc', ['-x', 'c', '-fsyntax-only', '-'], 'the C headers are not installed', '#include <stdio.h>\n');

/** Root inside a container is often not allowed to mount: only trying tells. */
function mountReason(): string | undefined {
  if (!isRoot()) return 'only root may mount';
  const place = mkdtempSync(join(tmpdir(), 'gatelog-mount-'));
  try {
    const refused = runs(
      'mount',
      ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place],
      'mounting is not allowed',
    );
    if (refused === undefined) spawnSync('umount', [place]);
    return refused;
  } finally {
    rmdirSync(place);
  }
}

function electronReason(): string | undefined {
  const found = installedElectron();
  if (found === undefined) return 'no binary was found, see `npx node tools/electron-runtime.ts`';
  const missing = missingLibraries(found.path);
  return missing.length === 0 ? undefined : `system libraries are missing: ${missing.join(', ')}`;
}
