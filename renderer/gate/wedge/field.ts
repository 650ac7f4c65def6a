/** A text field that keys pass into. */
export type TextField = HTMLInputElement | HTMLTextAreaElement;

/** Input types into which nothing is typed. */
const NOT_TEXT = new Set([
  'button',
  'checkbox',
  'color',
  'file',
  'image',
  'radio',
  'range',
  'reset',
  'submit',
]);

/** The text field that has the focus, or null. */
export function focusedField(): TextField | null {
  const element = document.activeElement;
  if (element instanceof HTMLTextAreaElement) return element;
  return element instanceof HTMLInputElement && !NOT_TEXT.has(element.type) ? element : null;
}

/** Value and caret of a field just before one key. */
export interface FieldSnapshot {
  readonly field: TextField;
  readonly value: string;
  readonly start: number | null;
  readonly end: number | null;
  readonly timeMs: number;
}

export function takeSnapshot(field: TextField, timeMs: number): FieldSnapshot {
  return { field, value: field.value, start: field.selectionStart, end: field.selectionEnd, timeMs };
}

/**
 * Puts a field back to a snapshot. Goes through the prototype's setter and an `input` event, because React keeps
 * its own copy of a controlled value and ignores a plain assignment.
 */
export function putBack(snapshot: FieldSnapshot): void {
  const { field, value, start, end } = snapshot;
  if (!field.isConnected || field.value === value) return;
  const prototype =
    field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  // Number and e-mail fields have no caret to set.
  if (start !== null && end !== null) field.setSelectionRange(start, end);
}

/** Remembers a field before each key, so that a burst can be taken out again whole. */
export interface FieldMemory {
  before(field: TextField, timeMs: number): void;
  /** Snapshot before the first key at or after `timeMs`, or null where none is kept. */
  at(timeMs: number): FieldSnapshot | null;
  forget(): void;
}

/** @param most snapshots kept; a burst is recognised within far fewer keys */
export function createFieldMemory(most = 400): FieldMemory {
  let kept: FieldSnapshot[] = [];
  return {
    before: (field, timeMs) => {
      if (kept.length >= most) kept = kept.slice(-most / 2);
      kept.push(takeSnapshot(field, timeMs));
    },
    at: (timeMs) => kept.find((snapshot) => snapshot.timeMs >= timeMs) ?? null,
    forget: () => {
      kept = [];
    },
  };
}
