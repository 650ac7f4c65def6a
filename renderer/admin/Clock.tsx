import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../bridge.ts';
import { textFor } from '../ui/texts.ts';
import { clockSeconds, dayInWords } from '../ui/time.ts';
import type { AdminPageProps } from './Admin.tsx';
import styles from './admin.module.css';
import clock from './clock.module.css';
import { useCall } from './useCall.ts';

/** This PC's time, large, whether it is believed and why not; what to do where it is wrong; an administrator's word. */
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
    <div className={clock.page} data-testid="clock-page" data-clock={gate.clock}>
      <h2>{t('clock.title')}</h2>
      <div className={clock.both}>
        <section className={clock.face}>
          <time data-testid="clock-now">{clockSeconds(nowMs)}</time>
          <p className={clock.day} data-testid="clock-day">
            {dayInWords(nowMs, gate.language)}
          </p>
          {isTrusted ? (
            <p className={clock.trusted} role="status" data-testid="clock-trusted">
              <IconCircleCheck aria-hidden="true" />
              {confirmed ? t('clock.confirmed') : t('clock.trusted')}
            </p>
          ) : (
            <div className={clock.doubt} role="status" data-testid="clock-doubt">
              <IconAlertTriangle aria-hidden="true" />
              <div>
                <strong>{t('clock.doubted')}</strong>
                {gate.clockDoubt !== null && (
                  <p>{textFor(t, 'clockDoubts', gate.clockDoubt, t('clockProblem'))}</p>
                )}
              </div>
            </div>
          )}
        </section>
        <section className={clock.card}>
          <h3>{isTrusted ? t('clock.ifWrong') : t('clock.whatToDo')}</h3>
          <ol className={clock.steps}>
            <li>{t('clock.compare')}</li>
            <li>{t('clock.set')}</li>
            <li>{isTrusted ? t('clock.comeBack') : t('clock.press')}</li>
          </ol>
          {!isTrusted && (
            <button
              type="button"
              className={styles.primary}
              data-testid="clock-confirm"
              disabled={busy}
              onClick={confirm}
            >
              {t('clock.confirm')}
            </button>
          )}
          <p className={styles.problem} role="alert" data-testid="clock-problem">
            {problem}
          </p>
          <p className={clock.why}>{t('clock.why')}</p>
        </section>
      </div>
    </div>
  );
}
