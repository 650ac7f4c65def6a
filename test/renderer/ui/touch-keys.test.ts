import { describe, expect, it } from 'vitest';
import { toneOver, wantsCapital } from '../../../renderer/ui/touch-keys.ts';

const at = (value: string, caret = value.length) => ({ value, start: caret, end: caret });

describe('a tone key on the glass', () => {
  it('puts its tone over the word before the caret, wherever that is', () => {
    expect(toneOver(at('Nguyên'), 'tilde')).toEqual(at('Nguyễn'));
    expect(toneOver(at('Tran Van', 4), 'grave')).toEqual(at('Tràn Van', 4));
    expect(toneOver(at('Hoa'), 'grave')).toEqual(at('Hòa'));
  });

  it('changes a tone into another, and takes away its own', () => {
    expect(toneOver(at('má'), 'grave')).toEqual(at('mà'));
    expect(toneOver(at('má'), 'acute')).toEqual(at('ma'));
  });

  it.each(['', 'Th', 'Lan ', '12'])('does nothing behind %j', (value) => {
    expect(toneOver(at(value), 'dot')).toBeNull();
  });

  it('does nothing to what is marked, or to a field without a caret', () => {
    expect(toneOver({ value: 'Lan', start: 0, end: 3 }, 'dot')).toBeNull();
    expect(toneOver({ value: 'Lan', start: null, end: null }, 'dot')).toBeNull();
  });
});

describe('a capital by itself', () => {
  it('begins each word of a field that asks for it', () => {
    const field = (value: string) => ({ autocapitalize: 'words', value, selectionStart: value.length });
    expect(['', 'Lê ', 'Lê', 'L', "H'", "H'H"].map((value) => wantsCapital(field(value)))).toEqual([
      true,
      true,
      false,
      false,
      true,
      false,
    ]);
    expect(wantsCapital({ ...field(''), autocapitalize: 'off' })).toBe(false);
  });
});
