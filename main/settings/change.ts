import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { GatelogError, toGatelogError } from '../../core/errors.ts';
import { replaceFile } from '../replace-file.ts';
import { parseSettings } from './load.ts';
import type { Settings } from './schema.ts';
import type { TargetSettings } from './targets.ts';

/**
 * Writes other values of some top keys into the settings file, leaving every other key as somebody wrote it.
 * Throws `settings/invalid` and leaves the file alone where the result would not be settings, and
 * `settings/unwritable` where it cannot be read or written.
 */
export function changeSettings(path: string, change: Partial<Settings>): void {
  rewrite(path, (now) => ({ ...now, ...change }));
}

/** Keys whose value is a group of settings. */
type GroupKey = 'batches' | 'sticks';

/**
 * The same inside one group: what the file says beside the changed values stays, also where it was written while the
 * kiosk runs. Throws as `changeSettings`.
 */
export function changeSettingsIn<K extends GroupKey>(
  path: string,
  group: K,
  change: Partial<Settings[K]>,
): void {
  // A group that is there is an object: the file was parsed before.
  rewrite(path, (now) => ({ ...now, [group]: Object.assign({}, now[group], change) }));
}

/**
 * The same for one target: only what differs between `before` and `after` is written. What the file says of the others,
 * and beside it of this one, stays. Throws as `changeSettings`, and `targets/same-name` where it is to be added and
 * somebody wrote one with its id into the file meanwhile.
 * @param before null: it is added
 * @param after null: it is taken out
 */
export function changeTarget(
  path: string,
  before: TargetSettings | null,
  after: TargetSettings | null,
): void {
  const [was, is]: [Given, Given] = [{ ...before }, { ...after }];
  const changed = Object.entries(is).filter(([key, value]) => !isDeepStrictEqual(value, was[key]));
  const isKept = ([key]: readonly [string, unknown]): boolean => key in is || !(key in was);
  rewrite(path, (now) => {
    const all = targetList.parse(now['targets'] ?? []);
    const there = all.find(({ id }) => id === (before ?? after)?.id);
    if (before === null && there !== undefined)
      throw new GatelogError('targets/same-name', 'the settings file has such a target by now');
    if (after === null) return { ...now, targets: all.filter((one) => one !== there) };
    const kept = Object.entries(there ?? was).filter(isKept);
    const one = { ...Object.fromEntries(kept), ...Object.fromEntries(changed) };
    const targets = there === undefined ? [...all, one] : all.map((other) => (other === there ? one : other));
    return { ...now, targets };
  });
}

type Given = Readonly<Record<string, unknown>>;
const targetList = z.array(z.record(z.string(), z.unknown()));

function rewrite(
  path: string,
  change: (now: Readonly<Record<string, unknown>>) => Record<string, unknown>,
): void {
  let now: Record<string, unknown>;
  try {
    const written = readFileSync(path, 'utf8');
    // What somebody wrote into it meanwhile and is wrong stays as it is, to be found at its place.
    parseSettings(written);
    now = z.record(z.string(), z.unknown()).parse(JSON.parse(written.replace(/^\uFEFF/, '')));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new GatelogError('settings/unwritable', why, {}, { cause: error });
  }
  const text = `${JSON.stringify(change(now), null, 2)}\n`;
  parseSettings(text);
  try {
    replaceFile(path, text);
  } catch (error) {
    throw toGatelogError(error, 'settings/unwritable');
  }
}
