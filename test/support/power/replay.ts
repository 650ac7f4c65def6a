import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Act } from './recording.ts';

/** A disk writes whole sectors or none. Bytes; the smallest in use. */
const SECTOR_BYTES = 512;

/** Numbers from a seed, [0, 1). mulberry32, so that a printed seed repeats a run. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a disk holds after a power cut, and what had been said until then. */
export interface CutDisk {
  /** Content by name in the watched folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Everything said before the cut, joined. */
  readonly said: string;
}

type FileAct = Extract<Act, { kind: 'write' | 'truncate' }>;
type NameAct = Extract<Act, { kind: 'create' | 'rename' | 'link' | 'unlink' }>;

/**
 * Plays a recording forward, so that many cuts cost one replay. `cutAt` gives the folder as a power cut after the first
 * `point` acts leaves it: what was synced is there; of what was not, each file loses anything between nothing and all,
 * sector by sector and out of order; names that no folder sync followed are there up to some one of them (a journal
 * keeps their order).
 */
export function createReplay(acts: readonly Act[]): { cutAt(point: number, random: () => number): CutDisk } {
  const durable = new Map<number, Uint8Array>();
  const pending = new Map<number, FileAct[]>();
  let names = new Map<string, number>();
  let pendingNames: NameAct[] = [];
  let said = '';
  let played = 0;
  const play = (act: Act): void => {
    switch (act.kind) {
      case 'write':
      case 'truncate':
        addTo(pending, act);
        break;
      case 'sync':
        durable.set(act.file, written(durable.get(act.file), pending.get(act.file) ?? []));
        pending.delete(act.file);
        break;
      case 'sync-folder':
        names = named(names, pendingNames);
        pendingNames = [];
        break;
      case 'said':
        said += act.text;
        break;
      default:
        pendingNames.push(act);
    }
  };
  return {
    cutAt: (point, random) => {
      if (point < played) throw new Error('a recording is only played forward');
      for (const act of acts.slice(played, point)) play(act);
      played = point;
      const kept = named(names, pendingNames.slice(0, Math.floor(random() * (pendingNames.length + 1))));
      const files = new Map<string, Uint8Array>();
      for (const [name, file] of kept) {
        files.set(name, written(durable.get(file), survivors(pending.get(file) ?? [], random)));
      }
      return { files, said };
    },
  };
}

/** The folder as the process left it, had every act reached the disk: what a recording must amount to. */
export function wholeDisk(acts: readonly Act[]): ReadonlyMap<string, Uint8Array> {
  const content = new Map<number, FileAct[]>();
  const names: NameAct[] = [];
  for (const act of acts) {
    if (act.kind === 'write' || act.kind === 'truncate') addTo(content, act);
    else if (act.kind !== 'sync' && act.kind !== 'sync-folder' && act.kind !== 'said') names.push(act);
  }
  const files = [...named(new Map(), names)];
  return new Map(files.map(([name, file]) => [name, written(undefined, content.get(file) ?? [])]));
}

function addTo(acts: Map<number, FileAct[]>, act: FileAct): void {
  const list = acts.get(act.file);
  if (list === undefined) acts.set(act.file, [act]);
  else list.push(act);
}

/** Writes a cut disk into a folder, which is emptied first. */
export function restoreDisk(disk: CutDisk, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of disk.files) writeFileSync(join(folder, name), bytes, { mode: 0o600 });
}

/** A random part of unsynced writes: cut into sectors, some dropped, sometimes shuffled. */
function survivors(acts: readonly FileAct[], random: () => number): FileAct[] {
  // All, none, and anything between: each is a way in which disks fail.
  const mood = random();
  const keep = mood < 0.15 ? 1 : mood < 0.3 ? 0 : random();
  const parts = acts.flatMap((act) => (act.kind === 'write' ? sectors(act) : [act]));
  const left = parts.filter(() => random() < keep);
  return random() < 0.5 ? left : shuffled(left, random);
}

function sectors(act: Extract<FileAct, { kind: 'write' }>): FileAct[] {
  const parts: FileAct[] = [];
  let from = 0;
  while (from < act.bytes.length) {
    const to = Math.min(act.bytes.length, from + SECTOR_BYTES - ((act.at + from) % SECTOR_BYTES));
    parts.push({ ...act, at: act.at + from, bytes: act.bytes.subarray(from, to) });
    from = to;
  }
  return parts;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [out[i], out[j]];
    if (a !== undefined && b !== undefined) [out[i], out[j]] = [b, a];
  }
  return out;
}

function written(before: Uint8Array | undefined, acts: readonly FileAct[]): Uint8Array {
  let bytes = before ?? new Uint8Array(0);
  let size = bytes.length;
  const room = Math.max(size, ...acts.map((act) => (act.kind === 'write' ? act.at + act.bytes.length : 0)));
  const grown = new Uint8Array(room);
  grown.set(bytes);
  bytes = grown;
  for (const act of acts) {
    if (act.kind === 'write') {
      bytes.set(act.bytes, act.at);
      size = Math.max(size, act.at + act.bytes.length);
    } else {
      bytes.fill(0, act.sizeBytes);
      size = Math.min(room, act.sizeBytes);
    }
  }
  return bytes.slice(0, size);
}

function named(before: ReadonlyMap<string, number>, acts: readonly NameAct[]): Map<string, number> {
  const names = new Map(before);
  for (const act of acts) {
    if (act.kind === 'create') names.set(act.name, act.file);
    else if (act.kind === 'unlink') names.delete(act.name);
    else {
      const file = names.get(act.from);
      if (file === undefined) continue;
      names.set(act.to, file);
      if (act.kind === 'rename') names.delete(act.from);
    }
  }
  return names;
}
