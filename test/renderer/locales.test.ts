import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EVENT_KINDS } from '../../core/batch/event.ts';
import { PROFILES } from '../../core/batch/profile.ts';
import { CHECK_NAMES, CREDENTIAL_KINDS } from '../../core/credential/credential.ts';
import { CHECK_OUTCOMES } from '../../core/gate/policy.ts';
import { calls } from '../../preload/contract/channels.ts';
import { SILENT } from '../../renderer/gate/marks.ts';
import en from '../../renderer/locales/en.json' with { type: 'json' };
import vi from '../../renderer/locales/vi.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '../..');

type Texts = { readonly [key: string]: string | Texts };

function flatten(texts: Texts, path = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    const name = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') flat.set(name, value);
    else for (const [inner, text] of flatten(value, name)) flat.set(inner, text);
  }
  return flat;
}

const languages = { vi: flatten(vi), en: flatten(en) };

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
  });
}

/** The members of `export type Name = | 'a' | 'b';` as written in a contract. */
function union(file: string, name: string): string[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  const body = new RegExp(`export type ${name} =([^;]+);`).exec(source)?.[1] ?? '';
  return [...body.matchAll(/'([^']+)'/g)].map((match) => match[1] ?? '');
}

/** Words of a group for which a language has no text. */
const missing = (group: string, words: readonly string[]): string[] =>
  words.flatMap((word) =>
    (['vi', 'en'] as const)
      .filter((language) => !languages[language].has(`${group}.${word}`))
      .map((language) => `${language}: ${group}.${word}`),
  );

const placeholders = (text: string): string[] =>
  [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1] ?? '').sort();

