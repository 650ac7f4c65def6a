import { type ReactNode, useEffect, useId, useRef } from 'react';
import styles from './dialog.module.css';

export interface DialogProps {
  readonly title: string;
  readonly help?: string;
  readonly testId: string;
  /** For a form with much in it. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/**
 * A dialog over the gate. Not a `<dialog>`: that closes by itself on Escape, which a scanner can send. Focus goes
 * to the first field and comes back where it was; what a key does is decided in gate/wedge.
 */
export function Dialog({ title, help, testId, wide = false, children }: DialogProps) {
  const box = useRef<HTMLDivElement>(null);
  const titleId = useId();
  useEffect(() => {
    const before = document.activeElement;
    // Two questions: one selector for both would take whichever stands first.
    const named = box.current?.querySelector<HTMLElement>('[data-autofocus]');
    (named ?? box.current?.querySelector<HTMLElement>('input, textarea, button'))?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <div className={styles.backdrop}>
      <div
        ref={box}
        role="dialog"
        aria-modal="true"
        aria-labelledby={titleId}
        className={styles.dialog}
        data-testid={testId}
        data-dialog=""
        data-wide={wide}
      >
        <header className={styles.head}>
          <h2 id={titleId} className={styles.title}>
            {title}
          </h2>
          {help !== undefined && <p className={styles.help}>{help}</p>}
        </header>
        {children}
      </div>
    </div>
  );
}
