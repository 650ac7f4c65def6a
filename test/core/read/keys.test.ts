import { describe, expect, it } from 'vitest';
import { characterOf, isAltKey, isModifier, keypadDigit } from '../../../core/read/keys.ts';

const none = { key: 'Process', shift: false, ctrl: false, alt: false, altGraph: false };
const plain = (code: string) => characterOf({ ...none, code });
const shifted = (code: string) => characterOf({ ...none, code, shift: true });
const control = (code: string) => characterOf({ ...none, code, ctrl: true });

describe('characterOf', () => {
  it('reads every key of a US board by its code, whatever key the system names', () => {
    const codes = [
      'Backquote',
      ...[...'1234567890'].map((digit) => `Digit${digit}`),
      'Minus',
      'Equal',
      ...[...'QWERTYUIOP'].map((letter) => `Key${letter}`),
      'BracketLeft',
      'BracketRight',
      'Backslash',
      ...[...'ASDFGHJKL'].map((letter) => `Key${letter}`),
      'Semicolon',
      'Quote',
      ...[...'ZXCVBNM'].map((letter) => `Key${letter}`),
      'Comma',
      'Period',
      'Slash',
      'Space',
    ];
    expect(codes.map(plain).join('')).toBe("`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./ ");
    expect(codes.map(shifted).join('')).toBe('~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>? ');
  });

  it('reads the keypad whatever NumLock says', () => {
    expect([...'0123456789'].map((digit) => plain(`Numpad${digit}`)).join('')).toBe('0123456789');
    expect(
      ['Add', 'Subtract', 'Multiply', 'Divide', 'Decimal'].map((name) => plain(`Numpad${name}`)).join(''),
    ).toBe('+-*/.');
  });

  it('reads Ctrl and a letter as the control character that it stands for', () => {
    expect(control('KeyW')).toBe('\u0017');
    expect(control('KeyM')).toBe('\r');
    expect(control('BracketRight')).toBe('\u001d');
    expect(characterOf({ ...none, code: 'KeyI', ctrl: true, shift: true })).toBe('\t');
    expect(control('Digit5')).toBe('5');
  });

  it.each(['F11', 'F4', 'ArrowLeft', 'Home', 'ContextMenu'])('writes nothing for %s', (code) => {
    expect(plain(code)).toBe('');
  });

  it('takes the key itself only where the machine sends no code', () => {
    expect(characterOf({ ...none, code: '', key: 'x' })).toBe('x');
    expect(characterOf({ ...none, code: 'Unidentified', key: 'ế' })).toBe('ế');
    expect(characterOf({ ...none, code: '', key: 'Process' })).toBe('');
  });
});

it('knows modifiers and keypad digits', () => {
  expect(['ShiftLeft', 'ControlRight', 'AltLeft', 'MetaLeft', 'CapsLock'].every(isModifier)).toBe(true);
  expect(isModifier('KeyA')).toBe(false);
  expect(isAltKey('AltRight')).toBe(true);
  expect(keypadDigit('Numpad7')).toBe('7');
  expect(keypadDigit('NumpadAdd')).toBeNull();
});
