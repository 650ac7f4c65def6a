import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeliveryPhase, DeliveryProgressView } from '../../preload/contract/delivery-views.ts';
import type { Language } from '../../preload/contract/gate-views.ts';
import { call, onPush } from '../bridge.ts';
import { bytesInWords } from '../ui/bytes.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import admin from './admin.module.css';
import styles from './deliver.module.css';
import { addSample, paceOf, type Sample } from './delivery-pace.ts';

const PHASES: Readonly<Record<DeliveryPhase, string>> = {
  sealing: 'deliver.phaseSealing',
  rendering: 'deliver.phaseRendering',
  writing: 'deliver.phaseWriting',
  verifying: 'deliver.phaseVerifying',
  closing: 'deliver.phaseClosing',
  rereading: 'deliver.phaseRereading',
  done: 'deliver.phaseDone',
  failed: 'deliver.phaseFailed',
};

/** How far the delivery under way has come, how fast it goes, and how long that takes; and the way to end it. */
export function DeliverProgress({ language }: { readonly language: Language }) {
  const { t } = useTranslation();
  const [progress, setProgress] = useState<DeliveryProgressView | null>(null);
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  const [isCancelling, setCancelling] = useState(false);
  useEffect(
    () =>
      onPush('delivery.progress', (now) => {
        setProgress(now);
        setSamples((before) => addSample(before, now, performance.now()));
      }),
    [],
  );
  const cancel = (): void => {
    setCancelling(true);
    call('delivery.cancel', {}).catch(() => setCancelling(false));
  };
  const percent =
    progress === null || progress.total <= 0
      ? 0
      : Math.min(100, Math.floor((progress.done / progress.total) * 100));
  // Unmounting tells nothing of how far it is.
  const isOpenEnded = progress === null || progress.phase === 'closing';
  const phase = t(progress === null ? 'deliver.phaseBegun' : PHASES[progress.phase]);
  return (
    <div className={styles.progress} data-testid="deliver-progress" data-phase={progress?.phase ?? 'begun'}>
      <div className={styles.progressTop}>
        <p>
          <strong>{isCancelling ? t('deliver.cancelling') : phase}</strong>
          {progress !== null && !isOpenEnded && ` · ${percent} %`}
        </p>
        <button
          type="button"
          className={admin.second}
          data-testid="deliver-cancel"
          disabled={isCancelling}
          onClick={cancel}
        >
          {t('deliver.cancel')}
        </button>
      </div>
      <progress aria-label={phase} max={100} value={isOpenEnded ? undefined : percent} />
      <p className={styles.pace} data-testid="deliver-pace">
        {progress !== null && <Pace progress={progress} samples={samples} language={language} />}
      </p>
      {progress !== null && progress.batch !== null && (
        <p className={styles.batch}>
          <ForeignText text={progress.batch} most={120} />
        </p>
      )}
    </div>
  );
}

function Pace({
  progress,
  samples,
  language,
}: {
  readonly progress: DeliveryProgressView;
  readonly samples: readonly Sample[];
  readonly language: Language;
}) {
  const { t } = useTranslation();
  if (progress.phase === 'closing') return null;
  const inBytes = progress.unit === 'bytes';
  const amount = (of: number): string =>
    inBytes ? bytesInWords(of, language) : new Intl.NumberFormat(language).format(Math.round(of));
  const pace = paceOf(samples);
  const parts = [
    t(inBytes ? 'deliver.bytesOf' : 'deliver.eventsOf', {
      done: amount(progress.done),
      total: amount(progress.total),
    }),
  ];
  if (pace !== null) {
    parts.push(
      t('deliver.perSecond', { rate: amount(pace.perSecond) }),
      t('deliver.secondsLeft', { count: Math.ceil(pace.leftMs / 1000) }),
    );
  }
  return parts.join(' · ');
}
