import { IconLock, IconPencil } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RECOVERY_SIGNS } from '../../preload/contract/start-views.ts';
import { call, codeOf } from '../bridge.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { keepTouchKeys } from '../ui/keep-touch-keys.ts';
import { TouchKeysButton } from '../ui/TouchKeysButton.tsx';
import { errorText } from '../ui/texts.ts';
import styles from './recover.module.css';
import ways from './start.module.css';

/** The key of the log is lost: asks for the code on paper that stands in for it, or says whom to call. */
export function Recover({ code: why, keyFile }: { readonly code: string; readonly keyFile: string }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const count = signsIn(code);
  useEffect(() => field.current?.focus(), []);
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    // Enter in the field asks no button.
    if (busy || count !== RECOVERY_SIGNS) return;
    setBusy(true);
    setProblem(null);
    try {
      await call('start.recover', { code });
    } catch (error) {
      setProblem(errorText(t, codeOf(error)));
    }
    setBusy(false);
    field.current?.focus();
  };
  return (
    <main className={styles.page} data-testid="start-recover" data-code={why}>
      <header className={styles.head}>
        <IconLock aria-hidden="true" />
        <div>
          <h1>{t('start.recover')}</h1>
          <p>{t(why === 'key/missing' ? 'start.recoverWhy.missing' : 'start.recoverWhy.other')}</p>
        </div>
      </header>
      <form
        className={styles.card}
        data-main=""
        onSubmit={(event) => void send(event)}
        onMouseDown={keepTouchKeys}
        noValidate
      >
        <h2>{t('start.recoverTitle')}</h2>
        <p id="start-code-help" className={styles.help}>
          {t('start.recoverHelp', { count: RECOVERY_SIGNS })}
        </p>
        <label htmlFor="start-code-field">{t('start.recoverCode')}</label>
        <input
          ref={field}
          id="start-code-field"
          data-testid="recover-code"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={100}
          placeholder="XXXXX-XXXXX-XXXXX-XXXXX"
          aria-describedby="start-code-help start-code-count"
          aria-invalid={problem !== null}
          value={code}
          onChange={(event) => {
            setProblem(null);
            setCode(event.target.value);
          }}
        />
        <div className={styles.under}>
          <p id="start-code-count" data-testid="recover-count" data-whole={count === RECOVERY_SIGNS}>
            {problem === null && countText(t, count)}
          </p>
          <TouchKeysButton fieldId="start-code-field" />
        </div>
        <p className={styles.problem} role="alert" data-testid="recover-problem">
          {problem}
        </p>
        <button
          type="submit"
          className={ways.primary}
          data-testid="recover-open"
          disabled={busy || count !== RECOVERY_SIGNS}
        >
          {t('start.recoverOpen')}
        </button>
      </form>
      <section className={styles.card}>
        <h2>{t('start.helpTitle')}</h2>
        <ol>
          <li>{t('start.helpCall')}</li>
          <li>
            {t('start.helpFile')}
            <code data-testid="recover-key-file">
              <ForeignText text={keyFile} most={300} />
            </code>
          </li>
          <li>{t('start.helpAgain')}</li>
        </ol>
        <button
          type="button"
          className={ways.second}
          data-testid="start-again"
          onClick={() => void call('start.again', {}).catch(() => undefined)}
        >
          {t('start.again')}
        </button>
      </section>
      <p className={styles.meanwhile}>
        <IconPencil aria-hidden="true" />
        {t('start.meanwhile')}
      </p>
    </main>
  );
}

/** Letters and digits that stand there; hyphens and spaces are for the eye. */
const signsIn = (code: string): number => code.replace(/[^\p{L}\p{N}]/gu, '').length;

/** How much of the code is there, and with it why the button cannot be pressed yet. */
function countText(t: TFunction, count: number): string {
  if (count === RECOVERY_SIGNS) return t('start.recoverWhole', { count });
  return count < RECOVERY_SIGNS
    ? t('start.recoverLeft', { count: RECOVERY_SIGNS - count })
    : t('start.recoverOver', { count: count - RECOVERY_SIGNS });
}
