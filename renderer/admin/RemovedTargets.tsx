import { useTranslation } from 'react-i18next';
import type { Language } from '../../preload/contract/gate-views.ts';
import type { RemovedTargetView } from '../../preload/contract/target-views.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { timeOrDay } from '../ui/time.ts';
import admin from './admin.module.css';
import styles from './targets.module.css';

export interface RemovedTargetsProps {
  readonly removed: readonly RemovedTargetView[];
  readonly language: Language;
  readonly nowMs: number;
  readonly busy: boolean;
  /** There are as many targets as there may be. */
  readonly full: boolean;
  readonly onHistory: (target: RemovedTargetView) => void;
  readonly onBringBack: (target: RemovedTargetView) => void;
}

/** Targets that were removed: what lies there still, and what lies nowhere else; each can be brought back. */
export function RemovedTargets({ removed, language, nowMs, busy, full, ...on }: RemovedTargetsProps) {
  const { t } = useTranslation();
  if (removed.length === 0) return null;
  return (
    <section className={styles.removed} aria-label={t('targets.removed')} data-testid="targets-removed">
      <h3>{t('targets.removed')}</h3>
      <ul>
        {removed.map((target) => (
          <li
            key={target.id}
            data-testid={`target-removed-${target.id}`}
            data-batches={target.batches}
            data-only={target.onlyThere}
          >
            <div>
              <strong>
                <ForeignText text={target.name} most={60} />
              </strong>
              <p className={styles.folder}>
                <ForeignText text={target.folder} most={120} />
              </p>
              <small>
                {t('targets.removedAt', { when: timeOrDay(target.removedAtMs, nowMs, language) })} ·{' '}
                {t('targets.removedHolds', { count: target.batches })}
              </small>
              {target.onlyThere > 0 && (
                <p className={styles.why}>{t('targets.onlyThere', { count: target.onlyThere })}</p>
              )}
            </div>
            <div className={styles.buttons}>
              <button
                type="button"
                className={admin.second}
                data-testid={`target-history-${target.id}`}
                disabled={busy}
                onClick={() => on.onHistory(target)}
              >
                {t('targets.history')}
              </button>
              <button
                type="button"
                className={admin.second}
                data-testid={`target-bring-back-${target.id}`}
                disabled={busy || full}
                onClick={() => on.onBringBack(target)}
              >
                {t('targets.bringBack')}
              </button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
