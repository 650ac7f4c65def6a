import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isGatelogError } from '../../../core/errors.ts';
import { changeSettings } from '../../../main/settings/change.ts';
import { jsonPlaces } from '../../../main/settings/json-places.ts';
import { parseSettings } from '../../../main/settings/load.ts';
import { testFolder } from '../../support/folder.ts';

/** A sound file as a technician writes it; what a test makes wrong of it is on a line of its own. */
const SOUND = `{
  "site": { "slug": "benh-vien-thu", "name": "Bệnh viện Thử", "place": "hospital" },
  "gate": { "slug": "cong-chinh", "name": "Cổng chính" },
  "onlyGate": false,
  "lanes": [
    { "name": "Vào", "direction": "in" },
    { "name": "Ra", "direction": "out" }
  ],
  "scanners": [
    { "port": "/dev/ttyACM0", "lane": "Vào" }
  ],
  "camera": { "enabled": true, "lane": "Ra" },
  "capacity": 400,
  "dataFolder": "/tmp/gatelog-mistakes-never-made"
}
`;

/** What was done to the file: the text that was there, the text in its place, and what is said of it. */
type Mistake = readonly [what: string, there: string, wrong: string, ...said: string[]];

const MISTAKES: readonly Mistake[] = [
  ['nothing in it', SOUND, '', 'not JSON: the file ends too early (line 1, column 1)'],
  [
    'cut in the middle',
    SOUND.slice(60),
    '',
    'not JSON: a text has no end, or a sign in it that needs a backslash (line 2, column 46)',
  ],
  ['no object', SOUND, '[]', 'expected object, received array → at the whole file (line 1)'],
  ['two of them', SOUND, '{}\n{}', 'more follows behind the end (line 2, column 1)'],
  ['a comma forgotten', 'false,', 'false', 'a comma or } is missing (line 5, column 3)'],
  ['a comma too many', '"out" }\n', '"out" },\n', 'a comma too many (line 7, column 41)'],
  ['a bracket forgotten', '  ],\n  "camera"', '  "camera"', 'a comma or ] is missing (line 11, column 3)'],
  ['a quote forgotten', '"onlyGate"', '"onlyGate', 'a key in double quotes is missing (line 4, column 3)'],
  [
    'quotes of a word processor',
    '"onlyGate"',
    '“onlyGate”',
    'a key in double quotes is missing (line 4, column 3)',
  ],
  [
    'a colon forgotten',
    '"onlyGate": ',
    '"onlyGate" ',
    'a colon is missing behind "onlyGate" (line 4, column 14)',
  ],
  [
    'a remark',
    '"capacity"',
    '// 400 people\n  "capacity"',
    'a key in double quotes is missing (line 13, column 3)',
  ],
  [
    'a path of Windows',
    '/dev/ttyACM0',
    '\\\\.\\COM3',
    'a text has no end, or a sign in it that needs a backslash (line 10',
  ],
  ['True for true', 'false,', 'False,', 'no value of JSON (line 4, column 15)'],
  [
    'a key twice',
    '"capacity": 400,',
    '"capacity": 400,\n  "capacity": 40,',
    'the key "capacity" stands there twice (line 14, column 3)',
  ],
  ['a key misspelt', '"capacity"', '"capcity"', 'Unrecognized key: "capcity" → at capcity (line 13)'],
  [
    'a key at the wrong place',
    '"lane": "Vào" }',
    '"lane": "Vào", "capacity": 3 }',
    '→ at scanners[0].capacity (line 10)',
  ],
  ['a key of every prototype', '"capacity"', '"__proto__"', '→ at __proto__ (line 13)'],
  ['a number in quotes', '400', '"400"', 'expected number, received string → at capacity (line 13)'],
  ['a number beyond its range', '400', '0', 'expected number to be >=1 → at capacity (line 13)'],
  ['half a person', '400', '2.5', 'expected int, received number → at capacity (line 13)'],
  ['a number that is none', '400', '1e999', '→ at capacity (line 13)'],
  ['yes for true', 'false,', '"yes",', 'expected boolean, received string → at onlyGate (line 4)'],
  ['a word that is not there', '"out" }', '"exit" }', '→ at lanes[1].direction (line 7)'],
  ['a place that is not there', '"hospital"', '"hopsital"', '→ at site.place (line 2)'],
  ['something forgotten', '"slug": "cong-chinh", ', '', '→ at gate.slug (line 3)'],
  ['a name that is empty', '"Cổng chính"', '"  "', '→ at gate.name (line 3)'],
  [
    'a slug that no folder can have',
    '"cong-chinh"',
    '"cổng chính"',
    'use 1 to 40 of a-z, 0-9 and single hyphens',
  ],
  [
    'no list',
    '[\n    { "port": "/dev/ttyACM0", "lane": "Vào" }\n  ]',
    '"/dev/ttyACM0"',
    'expected array, received string → at scanners (line 9)',
  ],
  [
    'no lanes at all',
    '[\n    { "name": "Vào", "direction": "in" },\n    { "name": "Ra", "direction": "out" }\n  ]',
    '[]',
    '→ at lanes (line 5)',
  ],
  [
    'a lane of another name',
    '"lane": "Vào"',
    '"lane": "Vao"',
    'no lane is named "Vao" → at scanners[0].lane (line 10)',
  ],
  [
    'two lanes of one name',
    '"name": "Ra"',
    '"name": "Vào"',
    'two lanes have the same name → at lanes (line 5)',
  ],
  [
    'AUTO at a site with several gates',
    '"direction": "in"',
    '"direction": "auto"',
    'auto needs onlyGate: true → at lanes (line 5)',
  ],
  [
    'a scanner twice',
    '"lane": "Vào" }',
    '"lane": "Vào" },\n    { "port": "/dev/ttyACM0" }',
    'two scanners have the same port → at scanners (line 9)',
  ],
  [
    'a purpose twice',
    '"capacity"',
    '"purposes": ["Họp", "Họp"], "capacity"',
    'two purposes are the same → at purposes (line 13)',
  ],
  [
    'a hash that lost its end',
    '"capacity"',
    '"adminPassword": "scrypt$1$1$1$ab", "capacity"',
    'copy the whole line that the command printed → at adminPassword (line 13)',
  ],
  [
    'three things at once, told in the order of the file',
    '"capacity": 400',
    '"capacity": -1, "soundVolume": 101, "colour": 1',
    '→ at capacity (line 13)',
    '→ at soundVolume (line 13)',
    '→ at colour (line 13)',
  ],
];