describe('the texts of the screen', () => {
  test('both languages have the same keys', () => {
    expect([...languages.en.keys()].sort()).toEqual([...languages.vi.keys()].sort());
  });

  test('no text is empty and both languages fill in the same values', () => {
    for (const [key, text] of languages.vi) {
      expect(text.trim(), key).not.toBe('');
      expect(languages.en.get(key)?.trim(), key).not.toBe('');
      expect(placeholders(languages.en.get(key) ?? ''), key).toEqual(placeholders(text));
    }
  });

  test('every text that the code asks for by name exists', () => {
    const asked = new Set<string>();
    for (const source of sources(join(ROOT, 'renderer'))) {
      for (const match of source.matchAll(/\bt\(\s*'([\w./-]+)'/g)) asked.add(match[1] ?? '');
      for (const match of source.matchAll(/(?:title|phase\w*|\w+): '((?:admin|deliver)\.\w+)'/g))
        asked.add(match[1] ?? '');
    }
    expect(asked.size).toBeGreaterThan(80);
    expect([...asked].filter((key) => !languages.vi.has(key))).toEqual([]);
  });

  test('every word for who opens the batches has a text', () => {
    const views = 'preload/contract/opener-views.ts';
    expect(missing('openersShort', union(views, 'BatchOpenersState'))).toEqual([]);
    const kinds = ['recipients', 'passphrase', 'plain'];
    expect([...missing('openersWays', kinds), ...missing('openersWhy', kinds)]).toEqual([]);
    expect(missing('openersInForce', [...kinds, 'undecided', 'counts'])).toEqual([]);
    expect(missing('recipientProblems', ['secret', 'kind', 'damaged'])).toEqual([]);
    expect(missing('keyFileProblems', ['too-large', 'unreadable', 'no-code'])).toEqual([]);
    expect(missing('profiles', PROFILES)).toEqual([]);
  });

  test('every group that the code chooses from by a word exists', () => {
    const groups = new Set<string>();
    for (const source of sources(join(ROOT, 'renderer'))) {
      for (const match of source.matchAll(/\bt\(`([\w.]+)\.\$\{/g)) groups.add(match[1] ?? '');
      for (const match of source.matchAll(/textFor\(\s*t,\s*'(\w+)'/g)) groups.add(match[1] ?? '');
    }
    expect(groups.size).toBeGreaterThan(8);
    expect(
      [...groups].filter((group) => ![...languages.vi.keys()].some((key) => key.startsWith(`${group}.`))),
    ).toEqual([]);
  });

  test.each([
    ['reasons', 'core/gate/rules.ts', 'Reason'],
    ['damage', 'core/read/read.ts', 'Damage'],
    ['errors', 'core/errors.ts', 'ErrorCode'],
    ['verdict', 'preload/contract/verdict-views.ts', 'ShownVerdict'],
    ['direction', 'preload/contract/gate-views.ts', 'LaneDirection'],
    ['clockDoubts', 'preload/contract/gate-views.ts', 'ClockDoubtView'],
    ['scannerProblem', 'main/scanner/reconnect.ts', 'ScannerProblem'],
    ['cameraProblem', 'renderer/camera/camera.ts', 'CameraProblem'],
    ['terminators', 'main/scanner/frame.ts', 'Terminator'],
  ])('%s has a text for every word of %s %s', (group, file, name) => {
    const words = union(file, name);
    expect(words.length).toBeGreaterThan(2);
    expect(missing(group, words)).toEqual([]);
  });

  test('every state of a scanner or camera that is not ready says what to do', () => {
    const states = union('preload/contract/scanner-views.ts', 'ScannerState').filter(
      // Nothing is wrong with these two; their words stand beside the name.
      (state) => state !== 'ready' && state !== 'opening',
    );
    expect(states).toEqual(['waiting', 'unplugged', 'failed', 'closed']);
    expect([...missing('scannerProblem', states), ...missing('cameraProblem', states)]).toEqual([]);
  });

  test('every reason that main writes by itself has a text, also those of control cards', () => {
    const own = new Set(['opened', 'closed', 'alive']);
    const words = [...sources(join(ROOT, 'main')), ...sources(join(ROOT, 'core/gate'))]
      .flatMap((source) => [...source.matchAll(/reason: '([a-z]+(?:-[a-z]+)*)'/g)])
      .map((match) => match[1] ?? '')
      .filter((word) => !own.has(word));
    expect(words).toEqual(expect.arrayContaining(['manual-entry', 'unanswered', 'control-nothing-to-undo']));
    expect(missing('reasons', words)).toEqual([]);
  });

  test('every way a keyboard read can end has a word', () => {
    expect(missing('terminators', calls['gate.read'].args.shape.terminator.options)).toEqual([]);
  });

  test('every note that a credential can carry has a text', () => {
    const known = new Set<string>([
      ...CREDENTIAL_KINDS,
      // Other words of core/credential.
      ...union('core/credential/parts.ts', 'DropReason'),
      ...union('core/credential/parts.ts', 'PartRefusal'),
      ...union('core/credential/json.ts', 'JsonProblem'),
      ...union('core/credential/roster-text.ts', 'RosterWrong'),
      ...union('core/trust/trust.ts', 'Revocation'),
      // The reason of a check, which no screen shows.
      'no-secret',
    ]);
    const words = sources(join(ROOT, 'core/credential'))
      .flatMap((source) => [...source.matchAll(/'([a-z]+(?:-[a-z]+)+)'/g)].map((match) => match[1] ?? ''))
      .filter((word) => !known.has(word));
    expect(words.length).toBeGreaterThan(8);
    expect(missing('notes', words)).toEqual([]);
  });

  test('every kind of credential has a word', () => {
    expect(missing('kinds', CREDENTIAL_KINDS)).toEqual([]);
  });

  test('every outcome of every check has words or is silent on purpose, and never both', () => {
    const all = CHECK_NAMES.flatMap((name) => CHECK_OUTCOMES.map((outcome) => `${name}-${outcome}` as const));
    const spoken = all.filter((word) => !SILENT.has(word));
    expect(missing('checks', spoken)).toEqual([]);
    expect([...SILENT].filter((word) => languages.vi.has(`checks.${word}`))).toEqual([]);
    const known = new Set<string>([...spoken, 'more', 'other']);
    const words = [...languages.vi.keys()].flatMap((key) => /^checks\.(.+)$/.exec(key)?.slice(1) ?? []);
    expect(words.filter((word) => !known.has(word.replace(/-(dated|early)$/, '')))).toEqual([]);
  });

  test('a check that turns on a day has words with the day and words without', () => {
    const turns = (word: string) => [word, `${word}-dated`];
    const dated = [
      'notBefore-fail',
      'notExpired-pass',
      'notExpired-fail',
      'cardInDate-pass',
      'cardInDate-fail',
    ];
    expect(missing('checks', [...dated.flatMap(turns), 'cardInDate-fail-early'])).toEqual([]);
  });

  test('every kind of event has a word', () => {
    expect(missing('events', EVENT_KINDS)).toEqual([]);
  });
});
