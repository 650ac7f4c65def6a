import { IconNotebook, IconNotebookOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StartView } from '../../preload/contract/start-views.ts';
import { call } from '../bridge.ts';
import { errorText } from '../ui/texts.ts';
import { timeOrDay } from '../ui/time.ts';
import { Recover } from './Recover.tsx';
import styles from './start.module.css';

/** Sooner nobody could read it, and it would only flicker. ms */
const MOMENT_MS = 300;

/** What stands before the gate: the log takes a moment to open, or does not open. */
export function StartScreen({
  view,
}: {
  readonly view: Exclude<StartView, { readonly kind: 'open' }> | null;
}) {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), MOMENT_MS);
    return () => clearTimeout(timer);
  }, []);
  if (view?.kind === 'failed') return <Failed code={view.code} />;
  if (view?.kind === 'recover') return <Recover code={view.code} keyFile={view.keyFile} />;
  return isLong && view !== null ? <Opening view={view} /> : <main className={styles.start} />;
}

function Opening({ view }: { readonly view: Extract<StartView, { readonly kind: 'opening' }> }) {
  const { t } = useTranslation();
  const { found, language } = view;
  return (
    <main className={styles.start} data-testid="start-opening">
      <IconNotebook aria-hidden="true" className={styles.shape} />
      <h1>{t('start.opening')}</h1>
      <div className={styles.bar} aria-hidden="true">
        <span />
      </div>
      <p role="status" data-testid="start-found">
        {found === null
          ? t('start.openingHelp')
          : found.lastAtMs === null
            ? t('start.foundNone')
            : t('start.found', {
                events: found.events.toLocaleString(language),
                time: timeOrDay(found.lastAtMs, Date.now(), language),
              })}
      </p>
    </main>
  );
}

function Failed({ code }: { readonly code: string }) {
  const { t } = useTranslation();
  return (
    <main className={styles.start} data-testid="start-failed" data-code={code}>
      <IconNotebookOff aria-hidden="true" className={styles.shape} data-bad="true" />
      <h1>{t('start.failed')}</h1>
      <p role="alert" className={styles.why}>
        {errorText(t, code)}
      </p>
      <p>{t('start.failedHelp')}</p>
      <div className={styles.ways}>
        <button
          type="button"
          className={styles.primary}
          data-testid="start-again"
          onClick={() => void call('start.again', {}).catch(() => undefined)}
        >
          {t('start.again')}
        </button>
        <button
          type="button"
          className={styles.second}
          data-testid="start-quit"
          onClick={() => void call('start.quit', {}).catch(() => undefined)}
        >
          {t('start.quit')}
        </button>
      </div>
      <small data-testid="start-code">{code}</small>
    </main>
  );
}
