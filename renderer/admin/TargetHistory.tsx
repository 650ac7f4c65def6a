import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../preload/contract/gate-views.ts';
import type { TargetActView, TargetView } from '../../preload/contract/target-views.ts';
import { call } from '../bridge.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { textFor } from '../ui/texts.ts';
import { timeOrDay } from '../ui/time.ts';
import admin from './admin.module.css';
import { targetWhy } from './target-why.ts';
import styles from './targets.module.css';
import { useCall } from './useCall.ts';

export interface TargetHistoryProps {
  /** Also one that was removed. */
  readonly target: Pick<TargetView, 'id' | 'name'>;
  readonly language: Language;
  readonly nowMs: number;
  readonly onSignedOut: () => void;
  readonly onBack: () => void;
}

/** What happened at one target, newest first, a page at a time. */
export function TargetHistory({ target, language, nowMs, onSignedOut, onBack }: TargetHistoryProps) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [acts, setActs] = useState<readonly TargetActView[]>([]);
  const [isAll, setAll] = useState(false);
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  const { id } = target;
  useEffect(() => run(() => call('targets.history', { id, before: null }), setActs), [run, id]);
  const more = (): void =>
    run(
      () => call('targets.history', { id, before: acts.at(-1)?.line ?? null }),
      (older) => {
        setActs((all) => [...all, ...older]);
        setAll(older.length === 0);
      },
    );
  return (
    <section className={styles.history} data-testid="target-history">
      <header className={styles.head}>
        <h2>
          {t('targets.historyOf')} <ForeignText text={target.name} most={60} />
        </h2>
        <button ref={back} type="button" className={admin.second} data-testid="target-back" onClick={onBack}>
          {t('targets.back')}
        </button>
      </header>
      <p className={admin.problem} role="alert">
        {problem}
      </p>
      {acts.length === 0 && !busy && <p className={admin.help}>{t('targets.noHistory')}</p>}
      {acts.length > 0 && (
        <table className={admin.table}>
          <thead>
            <tr>
              <th scope="col">{t('targets.when')}</th>
              <th scope="col">{t('targets.what')}</th>
              <th scope="col">{t('targets.range')}</th>
            </tr>
          </thead>
          <tbody>
            {acts.map((act) => (
              <tr key={act.line} data-what={act.what}>
                <td className={styles.tight}>{timeOrDay(act.atMs, nowMs, language)}</td>
                <td data-bad={act.what === 'failed'}>
                  <strong>{textFor(t, 'targetActs', act.what, act.what)}</strong>
                  {act.why !== null && <small>{targetWhy(t, act.why)}</small>}
                </td>
                <td className={styles.tight}>
                  {act.firstSeq !== null &&
                    t('targets.fromTo', { first: act.firstSeq, last: act.lastSeq ?? act.firstSeq })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {acts.length >= 50 && !isAll && (
        <button
          type="button"
          className={admin.second}
          data-testid="target-older"
          disabled={busy}
          onClick={more}
        >
          {t('targets.older')}
        </button>
      )}
    </section>
  );
}
