import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../bridge.ts';
import { textFor } from '../ui/texts.ts';
import { clockSeconds, dayInWords } from '../ui/time.ts';
import type { AdminPageProps } from './Admin.tsx';
import styles from './admin.module.css';
import { useCall } from './useCall.ts';

/** This PC's time, large, whether it is believed and why not; an administrator says that it is right. */
export function Clock({ gate, nowMs, onSignedOut }: AdminPageProps) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [confirmed, setConfirmed] = useState(false);
  const isTrusted = gate.clock === 'ok';
  const confirm = (): void =>
    run(
      () => call('clock.confirm', {}),
      () => setConfirmed(true),
    );
  return (
    <div className={styles.deliver} data-testid="clock-page" data-clock={gate.clock}>
      <h2>{t('clock.title')}</h2>
      <div className={styles.now}>
        <time data-testid="clock-now">{clockSeconds(nowMs)}</time>
        <p data-testid="clock-day">{dayInWords(nowMs, gate.language)}</p>
      </div>
      {isTrusted ? (
        <p className={styles.good} role="status" data-testid="clock-trusted">
          {confirmed ? t('clock.confirmed') : t('clock.trusted')}
        </p>
      ) : (
        <>
          <div className={styles.warning} role="status" data-testid="clock-doubt">
            <strong>{t('clock.doubted')}</strong>
            {gate.clockDoubt !== null && (
              <p>{textFor(t, 'clockDoubts', gate.clockDoubt, t('clockProblem'))}</p>
            )}
          </div>
          <ol className={styles.steps}>
            <li>{t('clock.compare')}</li>
            <li>{t('clock.set')}</li>
            <li>{t('clock.press')}</li>
          </ol>
          <button
            type="button"
            className={styles.primary}
            data-testid="clock-confirm"
            disabled={busy}
            onClick={confirm}
          >
            {t('clock.confirm')}
          </button>
        </>
      )}
      <p className={styles.problem} role="alert" data-testid="clock-problem">
        {problem}
      </p>
    </div>
  );
}
