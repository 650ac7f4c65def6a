import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCredential } from '../../../core/credential/registry.ts';
import { cleanRead } from '../../../core/read/clean.ts';
import { reduceToCp437 } from '../../../core/read/cp437.ts';
import type { KeyInput } from '../../../core/read/keys.ts';
import { toMojibake } from '../../../core/read/mojibake.ts';
import { createWedgeFramer, WEDGE_START } from '../../../core/read/wedge.ts';
import { EMPTY_SITE, FORMS, inventedPerson, readText } from '../credential/people.ts';

const sevenFields = FORMS['seven fields'] ?? (() => '');
const person = inventedPerson.filter(({ name }) => !name.includes('’'));

/** Keys of a scanner in ALT mode: digits and bars by their keys, everything else on the keypad. */
function altMode(text: string, unit: 'code points' | 'bytes'): readonly Partial<KeyInput>[] {
  return [...text].flatMap((character): readonly Partial<KeyInput>[] => {
    if (/\d/.test(character)) return [{ code: `Digit${character}` }];
    if (character === '|') return [{ code: 'Backslash', shift: true }];
    const numbers =
      unit === 'code points' ? [character.codePointAt(0)] : [...new TextEncoder().encode(character)];
    return numbers.flatMap((number) => [
      { code: 'AltLeft', alt: true },
      ...[...String(number)].map((digit) => ({ code: `Numpad${digit}`, alt: true })),
      { code: 'AltLeft', type: 'up' as const },
    ]);
  });
}

function frame(keys: readonly Partial<KeyInput>[]): readonly string[] {
  const framer = createWedgeFramer({
    prefixes: [],
    terminator: 'enter',
    silenceMs: 120,
    burstGapMs: 35,
    burstMinKeys: 6,
  });
  let state = WEDGE_START;
  return [...keys, { code: 'Enter' }].flatMap((key, index) => {
    const step = framer.key(state, {
      type: 'down',
      code: '',
      key: 'Process',
      shift: false,
      ctrl: false,
      alt: false,
      meta: false,
      altGraph: false,
      repeat: false,
      timeMs: index * 2,
      inField: false,
      ...key,
    });
    state = step.state;
    return step.outputs.flatMap((output) => (output.kind === 'read' ? [output.text] : []));
  });
}

describe('a card over a keyboard', () => {
  it.each(['code points', 'bytes'] as const)('in ALT mode by %s is the card over a cable', (unit) => {
    fc.assert(
      fc.property(person, (holder) => {
        const card = sevenFields(holder);
        const [text, ...more] = frame(altMode(card, unit));
        const clean = cleanRead(text ?? '', { keyboard: true });
        expect(more).toEqual([]);
        expect(clean).toMatchObject({ text: card, damage: [], repaired: false });
        expect(readCredential(clean, EMPTY_SITE)).toEqual(readText(card));
      }),
      { numRuns: 50 },
    );
  });

  it('that arrived whole is never taken for damaged', () => {
    fc.assert(
      fc.property(inventedPerson, fc.constantFrom(...Object.values(FORMS)), (holder, write) => {
        const card = write(holder);
        expect(cleanRead(card, { keyboard: true })).toMatchObject({
          text: card,
          damage: [],
          repaired: false,
        });
      }),
    );
  });

  it('keeps its number through CP437 and mojibake, and the damage is always named', () => {
    fc.assert(
      fc.property(
        person,
        fc.constantFrom(reduceToCp437, (text: string) => toMojibake(text, 'windows-1252')),
        (holder, harm) => {
          const clean = cleanRead(harm(sevenFields(holder)), { keyboard: true });
          expect(readCredential(clean, EMPTY_SITE)).toMatchObject({
            kind: 'cccd',
            fields: { number: holder.number, sex: holder.sex },
          });
          expect(clean.damage.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});
