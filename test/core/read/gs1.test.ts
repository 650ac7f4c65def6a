import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanRead } from '../../../core/read/clean.ts';
import { GS, type Gs1Element, readElements, writeElements } from '../../../core/read/gs1.ts';

const label = (text: string, announced = true): string | null => {
  const elements = readElements(text, announced);
  return elements === null ? null : writeElements(elements);
};

describe('readElements', () => {
  it.each([
    ['0109506000134352', '(01)09506000134352'],
    ['010950600013435221A7', '(01)09506000134352(21)A7'],
    [`010950600013435210L1${GS}21A7`, '(01)09506000134352(10)L1(21)A7'],
    [`${GS}010950600013435217261231`, '(01)09506000134352(17)261231'],
    ['3103001750', '(3103)001750'],
    ['4109506000134352', '(410)9506000134352'],
    [`25312345${GS}8004ABC`, '(253)12345(8004)ABC'],
    ['8018095060001343520017', '(8018)095060001343520017'],
    ['(01)09506000134352(21)A7', '(01)09506000134352(21)A7'],
    [`91A${GS}${GS}92B${GS}`, '(91)A(92)B'],
  ])('reads %j', (text, said) => {
    expect(label(text)).toBe(said);
  });

  it.each([
    ['a length that is short', '01095060001343'],
    ['letters where digits must be', '01095060001343A2'],
    ['an identifier that means nothing', '5512345'],
    ['no value', '21'],
    ['nothing', ''],
    ['FNC1 alone', GS],
    ['a value longer than any', `91${'A'.repeat(91)}`],
    ['a letter beyond GS1', '91Thử'],
    ['an unclosed bracket', '(01)09506000134352(21'],
    ['words in brackets', '(chào) bạn'],
    ['25 elements', `91A${GS}`.repeat(25)],
  ])('refuses %s', (_what, text) => {
    expect(label(text)).toBeNull();
  });

  it('asks an unannounced text for FNC1, brackets or a check digit', () => {
    expect(label('91ABC', false)).toBeNull();
    expect(label(`91ABC${GS}92D`, false)).toBe('(91)ABC(92)D');
    expect(label('00095060001343520024', false)).toBe('(00)095060001343520024');
    expect(label('00095060001343520025', false)).toBeNull();
    expect(label('0109506000134352', false)).toBe('(01)09506000134352');
    expect(label('0109506000134353', false)).toBeNull();
  });

  it('reads what was written, with FNC1 and in brackets', () => {
    const value = fc.stringMatching(/^[A-Za-z0-9.-]{1,20}$/);
    const element: fc.Arbitrary<Gs1Element> = fc.oneof(
      fc.record({ ai: fc.constantFrom('10', '21', '240', '8004', '91', '99'), value }),
      fc.record({ ai: fc.constantFrom('00', '8017', '8018'), value: fc.stringMatching(/^\d{18}$/) }),
      fc.record({ ai: fc.constantFrom('11', '17', '3103'), value: fc.stringMatching(/^\d{6}$/) }),
    );
    fc.assert(
      fc.property(fc.array(element, { minLength: 1, maxLength: 8 }), (elements) => {
        const joined = elements.map(({ ai, value: said }) => ai + said).join(GS);
        expect(readElements(joined, true)).toEqual(elements);
        expect(readElements(writeElements(elements), false)).toEqual(elements);
      }),
    );
  });

  it('never throws, on any text', () => {
    const wild = fc.string({
      unit: fc.constantFrom('0', '1', '2', '8', '9', '(', ')', GS, 'A', 'ử', '\ud800'),
    });
    fc.assert(
      fc.property(wild, fc.boolean(), (text, announced) => {
        expect(() => readElements(text, announced)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });
});

describe('cleanRead of element strings', () => {
  it('keeps the elements apart and gives the text without FNC1', () => {
    expect(cleanRead(`]C1${GS}10L1${GS}21A7\r`)).toEqual({
      text: '10L121A7',
      raw: `]C1${GS}10L1${GS}21A7\r`,
      aim: ']C1',
      damage: [],
      repaired: false,
      elements: [
        { ai: '10', value: 'L1' },
        { ai: '21', value: 'A7' },
      ],
    });
  });

  it('finds none in a card', () => {
    expect(cleanRead('001202000001||Nguyễn Văn Thử|15052002|Nam|Xã A|20042021')).not.toHaveProperty(
      'elements',
    );
  });
});
