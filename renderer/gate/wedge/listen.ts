import { isModifier } from '../../../core/read/keys.ts';
import type { WedgeOutput } from '../../../core/read/wedge.ts';
import type { AloneKeys } from './alone.ts';
import { createFieldMemory, focusedField, putBack } from './field.ts';
import type { KeyFramer } from './framer.ts';

export interface ListenOptions {
  readonly framer: KeyFramer;
  readonly alone: AloneKeys;
  readonly onRead: (read: Extract<WedgeOutput, { kind: 'read' }>) => void;
}

/** A timer that fires so much too late says that the page stood still: keys may wait behind it. ms */
const STOOD_STILL_MS = 30;

/** Keys with Ctrl that a person may use inside a field; every other chord is taken from the browser. */
const FIELD_CHORDS = new Set([
  'KeyA',
  'KeyC',
  'KeyV',
  'KeyX',
  'KeyZ',
  'Backspace',
  'Delete',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
]);
/** Keys that act by `alone` only, also inside a field, because scanners end a read with them. */
const ACTING = new Set(['Enter', 'NumpadEnter', 'Tab', 'Escape']);

/** True where a key inside a field is left to the browser: text, caret keys and a few chords, nothing else. */
export function passesIntoField(
  event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'getModifierState'>,
): boolean {
  if (ACTING.has(event.code) || /^F\d+$/.test(event.code)) return false;
  if (event.metaKey) return false;
  // AltGr is Ctrl+Alt on Windows and writes characters; ALT with the keypad does too.
  if (event.getModifierState('AltGraph')) return true;
  if (event.altKey) return !event.ctrlKey && /^Numpad\d$|^Alt/.test(event.code);
  return !event.ctrlKey || isModifier(event.code) || FIELD_CHORDS.has(event.code);
}

/**
 * Listens to every key before anyone else. Without a focused field each key is taken from the browser and given to
 * the framer; inside a field keys pass until they prove to be a read, which is then taken out of the field again.
 * Returns a function that stops listening.
 */
export function listenKeys({ framer, alone, onRead }: ListenOptions): () => void {
  const memory = createFieldMemory();
  let inBurst = false;
  let timer = 0;

  const act = (outputs: readonly WedgeOutput[]): boolean => {
    let taken = false;
    for (const output of outputs) {
      if (output.kind === 'typed') {
        inBurst = false;
        continue;
      }
      taken = true;
      alone.cancel();
      if (output.kind === 'burst-started') {
        inBurst = true;
        const snapshot = memory.at(output.sinceMs);
        if (snapshot !== null) putBack(snapshot);
        continue;
      }
      inBurst = false;
      memory.forget();
      onRead(output);
    }
    window.clearTimeout(timer);
    const wakeAtMs = framer.wakeAtMs();
    if (wakeAtMs !== null) wake(wakeAtMs);
    return taken;
  };
  /** Keys that came while the page stood still are dealt with first: a read must not be cut in two by that. */
  const wake = (atMs: number, again = false): void => {
    timer = window.setTimeout(
      () => {
        const nowMs = performance.now();
        if (!again && nowMs - atMs > STOOD_STILL_MS) wake(nowMs + STOOD_STILL_MS, true);
        else act(framer.pass(nowMs));
      },
      Math.max(0, atMs - performance.now()) + 1,
    );
  };

  const onKey = (event: KeyboardEvent): void => {
    const field = focusedField();
    const type = event.type === 'keyup' ? 'up' : 'down';
    if (field === null || !passesIntoField(event)) event.preventDefault();
    event.stopImmediatePropagation();
    if (field !== null && type === 'down' && !inBurst) memory.before(field, event.timeStamp);
    if (type === 'down' && !isModifier(event.code)) {
      alone.key({ code: event.code, shift: event.shiftKey, repeat: event.repeat, timeMs: event.timeStamp });
    }
    const wasInBurst = inBurst;
    const taken = act(
      framer.key({
        type,
        code: event.code,
        key: event.key,
        shift: event.shiftKey,
        ctrl: event.ctrlKey,
        alt: event.altKey,
        meta: event.metaKey,
        altGraph: event.getModifierState('AltGraph'),
        repeat: event.repeat,
        timeMs: event.timeStamp,
        inField: field !== null,
      }),
    );
    // A key of a read never reaches the field, nor the key that ended it.
    if (taken || wasInBurst || inBurst) {
      event.preventDefault();
      alone.cancel();
    }
  };
  // Windows writes the character of ALT + keypad digits without a key event that could be taken away.
  const onBeforeInput = (event: InputEvent): void => {
    if (inBurst) event.preventDefault();
  };
  const onBlur = (): void => {
    framer.reset();
    memory.forget();
    alone.cancel();
    inBurst = false;
  };
  const swallow = (event: Event): void => event.preventDefault();

  window.addEventListener('keydown', onKey, true);
  window.addEventListener('keyup', onKey, true);
  window.addEventListener('keypress', swallowOutsideField, true);
  window.addEventListener('beforeinput', onBeforeInput, true);
  window.addEventListener('blur', onBlur);
  window.addEventListener('contextmenu', swallow, true);
  window.addEventListener('dragover', swallow, true);
  window.addEventListener('drop', swallow, true);
  return () => {
    window.clearTimeout(timer);
    alone.cancel();
    window.removeEventListener('keydown', onKey, true);
    window.removeEventListener('keyup', onKey, true);
    window.removeEventListener('keypress', swallowOutsideField, true);
    window.removeEventListener('beforeinput', onBeforeInput, true);
    window.removeEventListener('blur', onBlur);
    window.removeEventListener('contextmenu', swallow, true);
    window.removeEventListener('dragover', swallow, true);
    window.removeEventListener('drop', swallow, true);
  };
}

function swallowOutsideField(event: KeyboardEvent): void {
  if (focusedField() === null) event.preventDefault();
}
