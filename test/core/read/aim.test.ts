import { describe, expect, it } from 'vitest';
import { aimOf, saysGs1, undoEci } from '../../../core/read/aim.ts';
import { cleanRead } from '../../../core/read/clean.ts';

describe('an AIM identifier', () => {
  it.each([
    ...[']A0', ']C0', ']C1', ']E0', ']L2', ']Q1', ']Q2', ']Q3', ']d1', ']d2', ']z0'],
    ...[']A1', ']C2', ']E4', ']F0', ']G0', ']I1', ']L0', ']L1', ']Q0', ']Q5', ']X0', ']e0', ']zC'],
  ])('%s is taken off', (aim) => {
    expect(cleanRead(`${aim}AB`)).toEqual({ text: 'AB', raw: `${aim}AB`, aim, damage: [], repaired: false });
  });

  it.each([']foo', ']', ']]', ']Q', ']q1', ']Qz', '[Q1', ']else'])('is not %s', (text) => {
    expect(aimOf(text)).toBeNull();
    expect(cleanRead(text).text).toBe(text);
  });

  it('says GS1 where element strings follow', () => {
    const said = [']C0', ']C1', ']d1', ']d2', ']Q1', ']Q3', ']e0', ']z0', ']z1', null].map(saysGs1);
    expect(said).toEqual([false, true, false, true, false, true, true, false, true, false]);
  });
});

describe('the ECI protocol', () => {
  it.each([
    ['a designator', ']Q2', '\\000026Thử', 'Thử'],
    ['a designator in the middle', ']Q2', 'A\\000003B', 'AB'],
    ['doubled backslashes', ']Q2', '\\000026{\\\\"a\\\\":1}', '{\\"a\\":1}'],
    ['doubled backslashes without designator', ']d4', 'C:\\\\x', 'C:\\x'],
    ['a designator that a doubled backslash only looks like', ']Q2', 'A\\\\000026', 'A\\000026'],
    ['a designator that nobody announced', null, '\\000026Thử', 'Thử'],
  ])('is undone: %s', (_what, aim, text, plain) => {
    expect(undoEci(text, aim)).toBe(plain);
  });

  it.each([
    ['a backslash that the protocol would have doubled', ']Q2', '{\\"a\\":1}'],
    ['a path', ']Q2', 'C:\\temp\\123456'],
    ['a code without the protocol', ']Q1', 'a\\\\b\\000026'],
    ['a designator inside a text that nobody announced', null, 'a\\000026'],
  ])('is not seen in %s', (_what, aim, text) => {
    expect(undoEci(text, aim)).toBe(text);
  });

  it('comes before U+FEFF, as a scanner sends it', () => {
    expect(cleanRead(']Q2\\000026\ufeffThử\r')).toMatchObject({ text: 'Thử', aim: ']Q2' });
  });

  it('is decided at once about 8,000 backslashes', () => {
    expect(undoEci(`${'\\'.repeat(8001)}x`, ']Q2')).toHaveLength(8002);
  });
});
