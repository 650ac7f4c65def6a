import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { GatelogError, toGatelogError } from '../../core/errors.ts';
import { jsonPlaces } from './json-places.ts';
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

/**
 * Parses the text of a settings file. Throws `settings/invalid` naming everything that is wrong with key and line;
 * nothing is half applied.
 */
export function parseSettings(text: string): Settings {
  const json = text.replace(/^\uFEFF/, '');
  const { mistake, lineOf } = jsonPlaces(json);
  if (mistake !== null) {
    const { what, line, column } = mistake;
    throw new GatelogError(
      'settings/invalid',
      `the settings file is not JSON: ${what} (line ${line}, column ${column})`,
    );
  }
  const parsed = settingsSchema.safeParse(JSON.parse(json));
  if (parsed.success) return parsed.data;
  const said = parsed.error.issues.flatMap((issue) =>
    placesOf(issue).map((path) => ({
      line: lineOf(path),
      words: `✖ ${issue.message}\n  → at ${path.length === 0 ? 'the whole file' : z.core.toDotPath(path)}`,
    })),
  );
  said.sort((one, other) => one.line - other.line);
  throw new GatelogError(
    'settings/invalid',
    said.map(({ line, words }) => `${words} (line ${line})`).join('\n'),
  );
}

/** A key that is not known is named itself, and not what it stands in. */
const placesOf = (issue: z.core.$ZodIssue): readonly (readonly PropertyKey[])[] =>
  issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];

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
