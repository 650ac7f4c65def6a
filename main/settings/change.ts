import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { GatelogError, toGatelogError } from '../../core/errors.ts';
import { replaceFile } from '../replace-file.ts';
import { parseSettings } from './load.ts';
import type { Settings } from './schema.ts';

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
