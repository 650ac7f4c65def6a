import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RetentionView } from '../../preload/contract/retention-views.ts';
import { call } from '../bridge.ts';
import { textFor } from '../ui/texts.ts';
import { dateOf, timeOrDay } from '../ui/time.ts';
import type { AdminPageProps } from './Admin.tsx';
import admin from './admin.module.css';
import { RetentionForm } from './RetentionForm.tsx';
import styles from './retention.module.css';
import { retentionHoldText } from './retention-hold.ts';
import { useCall } from './useCall.ts';

/** How long personal data are kept, how far deleting them has come, and what can no longer be made because of it. */
export function Retention({ gate, nowMs, onSignedOut }: AdminPageProps) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [view, setView] = useState<RetentionView | null>(null);
  const { phase, heldBy, lastAtMs } = gate.retention;
  const state = `${phase} ${heldBy} ${lastAtMs}`;
  const load = useCallback(() => run(() => call('retention.view', {}), setView), [run]);
  // Asked anew whenever the gate says that something of it has changed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: that is what `state` is for
  useEffect(load, [load, state]);
  if (view === null) return null;
  const when = (atMs: number): string => timeOrDay(atMs, nowMs, gate.language);
  const hold = retentionHoldText(t, view, gate.language);
  return (
    <div className={styles.page} data-testid="retention-page" data-phase={view.phase} data-held={view.heldBy}>
      <h2>{t('retention.title')}</h2>
      <p className={admin.help}>{t('retention.help')}</p>
      {hold !== null && (
        <p className={admin.warning} role="status" data-testid="retention-hold">
          {hold}
        </p>
      )}
      <div className={styles.parts}>
        <RetentionForm view={view} language={gate.language} onSignedOut={onSignedOut} onChanged={setView} />
        <section className={styles.part} aria-label={t('retention.now')}>
          <h3>{t('retention.now')}</h3>
          <dl className={admin.facts}>
            <dt>{t('retention.kept')}</dt>
            <dd data-testid="retention-kept">{t('spool.rows', { count: view.keptEvents })}</dd>
            <dt>{t('retention.last')}</dt>
            <dd data-testid="retention-last" data-events={view.lastEvents ?? 0}>
              {view.lastAtMs === null ? t('retention.never') : when(view.lastAtMs)}
              {view.lastEvents !== null &&
                ` · ${t('retention.deleted', { count: view.lastEvents, people: view.lastPeople ?? 0 })}`}
            </dd>
            <dt>{t('retention.next')}</dt>
            <dd data-testid="retention-next">
              {view.phase !== 'resting'
                ? textFor(t, 'retentionPhases', view.phase, '')
                : view.nextAtMs === null || view.heldBy === 'clock'
                  ? t('retention.noNext')
                  : when(view.nextAtMs)}
            </dd>
          </dl>
          <p className={admin.help} data-testid="retention-lost">
            {view.forgottenUpTo > 0
              ? `${t('spool.lost', { seq: view.forgottenUpTo })} ${t('retention.lostTargets')}`
              : t('retention.nothingLost')}
          </p>
          <button
            type="button"
            className={admin.second}
            data-testid="retention-run"
            disabled={busy || view.phase !== 'resting' || view.days === 'never' || view.dueEvents === 0}
            onClick={() => run(() => call('retention.run', {}), setView)}
          >
            {view.dueEvents === 0 || view.beforeMs === null
              ? t('retention.nothingDue')
              : t('retention.run', {
                  count: view.dueEvents,
                  before: dateOf(view.beforeMs, gate.language),
                })}
          </button>
        </section>
      </div>
      <p className={admin.problem} role="alert" data-testid="retention-problem">
        {problem}
      </p>
    </div>
  );
}
