import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeliveredView } from '../../preload/contract/delivery-views.ts';
import { call } from '../bridge.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import type { AdminPageProps } from './Admin.tsx';
import admin from './admin.module.css';
import { Delivered } from './Delivered.tsx';
import { DeliverProgress } from './DeliverProgress.tsx';
import styles from './deliver.module.css';
import { useCall } from './useCall.ts';

export interface DeliverFolderProps extends Pick<AdminPageProps, 'gate' | 'onSignedOut'> {
  /** First seqs of earlier batches that are to go out once more; none: what waits goes out. */
  readonly again: readonly number[];
  readonly onDone: () => void;
  /** A stick is being delivered to: one delivery at a time. */
  readonly isBusy: boolean;
}

/** Delivers to a folder that somebody chooses: press, watch, read the result. */
export function DeliverFolder({ gate, again, isBusy, onDone, onSignedOut }: DeliverFolderProps) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [folder, setFolder] = useState<string | null>(null);
  const [isDelivering, setDelivering] = useState(false);
  const [delivered, setDelivered] = useState<DeliveredView | null>(null);
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
    setDelivered(null);
    setDelivering(true);
    run(
      () =>
        call('delivery.deliver', { folder, ...(again.length > 0 ? { again: [...again] } : {}) }).finally(() =>
          setDelivering(false),
        ),
      (now) => {
        setDelivered(now);
        onDone();
      },
    );
  };
  // Why it cannot be pressed; who opens the batches is asked for on the left.
  const why = isBusy ? t('deliver.startBusy') : folder === null ? t('deliver.startNoFolder') : null;
  return (
    <section className={styles.folder} aria-label={t('deliver.folder')}>
      <div className={styles.folderRow}>
        <div>
          <span className={admin.label}>{t('deliver.folder')}</span>
          <output data-testid="deliver-folder">
            {folder === null ? t('deliver.noFolder') : <ForeignText text={folder} most={300} />}
          </output>
        </div>
        <button
          type="button"
          className={admin.second}
          data-testid="deliver-choose"
          disabled={busy}
          onClick={choose}
        >
          {t('deliver.choose')}
        </button>
        <button
          type="button"
          className={admin.second}
          data-testid="deliver-start"
          disabled={busy || why !== null || gate.batchOpeners === 'undecided'}
          aria-describedby="deliver-why"
          onClick={deliver}
        >
          {again.length > 0 ? t('past.toFolder', { count: again.length }) : t('deliver.start')}
        </button>
        <p id="deliver-why" className={admin.help} data-testid="deliver-why">
          {why}
        </p>
      </div>
      {isDelivering && <DeliverProgress language={gate.language} />}
      <p className={admin.problem} role="alert" data-testid="deliver-problem">
        {problem}
      </p>
      {delivered !== null && <Delivered delivered={delivered} />}
    </section>
  );
}
