import { describe, expect, it } from 'vitest';
import { windowChord } from '../../../main/electron/chords.ts';

const press = (
  code: string,
  held: readonly ('control' | 'shift' | 'alt' | 'meta')[] = [],
  type = 'keyDown',
) => ({
  type,
  code,
  control: held.includes('control'),
  shift: held.includes('shift'),
  alt: held.includes('alt'),
  meta: held.includes('meta'),
});

describe('key presses that would act on a window', () => {
  it('are named, whatever a scanner can be made to send', () => {
    const named = [
      press('KeyW', ['control']),
      press('KeyR', ['control']),
      press('KeyI', ['control', 'shift']),
      press('KeyP', ['control']),
      press('KeyN', ['control']),
      press('F4', ['alt']),
      press('F5'),
      press('F11'),
      press('F12', [], 'rawKeyDown'),
      press('KeyD', ['meta']),
    ].map(windowChord);
    expect(named).toEqual([
      'Ctrl+W',
      'Ctrl+R',
      'Ctrl+Shift+I',
      'Ctrl+P',
      'Ctrl+N',
      'Alt+F4',
      'F5',
      'F11',
      'F12',
      'Meta+D',
    ]);
  });

  it('are none of the keys of a card, of ALT with keypad digits, of editing a field, nor a key let go', () => {
    const others = [
      press('KeyW'),
      press('Digit0', ['shift']),
      press('Numpad7', ['alt']),
      press('KeyC', ['control']),
      press('BracketRight', ['control']),
      press('KeyQ', ['control', 'alt']),
      press('MetaLeft', ['meta']),
      press('F11', [], 'keyUp'),
    ].map(windowChord);
    expect(others).toEqual([null, null, null, null, null, null, null, null]);
  });
});
