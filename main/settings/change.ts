import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { toGatelogError } from '../../core/errors.ts';
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
    now = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')));
  } catch (error) {
    throw toGatelogError(error, 'settings/unwritable');
  }
  const text = `${JSON.stringify({ ...now, ...change }, null, 2)}\n`;
  parseSettings(text);
  try {
    replaceFile(path, text);
  } catch (error) {
    throw toGatelogError(error, 'settings/unwritable');
  }
}