/** The error's words on one line, or `accepted`. */
function refusal(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    return isGatelogError(error, 'settings/invalid', 'settings/unwritable')
      ? error.message.replace(/\s+/g, ' ')
      : `another error: ${String(error)}`;
  }
  return 'accepted';
}

describe('a mistake in a settings file', () => {
  it('is none in the file that every other one is made of', () => {
    expect(refusal(() => parseSettings(SOUND))).toBe('accepted');
  });

  it.each(MISTAKES)('is said with its place: %s', (_, there, wrong, ...said) => {
    const text = SOUND.replace(there, () => wrong);
    expect(text).not.toBe(SOUND);
    const words = refusal(() => parseSettings(text));
    expect(words).toMatch(/^settings\/invalid: /);
    expect(
      said.filter((one) => !words.includes(one)),
      words,
    ).toEqual([]);
  });

  it('leaves everything as it is: no folder is made, and a change of a wrong file writes nothing', () => {
    const file = join(testFolder(), 'settings.json');
    for (const [, there, wrong] of MISTAKES) {
      const text = SOUND.replace(there, () => wrong);
      writeFileSync(file, text);
      expect(refusal(() => changeSettings(file, { soundVolume: 10 }))).toMatch(
        /^settings\/(invalid|unwritable)/,
      );
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
    expect(existsSync('/tmp/gatelog-mistakes-never-made')).toBe(false);
  });

  it('is a mistake of JSON just where JSON.parse finds one', () => {
    const isJson = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        expect(jsonPlaces(text).mistake).toBeNull();
      }),
    );
    const broken = fc.tuple(
      fc.json({ maxDepth: 3 }),
      fc.nat(),
      fc.constantFrom('', ',', '"', '}', '[', '\\', '1', ' ', '\n'),
    );
    fc.assert(
      fc.property(broken, ([text, place, put]) => {
        const at = place % (text.length + 1);
        const changed = text.slice(0, at) + put + text.slice(at + 1);
        const { mistake } = jsonPlaces(changed);
        if (mistake?.what.endsWith('stands there twice')) return;
        expect(mistake === null).toBe(isJson(changed));
      }),
      { numRuns: 2_000 },
    );
  });
});
