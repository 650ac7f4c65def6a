import { describe, expect, test } from 'vitest';
import { typeInto } from '../../../renderer/ui/VietnameseInput.tsx';

const field = (value: string, at = value.length, to = at) => ({
  value,
  selectionStart: at,
  selectionEnd: to,
});

describe('a field that writes Vietnamese', () => {
  test('changes the word before the caret and nothing else', () => {
    expect(typeInto(field('Nguyen Van', 6), 'e', 'telex')).toEqual({ text: 'Nguyên Van', caret: 6 });
    expect(typeInto(field('Trần Thi'), '5', 'vni')).toEqual({ text: 'Trần Thị', caret: 8 });
  });

  test('leaves a key to the browser that is simply itself', () => {
    expect(typeInto(field('Ng'), 'u', 'telex')).toBeNull();
    expect(typeInto(field('Tran '), 's', 'telex')).toBeNull();
    expect(typeInto(field('Trân'), ' ', 'telex')).toBeNull();
    expect(typeInto(field('Tran'), 's', 'off')).toBeNull();
  });

  test('leaves a key to the browser that replaces what is marked', () => {
    expect(typeInto(field('Tran', 0, 4), 's', 'telex')).toBeNull();
  });
});
