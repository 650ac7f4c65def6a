import { IconCheck, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PastBatchesView, PastBatchView } from '../../preload/contract/delivery-views.ts';
import type { Language } from '../../preload/contract/gate-views.ts';
import { call } from '../bridge.ts';
import { bytesInWords } from '../ui/bytes.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { timeOrDay } from '../ui/time.ts';
import type { AdminPageProps } from './Admin.tsx';
import admin from './admin.module.css';
import styles from './deliver.module.css';
import { useCall } from './useCall.ts';

export interface DeliverPastProps extends Pick<AdminPageProps, 'nowMs' | 'onSignedOut'> {
  readonly language: Language;
  /** Chosen batches. */
  readonly chosen: readonly PastBatchView[];
  readonly onChosen: (chosen: readonly PastBatchView[]) => void;
  /** Changes where something was delivered: the list is asked for anew. */
  readonly lastDeliveryAtMs: number | null;
}

/** Days that the list goes back; null: to the first batch. */
const RANGES = [7, 30, null] as const;

/** Batches that were sealed before, to be delivered once more where a stick was lost: which, where they lie, and how. */
export function DeliverPast(props: DeliverPastProps) {
  const { language, nowMs, chosen, onChosen, onSignedOut, lastDeliveryAtMs } = props;
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [isOpen, setOpen] = useState(false);
  const [days, setDays] = useState<(typeof RANGES)[number]>(7);
  const [view, setView] = useState<PastBatchesView | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what lies where changes with a delivery
  useEffect(() => {
    if (isOpen) run(() => call('delivery.past', { days }), setView);
  }, [isOpen, days, lastDeliveryAtMs, run]);

  const able = (view?.batches ?? []).filter(({ again }) => again !== 'lost');
  const seqs = new Set(chosen.map(({ firstSeq }) => firstSeq));
  const isAll = able.length > 0 && able.every(({ firstSeq }) => seqs.has(firstSeq));
  const turn = (batch: PastBatchView): void =>
    onChosen(
      seqs.has(batch.firstSeq)
        ? chosen.filter(({ firstSeq }) => firstSeq !== batch.firstSeq)
        : [...chosen, batch],
    );
  return (
    <div className={styles.past}>
      <button
        type="button"
        className={styles.unfold}
        aria-expanded={isOpen}
        data-testid="past-open"
        onClick={() => {
          setOpen(!isOpen);
          onChosen([]);
        }}
      >
        <IconChevronRight aria-hidden="true" />
        {t('past.title')}
      </button>
      {isOpen && (
        <>
          <p className={admin.help}>{t('past.help')}</p>
          <div className={styles.pastTop}>
            {RANGES.map((one) => (
              <button
                key={one}
                type="button"
                className={admin.second}
                aria-pressed={one === days}
                data-testid={`past-days-${one ?? 'all'}`}
                onClick={() => {
                  setDays(one);
                  onChosen([]);
                }}
              >
                {one === null ? t('past.everything') : t('past.days', { count: one })}
              </button>
            ))}
            <button
              type="button"
              className={admin.second}
              data-testid="past-all"
              disabled={busy || able.length === 0}
              onClick={() => onChosen(isAll ? [] : able)}
            >
              {isAll ? t('past.none') : t('past.all', { count: able.length })}
            </button>
          </div>
          <p className={admin.problem} role="alert">
            {problem}
          </p>
          {view !== null && view.batches.length === 0 && <p data-testid="past-empty">{t('past.empty')}</p>}
          <ul className={styles.pastList} data-testid="past-list">
            {view?.batches.map((batch) => (
              <li key={batch.firstSeq}>
                <button
                  type="button"
                  className={styles.pastBatch}
                  aria-pressed={seqs.has(batch.firstSeq)}
                  data-testid={`past-${batch.firstSeq}`}
                  data-again={batch.again}
                  disabled={batch.again === 'lost'}
                  onClick={() => turn(batch)}
                >
                  <span className={styles.mark} aria-hidden="true">
                    {seqs.has(batch.firstSeq) && <IconCheck />}
                  </span>
                  <Facts batch={batch} language={language} nowMs={nowMs} />
                </button>
              </li>
            ))}
          </ul>
          {view !== null && view.notShown > 0 && <p>{t('past.notShown', { count: view.notShown })}</p>}
          {view !== null && view.older > 0 && (
            <p className={admin.help}>{t('past.older', { count: view.older })}</p>
          )}
        </>
      )}
    </div>
  );
}

function Facts({
  batch,
  language,
  nowMs,
}: {
  readonly batch: PastBatchView;
  readonly language: Language;
  readonly nowMs: number;
}) {
  const { t } = useTranslation();
  const time = (atMs: number | null): string => (atMs === null ? '?' : timeOrDay(atMs, nowMs, language));
  const hidden = batch.copies - batch.places.length;
  return (
    <span>
      <strong>{t('past.fromTo', { from: time(batch.firstAtMs), to: time(batch.lastAtMs) })}</strong>
      <small>
        {t('deliver.batch', { count: batch.events, first: batch.firstSeq, last: batch.lastSeq })} ·{' '}
        {bytesInWords(batch.bytes, language)}
      </small>
      <small>
        {batch.places.length === 0 && t('past.nowhere')}
        {batch.places.map(({ kind, name, atMs }, index) => (
          <span key={`${atMs} ${name}`}>
            {index > 0 && '; '}
            {t(`past.at.${kind}`)} {name === '' ? t('sticks.unnamed') : <ForeignText text={name} most={60} />}{' '}
            {time(atMs)}
          </span>
        ))}
        {hidden > 0 && ` ${t('past.moreCopies', { count: hidden })}`}
      </small>
      <small className={batch.again === 'kept' || batch.again === 'same' ? undefined : styles.trouble}>
        {t(`past.again.${batch.again}`)}
      </small>
    </span>
  );
}
