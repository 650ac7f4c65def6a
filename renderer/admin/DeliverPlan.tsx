import { useTranslation } from 'react-i18next';
import type { DeliveryPlanView } from '../../preload/contract/delivery-views.ts';
import { bytesInWords } from '../ui/bytes.ts';
import { errorText } from '../ui/texts.ts';
import { timeOrDay } from '../ui/time.ts';
import type { AdminPageProps } from './Admin.tsx';
import admin from './admin.module.css';
import styles from './deliver.module.css';

export interface DeliverPlanProps extends Pick<AdminPageProps, 'gate' | 'nowMs' | 'onKeys'> {
  /** Null until main has answered. */
  readonly plan: DeliveryPlanView | null;
}

/** What a delivery would write, and who can open it. */
export function DeliverPlan({ plan, gate, nowMs, onKeys }: DeliverPlanProps) {
  const { t } = useTranslation();
  const { batchOpeners, signingProblem } = gate;
  const isUndecided = batchOpeners === 'undecided';
  const warns = isUndecided || batchOpeners === 'plain';
  const time = (atMs: number | null): string => (atMs === null ? '' : timeOrDay(atMs, nowMs, gate.language));
  return (
    <>
      {plan !== null && plan.events > 0 && (
        <dl className={styles.facts} data-testid="deliver-plan" data-events={plan.events}>
          <dt>{t('deliver.range')}</dt>
          <dd>
            {t('deliver.numbers', { first: plan.firstSeq, last: plan.lastSeq })}
            <small>{t('deliver.fromTo', { from: time(plan.firstAtMs), to: time(plan.lastAtMs) })}</small>
          </dd>
          <dt>{t('deliver.files')}</dt>
          <dd>
            {t('deliver.fileCount', { files: plan.files, batches: plan.batches })}
            <small>{t('deliver.about', { size: bytesInWords(plan.bytes, gate.language) })}</small>
          </dd>
        </dl>
      )}
      {signingProblem !== null && (
        <p className={admin.problem} role="alert" data-testid="deliver-signing">
          {errorText(t, signingProblem)}
        </p>
      )}
      <div
        className={styles.openers}
        data-testid="deliver-openers"
        data-state={batchOpeners}
        data-warns={warns}
      >
        <div>
          <span className={admin.label}>{t('openers.title')}</span>
          <output className={warns ? admin.problem : undefined}>{t(`openersShort.${batchOpeners}`)}</output>
        </div>
        <button type="button" className={admin.second} data-testid="deliver-keys" onClick={onKeys}>
          {isUndecided ? t('openers.chooseNow') : t('openers.see')}
        </button>
      </div>
    </>
  );
}
