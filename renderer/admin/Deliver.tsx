import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeliveryPlanView, PastBatchView } from '../../preload/contract/delivery-views.ts';
import { call } from '../bridge.ts';
import { timeOrDay } from '../ui/time.ts';
import type { AdminPageProps } from './Admin.tsx';
import admin from './admin.module.css';
import { DeliverFolder } from './DeliverFolder.tsx';
import { DeliverPast } from './DeliverPast.tsx';
import { DeliverPlan } from './DeliverPlan.tsx';
import { DeliverSticks } from './DeliverSticks.tsx';
import styles from './deliver.module.css';
import { KnownSticks } from './KnownSticks.tsx';
import { useSticks } from './useSticks.ts';

/** What waits, on the left; where it can go, on the right: a stick that is plugged in, or a folder that somebody chooses. */
export function Deliver({ gate, nowMs, onSignedOut, onKeys }: AdminPageProps) {
  const { t } = useTranslation();
  const [sticks, setSticks] = useSticks();
  const [plan, setPlan] = useState<DeliveryPlanView | null>(null);
  /** Earlier batches that are to go out once more; none: what waits goes out. */
  const [again, setAgain] = useState<readonly PastBatchView[]>([]);
  const { undeliveredEvents, batchOpeners, lastDeliveryAtMs: last } = gate;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is reckoned changes with these
  useEffect(() => {
    let ended = false;
    call('delivery.plan', {}).then(
      (now) => {
        if (!ended) setPlan(now);
      },
      () => undefined,
    );
    return () => {
      ended = true;
    };
  }, [undeliveredEvents, batchOpeners]);
  return (
    <div className={styles.page}>
      <section className={styles.what} aria-label={t('deliver.title')}>
        <h2>{t('deliver.title')}</h2>
        <p className={admin.big} data-testid="deliver-waiting">
          {t('deliver.waiting', { count: undeliveredEvents })}
        </p>
        <p className={admin.help}>
          {last === null
            ? t('deliver.never')
            : t('deliver.last', { when: timeOrDay(last, nowMs, gate.language) })}
        </p>
        <DeliverPlan plan={plan} gate={gate} nowMs={nowMs} onKeys={onKeys} />
        <DeliverPast
          language={gate.language}
          nowMs={nowMs}
          chosen={again}
          onChosen={setAgain}
          lastDeliveryAtMs={last}
          onSignedOut={onSignedOut}
        />
        {sticks !== null && (
          <KnownSticks
            view={sticks}
            onView={setSticks}
            language={gate.language}
            nowMs={nowMs}
            onSignedOut={onSignedOut}
          />
        )}
      </section>
      <div className={styles.where}>
        <DeliverSticks
          view={sticks}
          onView={setSticks}
          gate={gate}
          nowMs={nowMs}
          neededBytes={
            again.length > 0 ? again.reduce((sum, { bytes }) => sum + bytes, 0) : (plan?.bytes ?? 0)
          }
          again={again.map(({ firstSeq }) => firstSeq)}
          onDone={() => setAgain([])}
          onSignedOut={onSignedOut}
        />
        <DeliverFolder
          gate={gate}
          isBusy={sticks !== null && sticks.delivering !== null}
          again={again.map(({ firstSeq }) => firstSeq)}
          onDone={() => setAgain([])}
          onSignedOut={onSignedOut}
        />
      </div>
    </div>
  );
}
