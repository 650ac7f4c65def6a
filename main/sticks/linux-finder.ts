import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FileSystemFacts, LSBLK_ARGS, type Room, sticksFrom } from './lsblk.ts';
import { parseMountTable, readMountTable } from './mount-table.ts';
import { runProgram } from './program.ts';
import type { StickFinder } from './stick.ts';

/** How often the kernel's tables are compared where no event came. They lie in memory: no stick is touched. ms */
const COMPARE_MS = 1000;

/**
 * Sticks of a Linux PC, by lsblk (util-linux, on every one). udev's events tell of a stick that is plugged in; the
 * kernel's own tables of partitions and mounts are compared every second beside them, for what is mounted or unmounted
 * and for PCs without udev.
 * @param alsoDevices devices that are taken for sticks though the system calls them fixed, such as `/dev/mmcblk0p1`
 */
export function linuxFinder(alsoDevices: readonly string[]): StickFinder {
  const room = roomAsker();
  return {
    look: async () => {
      const [listed, mounts] = await Promise.all([runProgram('lsblk', LSBLK_ARGS, 5000), readMountTable()]);
      const readOnly = parseMountTable(mounts).filter((line) => line.readOnly);
      return sticksFrom({
        listed: listed.stdout,
        alsoDevices,
        facts: probe,
        room,
        readOnlyMounts: new Set(readOnly.map(({ device }) => device)),
      });
    },
    watch: (onChange) => watchTables(onChange),
  };
}

/** Longest wait for a file system to say how much room it has. ms */
const ROOM_MS = 3000;

/**
 * Asks mounted file systems for their room, each in a process of its own: one that hangs holds up nothing but that. While
 * a question hangs in the kernel no second one is put.
 */
function roomAsker(): (place: string) => Promise<Room> {
  const hanging = new Set<string>();
  return async (place) => {
    if (hanging.has(place)) return { freeBytes: null, dead: false };
    hanging.add(place);
    const asked = runProgram('stat', ['--file-system', '--format=%a %S', '--', place], ROOM_MS);
    void asked.then(() => hanging.delete(place));
    const answer = await Promise.race([asked, sleep(2 * ROOM_MS, null, { ref: false })]);
    const [, blocks, blockBytes] = /^(\d+) (\d+)$/.exec(answer?.stdout.trim() ?? '') ?? [];
    if (answer?.ok === true && blocks !== undefined)
      return { freeBytes: Number(blocks) * Number(blockBytes), dead: false };
    return { freeBytes: null, dead: answer !== null && !answer.timedOut };
  };
}

/** Asks the file system itself, where this account may read the device. */
async function probe(device: string): Promise<FileSystemFacts | null> {
  const { ok, stdout } = await runProgram('blkid', ['-p', '-o', 'udev', device], 5000);
  if (!ok) return null;
  const facts = new Map(
    stdout.split('\n').map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), unescaped(line.slice(at + 1))] as const;
    }),
  );
  return {
    fileSystem: facts.get('ID_FS_TYPE') ?? '',
    label: facts.get('ID_FS_LABEL_ENC') ?? '',
    uuid: facts.get('ID_FS_UUID_ENC') ?? '',
  };
}

/** Bytes that could mean something to a shell stand there as `\\x20`. */
const unescaped = (text: string): string =>
  text.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

function watchTables(onChange: () => void): () => void {
  let ended = false;
  let events: ChildProcess | null = null;
  // Read at once: what changes from here on is told, and what was before the caller finds by looking.
  let last = tables();
  const timer = setInterval(() => {
    const now = tables();
    if (now === last) return;
    last = now;
    onChange();
  }, COMPARE_MS);
  try {
    events = spawn('udevadm', ['monitor', '--udev', '--kernel', '--subsystem-match=block'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    // Without udev the tables alone tell.
    events.on('error', () => undefined);
    events.stdout?.on('data', (lines: Buffer) => {
      if (!ended && /^(KERNEL|UDEV)\[/m.test(lines.toString('latin1'))) onChange();
    });
  } catch {
    // As above.
  }
  return () => {
    ended = true;
    clearInterval(timer);
    events?.kill();
  };
}

/** The kernel's tables of partitions and mounts; both lie in memory. */
function tables(): string {
  try {
    return ['/proc/partitions', '/proc/self/mountinfo'].map((path) => readFileSync(path, 'utf8')).join('\n');
  } catch {
    return '';
  }
}
