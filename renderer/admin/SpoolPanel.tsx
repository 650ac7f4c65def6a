import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../preload/contract/gate-views.ts';
import type { SealingView, TargetsView } from '../../preload/contract/target-views.ts';
import { bytesInWords } from '../ui/bytes.ts';
import { errorText } from '../ui/texts.ts';
import { timeOrDay } from '../ui/time.ts';
import admin from './admin.module.css';
import { Running } from './Running.tsx';
import styles from './targets.module.css';
import { timesOf } from './times-of-day.ts';

export interface SpoolPanelProps {
  readonly view: TargetsView;
  /** Code of what keeps batches from being signed, or null. */
  readonly signingProblem: string | null;
  /** How far a sealing under way has come. */
  readonly sealing: SealingView | null;
  readonly language: Language;
  readonly nowMs: number;
  readonly busy: boolean;
  readonly onSeal: () => void;
  readonly onSealAt: (times: readonly string[]) => void;
}

/** What is sealed and safe, what the spool keeps and what it forgot, and what can no longer be made. */
export function SpoolPanel(props: SpoolPanelProps) {
  const { view, signingProblem, sealing, language, nowMs, busy, onSeal, onSealAt } = props;
  const { t } = useTranslation();
  const { spool } = view;
  const [times, setTimes] = useState(view.sealAt.join(', '));
  const wanted = timesOf(times);
  const changed = wanted !== null && wanted.join() !== view.sealAt.join();
  const isSafe = spool.unsafeBatches === 0;
  return (
    <aside className={styles.spool} aria-label={t('spool.title')} data-testid="spool">
      <h2>{t('spool.title')}</h2>
      <dl className={styles.numbers}>
        <dt>{t('spool.unsealed')}</dt>
        <dd data-testid="spool-unsealed">{t('spool.rows', { count: spool.unsealedEvents })}</dd>
        <dt>{t('spool.sealed')}</dt>
        <dd data-testid="spool-sealed" data-batches={spool.sealedBatches}>
          {t('spool.batches', { count: spool.sealedBatches })}
          {spool.lastSealedAtMs !== null &&
            ` · ${t('spool.lastSealed', { when: timeOrDay(spool.lastSealedAtMs, nowMs, language) })}`}
        </dd>
        <dt>{t('spool.safe')}</dt>
        <dd
          data-testid="spool-safe"
          data-unsafe={spool.unsafeBatches}
          data-safe={spool.sealedBatches === 0 ? undefined : isSafe}
        >
          {spool.sealedBatches === 0
            ? t('spool.noneYet')
            : isSafe
              ? t('spool.allSafe', { count: spool.safeBatches })
              : t('spool.notSafe', { count: spool.unsafeBatches, events: spool.unsafeEvents })}
        </dd>
        <dt>{t('spool.kept')}</dt>
        <dd data-testid="spool-kept">
          {spool.keptRenditions === 0
            ? t('spool.nothingKept')
            : t('spool.keptNow', {
                count: spool.keptRenditions,
                size: bytesInWords(spool.keptBytes, language),
              })}
        </dd>
        {spool.forgottenBatches > 0 && (
          <>
            <dt>{t('spool.forgotten')}</dt>
            <dd>{t('spool.batches', { count: spool.forgottenBatches })}</dd>
          </>
        )}
      </dl>
      <p className={admin.help}>{t('spool.help')}</p>
      <p className={admin.help} data-testid="spool-keeping" data-days={spool.keepDays}>
        {spool.keepDays === 0 || spool.keepBytes === 0
          ? t('spool.keepsNothing')
          : t('spool.keeps', {
              count: spool.keepDays,
              size: bytesInWords(spool.keepBytes, language),
            })}
      </p>
      <p className={admin.help} data-testid="spool-lost">
        {spool.withoutPersonal > 0 ? t('spool.lost', { seq: spool.withoutPersonal }) : t('spool.canBeMade')}
      </p>
      {sealing !== null && <Running phase="rendering" {...sealing} language={language} />}
      <button
        type="button"
        className={admin.second}
        data-testid="spool-seal"
        disabled={busy || sealing !== null || spool.unsealedEvents === 0}
        onClick={onSeal}
      >
        {t('spool.seal')}
      </button>
      <form
        className={styles.sealAt}
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted !== null && changed) onSealAt(wanted);
        }}
      >
        <label className={styles.field}>
          <span>{t('spool.sealAt')}</span>
          <input
            data-testid="spool-times"
            value={times}
            maxLength={60}
            placeholder="22:00"
            autoComplete="off"
            spellCheck={false}
            inputMode="numeric"
            onChange={(event) => setTimes(event.target.value)}
          />
        </label>
        <button
          type="submit"
          className={admin.second}
          data-testid="spool-keep-times"
          disabled={busy || !changed}
        >
          {t('targets.keep')}
        </button>
      </form>
      <p className={admin.problem} role="alert">
        {wanted === null ? t('targets.timesWrong') : ''}
      </p>
      {signingProblem !== null && (
        <p className={admin.problem} role="alert" data-testid="spool-signing">
          {errorText(t, signingProblem)}
        </p>
      )}
      {view.sealProblem !== null && view.sealProblem !== signingProblem && (
        <p className={admin.problem} role="alert" data-testid="spool-problem">
          {t('spool.sealFailed')} {errorText(t, view.sealProblem)}
        </p>
      )}
    </aside>
  );
}
