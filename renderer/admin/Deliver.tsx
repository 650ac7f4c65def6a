import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeliveredView, DeliveryPhase, DeliveryProgressView } from '../../preload/contract/views.ts';
import { call, onPush } from '../bridge.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { timeOrDay } from '../ui/time.ts';
import type { AdminPageProps } from './Admin.tsx';
import styles from './admin.module.css';
import { useCall } from './useCall.ts';

const PHASES: Readonly<Record<DeliveryPhase, string>> = {
  sealing: 'deliver.phaseSealing',
  rendering: 'deliver.phaseRendering',
  writing: 'deliver.phaseWriting',
  verifying: 'deliver.phaseVerifying',
  done: 'deliver.phaseDone',
  failed: 'deliver.phaseFailed',
};

/** Seals everything not yet sealed and delivers it to a folder: choose, press, watch, read the result. */
export function Deliver({ gate, nowMs, onSignedOut, onKeys }: AdminPageProps) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [folder, setFolder] = useState<string | null>(null);
  const [progress, setProgress] = useState<DeliveryProgressView | null>(null);
  const [delivered, setDelivered] = useState<DeliveredView | null>(null);
  useEffect(() => onPush('delivery.progress', setProgress), []);
  useEffect(() => {
    call('delivery.target', {}).then(
      (answer) => setFolder((already) => already ?? answer.folder),
      () => undefined,
    );
  }, []);

  const choose = (): void =>
    run(
      () => call('delivery.choose-folder', {}),
      (answer) => {
        if (answer.folder !== null) setFolder(answer.folder);
      },
    );
  const deliver = (): void => {
    setProgress(null);
    setDelivered(null);
    run(() => call('delivery.deliver', { folder }), setDelivered);
  };

  const isUndecided = gate.batchOpeners === 'undecided';
  const isOpen = gate.batchOpeners === 'plain';
  const last = gate.lastDeliveryAtMs;
  return (
    <div className={styles.deliver}>
      <h2>{t('deliver.title')}</h2>
      <p className={styles.big} data-testid="deliver-waiting">
        {t('deliver.waiting', { count: gate.undeliveredEvents })}
      </p>
      <p className={styles.help}>
        {last === null
          ? t('deliver.never')
          : t('deliver.last', { when: timeOrDay(last, nowMs, gate.language) })}
      </p>
      <div className={styles.target}>
        <span className={styles.label}>{t('deliver.folder')}</span>
        <output data-testid="deliver-folder">
          {folder === null ? t('deliver.noFolder') : <ForeignText text={folder} most={300} />}
        </output>
        <button
          type="button"
          className={styles.second}
          data-testid="deliver-choose"
          disabled={busy}
          onClick={choose}
        >
          {t('deliver.choose')}
        </button>
      </div>
      <div className={styles.target} data-testid="deliver-openers" data-state={gate.batchOpeners}>
        <span className={styles.label}>{t('openers.title')}</span>
        <output className={isOpen || isUndecided ? styles.problem : undefined}>
          {t(`openersShort.${gate.batchOpeners}`)}
        </output>
        <button type="button" className={styles.second} data-testid="deliver-keys" onClick={onKeys}>
          {isUndecided ? t('openers.chooseNow') : t('openers.see')}
        </button>
      </div>
      <button
        type="button"
        className={styles.primary}
        data-testid="deliver-start"
        disabled={busy || isUndecided}
        onClick={deliver}
      >
        {t('deliver.start')}
      </button>
      <p className={styles.help}>{t('deliver.safe')}</p>
      {busy && progress !== null && <Progress progress={progress} />}
      <p className={styles.problem} role="alert" data-testid="deliver-problem">
        {problem}
      </p>
      {delivered !== null && <Delivered delivered={delivered} />}
    </div>
  );
}

function Progress({ progress }: { readonly progress: DeliveryProgressView }) {
  const { t } = useTranslation();
  const percent = progress.total <= 0 ? 0 : Math.min(100, Math.floor((progress.done / progress.total) * 100));
  return (
    <div className={styles.progress} data-testid="deliver-progress" data-phase={progress.phase}>
      <label>
        <span>
          {t(PHASES[progress.phase])} · {percent} %
        </span>
        <progress max={100} value={percent} />
      </label>
      {progress.batch !== null && (
        <p className={styles.help}>
          <ForeignText text={progress.batch} most={120} />
        </p>
      )}
    </div>
  );
}

function Delivered({ delivered }: { readonly delivered: DeliveredView }) {
  const { t } = useTranslation();
  const count = delivered.batches.reduce((sum, batch) => sum + batch.events, 0);
  return (
    <section className={styles.found} role="status" data-testid="deliver-result" data-events={count}>
      <h3 className={styles.good}>{t('deliver.done', { count })}</h3>
      <p>{delivered.checked === 'medium' ? t('deliver.checkedMedium') : t('deliver.checkedCache')}</p>
      <ul>
        {delivered.batches.map((batch) => (
          <li key={batch.name}>
            <strong>
              {t('deliver.batch', { count: batch.events, first: batch.firstSeq, last: batch.lastSeq })}
            </strong>
            <br />
            <ForeignText text={batch.folder} most={300} />
          </li>
        ))}
      </ul>
    </section>
  );
}
