import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { focusedField, putBack, type TextField, takeSnapshot } from '../gate/wedge/field.ts';
import styles from './touch-keyboard.module.css';
import { LETTER_ROWS, TONES, TOUCH_KEYS_ASKED, type Tone, toneOver, wantsCapital } from './touch-keys.ts';

/** How long a key held down waits before it goes on, and then between two. ms */
const HELD_MS = 450;
const AGAIN_MS = 80;

/**
 * A keyboard on the glass, shown while a text field has the focus that a finger gave it. Keys are pressed without
 * taking the focus, so that the field, its caret and a scan meanwhile are what they are with a keyboard of wood.
 */
export function TouchKeyboard() {
  const { t } = useTranslation();
  const field = useTouchedField();
  const [shift, setShift] = useState(false);
  const [, typed] = useState(0);
  const box = useRef<HTMLElement>(null);
  const isOpen = field !== null;

  // Whatever is open makes room: the field must not lie under the keys.
  useEffect(() => {
    const keys = box.current;
    const { body } = document;
    body.dataset['touchKeys'] = String(isOpen);
    const room = (): void => {
      body.style.setProperty('--touch-keys', `${Math.ceil(keys?.getBoundingClientRect().height ?? 0)}px`);
    };
    room();
    if (keys === null) return undefined;
    // A screen that is turned around has higher keys.
    const resized = new ResizeObserver(room);
    resized.observe(keys);
    return () => resized.disconnect();
  }, [isOpen]);
  useEffect(() => {
    if (field === null) return undefined;
    field.scrollIntoView({ block: 'center' });
    // A verdict's strip, people who are offered, a screen turned around: what is typed into is still in sight.
    const around = field.closest('form') ?? field;
    const resized = new ResizeObserver(() => field.scrollIntoView({ block: 'nearest' }));
    resized.observe(around);
    return () => resized.disconnect();
  }, [field]);

  if (field === null) return null;
  const isPassword = field.type === 'password' || field.dataset['secret'] !== undefined;
  const capital = shift || wantsCapital(field);
  const act = (press: (into: TextField) => void): void => {
    if (document.activeElement !== field) field.focus();
    press(field);
    setShift(false);
    typed((count) => count + 1);
  };
  const write = (text: string): void => act(() => document.execCommand('insertText', false, text));
  const letter = (key: string): void => write(capital ? key.toUpperCase() : key);
  const tone = (which: Tone): void =>
    act((into) => {
      const now = takeSnapshot(into, performance.now());
      const next = toneOver(now, which);
      if (next !== null) putBack({ ...now, ...next });
    });

  const key = (name: string, shown: string, press: () => void, kind = 'letter', label?: string) => (
    <Key key={name} name={name} kind={kind} label={label} onPress={press}>
      {shown}
    </Key>
  );
  return (
    <section
      ref={box}
      className={styles.keyboard}
      data-testid="touch-keyboard"
      data-touch-keys-box=""
      aria-label={t('touch.label')}
    >
      {LETTER_ROWS.map((row) => (
        <div key={row[0]} className={styles.row}>
          {row[0] === 'z' &&
            key('shift', '⇧', () => setShift((now) => !now), capital ? 'lit' : 'act', t('touch.shift'))}
          {row.map((one) => key(one, capital ? one.toUpperCase() : one, () => letter(one)))}
          {row[0] === '1' &&
            key(
              'backspace',
              '⌫',
              () => act(() => document.execCommand('delete')),
              'act',
              t('touch.backspace'),
            )}
        </div>
      ))}
      {!isPassword && (
        <div className={styles.row}>
          {[...'ăâđêôơư'].map((one) =>
            key(one, capital ? one.toUpperCase() : one, () => letter(one), 'shaped'),
          )}
          {TONES.map((one) => key(one, t(`touch.tones.${one}`), () => tone(one), 'tone'))}
        </div>
      )}
      <div className={styles.row}>
        {[..."'-/@"].map((one) => key(one, one, () => write(one)))}
        {key('space', t('touch.space'), () => write(' '), 'space')}
        {[...'.,'].map((one) => key(one, one, () => write(one)))}
        {key('hide', t('touch.done'), () => field.blur(), 'done')}
      </div>
    </section>
  );
}

/** One key; held down it goes on, as Backspace is wanted to. */
function Key({
  name,
  kind,
  label,
  onPress,
  children,
}: {
  readonly name: string;
  readonly kind: string;
  readonly label: string | undefined;
  readonly onPress: () => void;
  readonly children: string;
}) {
  const latest = useRef(onPress);
  latest.current = onPress;
  const timer = useRef(0);
  const stop = (): void => window.clearTimeout(timer.current);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const down = (event: PointerEvent): void => {
    // The focus stays in the field.
    event.preventDefault();
    latest.current();
    const again = (): void => {
      latest.current();
      timer.current = window.setTimeout(again, AGAIN_MS);
    };
    if (name === 'backspace') timer.current = window.setTimeout(again, HELD_MS);
  };
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.key}
      data-kind={kind}
      data-testid={`touch-${name}`}
      aria-label={label}
      onPointerDown={down}
      onPointerUp={stop}
      onPointerLeave={stop}
      onPointerCancel={stop}
    >
      {children}
    </button>
  );
}

/** The text field that a finger put the focus into, or null. A mouse or a key needs no keyboard on the glass. */
function useTouchedField(): HTMLInputElement | null {
  const [field, setField] = useState<HTMLInputElement | null>(null);
  useEffect(() => {
    let finger = false;
    /** By a button: then a mouse brings them up as well, until they are put away. */
    let asked = false;
    const look = (): void => {
      const now = focusedField();
      asked &&= now !== null;
      setField((finger || asked) && now instanceof HTMLInputElement && !now.readOnly ? now : null);
    };
    const onAsked = (): void => {
      asked = true;
      look();
    };
    const onPointer = (event: globalThis.PointerEvent): void => {
      finger = event.pointerType === 'touch' || event.pointerType === 'pen';
      document.body.dataset['pointer'] = finger ? 'touch' : 'mouse';
      // A field that has the focus already gets no focus event by a tap.
      if (event.target instanceof HTMLInputElement) window.setTimeout(look);
    };
    // A field may go with its dialog, and then no event tells.
    const gone = new MutationObserver(() => setField((now) => (now?.isConnected === false ? null : now)));
    gone.observe(document.body, { childList: true, subtree: true });
    // A tap on a button takes the focus before it clicks: were the keys gone by then, what it hits would have moved.
    const onBlur = (): void => void window.setTimeout(look);
    const onFocus = (): void => (focusedField() === null ? onBlur() : look());
    window.addEventListener('pointerdown', onPointer, true);
    window.addEventListener(TOUCH_KEYS_ASKED, onAsked);
    window.addEventListener('focusin', onFocus);
    window.addEventListener('focusout', onBlur);
    return () => {
      gone.disconnect();
      window.removeEventListener('pointerdown', onPointer, true);
      window.removeEventListener(TOUCH_KEYS_ASKED, onAsked);
      window.removeEventListener('focusin', onFocus);
      window.removeEventListener('focusout', onBlur);
    };
  }, []);
  return field;
}
