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
  const text = `${JSON.stringify({ ...now, ...change }, null, 2)}\n`;
  parseSettings(text);
  try {
    replaceFile(path, text);
  } catch (error) {
    throw toGatelogError(error, 'settings/unwritable');
  }
}
