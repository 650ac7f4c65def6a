import { type InputHTMLAttributes, useEffect, useLayoutEffect, useRef } from 'react';
import { type TypingMethod, typeKey } from '../../core/typing/methods.ts';

/** What stands before the caret and still belongs to the word that is being typed. */
const WORD = /[\p{L}\p{M}\p{N}]*$/u;

export interface VietnameseInputProps
  extends Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'maxLength'> {
  readonly method: TypingMethod;
  readonly value: string;
  readonly maxLength: number;
  readonly onText: (text: string) => void;
}

/**
 * A text field that writes Vietnamese by itself: the system's own input method stays off at a gate, because it
 * would change the letters of the next scan (FORMATS.md, section 6).
 */
export function VietnameseInput({ method, value, maxLength, onText, ...rest }: VietnameseInputProps) {
  const input = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);
  const latest = useRef({ method, maxLength, onText });
  latest.current = { method, maxLength, onText };

  useEffect(() => {
    const field = input.current;
    if (field === null) return undefined;
    const onBeforeInput = (event: InputEvent): void => {
      const { data } = event;
      // Keys of a scan that was recognised are taken away before they come here.
      if (event.defaultPrevented || event.inputType !== 'insertText' || data === null) return;
      const typed = typeInto(field, data, latest.current.method);
      if (typed === null || typed.text.length > latest.current.maxLength) return;
      event.preventDefault();
      caret.current = typed.caret;
      latest.current.onText(typed.text);
    };
    field.addEventListener('beforeinput', onBeforeInput);
    return () => field.removeEventListener('beforeinput', onBeforeInput);
  }, []);
  // React puts the caret behind a value that it set; the word that changed may stand before other words.
  useLayoutEffect(() => {
    if (caret.current !== null) input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });

  return (
    <input
      {...rest}
      ref={input}
      value={value}
      maxLength={maxLength}
      onChange={(event) => onText(event.target.value)}
    />
  );
}

/** The field's text and caret after this key, or null where the key is simply itself. */
export function typeInto(
  field: Pick<HTMLInputElement, 'value' | 'selectionStart' | 'selectionEnd'>,
  key: string,
  method: TypingMethod,
): { readonly text: string; readonly caret: number } | null {
  const { value, selectionStart: start, selectionEnd: end } = field;
  if (method === 'off' || start === null || start !== end || !/^[a-z0-9]$/i.test(key)) return null;
  const before = value.slice(0, start);
  const word = WORD.exec(before)?.[0] ?? '';
  const written = typeKey(method, word, key);
  if (written === word + key) return null;
  const head = before.slice(0, before.length - word.length) + written;
  return { text: head + value.slice(start), caret: head.length };
}
