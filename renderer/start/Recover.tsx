import { IconKey } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, codeOf } from '../bridge.ts';
import { errorText } from '../ui/texts.ts';
import styles from './start.module.css';

/** The key of the log is lost: asks for the code on paper that stands in for it. */
export function Recover({ code: why }: { readonly code: string }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await call('start.recover', { code });
    } catch (error) {
      setProblem(errorText(t, codeOf(error)));
    }
    setBusy(false);
  };
  return (
    <main className={styles.start} data-testid="start-recover" data-code={why}>
      <IconKey aria-hidden="true" className={styles.shape} />
      <h1>{t('start.recover')}</h1>
      <p className={styles.why}>{errorText(t, why)}</p>
      <form className={styles.form} onSubmit={(event) => void send(event)} noValidate>
        <label htmlFor="start-code-field">{t('start.recoverCode')}</label>
        <input
          id="start-code-field"
          data-testid="recover-code"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={100}
          placeholder="XXXXX-XXXXX-XXXXX-XXXXX"
          value={code}
          onChange={(event) => {
            setProblem(null);
            setCode(event.target.value);
          }}
        />
        <p className={styles.problem} role="alert" data-testid="recover-problem">
          {problem}
        </p>
        <p>{t('start.recoverHelp')}</p>
        <div className={styles.ways}>
          <button
            type="submit"
            className={styles.primary}
            data-testid="recover-open"
            disabled={busy || code.trim() === ''}
          >
            {t('start.recoverOpen')}
          </button>
          <button
            type="button"
            className={styles.second}
            data-testid="start-again"
            onClick={() => void call('start.again', {}).catch(() => undefined)}
          >
            {t('start.again')}
          </button>
        </div>
      </form>
      <p>{t('start.recoverFile')}</p>
    </main>
  );
}
