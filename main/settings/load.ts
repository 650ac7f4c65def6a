import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { GatelogError, toGatelogError } from '../../core/errors.ts';
import { type Settings, settingsSchema } from './schema.ts';

/** What a kiosk does before anybody has set it up: one gate, one lane, keyboard scanner only. */
export function defaultSettings(): Settings {
  return settingsSchema.parse({
    site: { slug: 'site', name: 'Gatelog' },
    gate: { slug: 'gate', name: 'Cổng 1' },
    onlyGate: true,
    lanes: [{ name: '1', direction: 'auto' }],
  });
}

/** Parses the text of a settings file. Throws `settings/invalid` naming every wrong key; nothing is half applied. */
export function parseSettings(text: string): Settings {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new GatelogError('settings/invalid', `the settings file is not JSON: ${why}`, {}, { cause: error });
  }
  const parsed = settingsSchema.safeParse(json);
  if (!parsed.success) {
    throw new GatelogError('settings/invalid', z.prettifyError(parsed.error));
  }
  return parsed.data;
}

/**
 * The settings file that the command line or the environment names, null where neither does. `--settings FILE` is
 * understood as well as `--settings=FILE`: passed over in silence, it would open a trial gate in place of the real one.
 */
export function settingsPath(argv: readonly string[], env: NodeJS.ProcessEnv): string | null {
  const at = argv.findIndex((arg) => arg === '--settings' || arg.startsWith('--settings='));
  if (at === -1) return env['GATELOG_SETTINGS'] || null;
  const path = argv[at] === '--settings' ? argv[at + 1] : argv[at]?.slice('--settings='.length);
  if (!path || path.startsWith('--')) {
    throw new GatelogError('settings/unreadable', 'no file is named: --settings=FILE');
  }
  return path;
}

/** Reads and parses a settings file. Throws `settings/unreadable` or `settings/invalid`. */
export function loadSettings(path: string): Settings {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw toGatelogError(error, 'settings/unreadable');
  }
  return parseSettings(text);
}
