import { IconUsb } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SticksView, StickView } from '../../preload/contract/stick-views.ts';
import { call } from '../bridge.ts';
import { showable } from '../ui/ForeignText.tsx';
import type { AdminPageProps } from './Admin.tsx';
import admin from './admin.module.css';
import { DeliverProgress } from './DeliverProgress.tsx';
import styles from './deliver.module.css';
import { StickCard } from './StickCard.tsx';
import { StickOutcome } from './StickOutcome.tsx';
import { useCall } from './useCall.ts';

export interface DeliverSticksProps extends Pick<AdminPageProps, 'gate' | 'nowMs' | 'onSignedOut'> {
  /** Null until main has answered. */
  readonly view: SticksView | null;
  readonly onView: (view: SticksView) => void;
  /** Room that the next delivery takes, about. */
  readonly neededBytes: number;
  /** First seqs of earlier batches that are to go out once more; none: what waits goes out. */
  readonly again: readonly number[];
  readonly onDone: () => void;
}

/** The sticks that are plugged in, one big button for the chosen one, and whether it can be pulled out again. */
export function DeliverSticks(props: DeliverSticksProps) {
  const { view, onView, gate, nowMs, neededBytes, again, onDone, onSignedOut } = props;
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [picked, setPicked] = useState<string | null>(null);
  const sticks = view?.sticks ?? [];
  const chosen = chosenOf(sticks, picked);
  const delivering = view?.delivering ?? null;
  const told = toldOf(view, picked);
  const isNothing = gate.undeliveredEvents === 0 && again.length === 0;
  const deliver = (device: string): void => {
    setPicked(device);
    run(
      () => call('sticks.deliver', { device, ...(again.length > 0 ? { again: [...again] } : {}) }),
      (now) => {
        onView(now);
        const kind = now.sticks.find((one) => one.device === device)?.outcome?.kind;
        if (kind === 'safe' || kind === 'written') onDone();
      },
    );
  };
  return (
    <section className={styles.sticks} aria-label={t('sticks.title')}>
      <h3>{t('sticks.title')}</h3>
      {view?.looked === true && sticks.length === 0 && (
        <div className={styles.none} data-testid="sticks-none">
          <IconUsb aria-hidden="true" />
          <p>
            <strong>{t('sticks.none')}</strong>
            <br />
            {t('sticks.noneHelp')}
          </p>
        </div>
      )}
      {sticks.length > 0 && (
        <div className={styles.cards}>
          {sticks.map((stick) => (
            <StickCard
              key={stick.device}
              stick={stick}
              isChosen={stick.device === (delivering ?? chosen?.device)}
              isDisabled={delivering !== null || busy}
              isTight={stick.freeBytes !== null && stick.freeBytes < neededBytes}
              language={gate.language}
              nowMs={nowMs}
              onChoose={() => setPicked(stick.device)}
            />
          ))}
        </div>
      )}
      {delivering === null && told !== null && <StickOutcome {...told} isOneOfMany={sticks.length > 1} />}
      {delivering === null ? (
        sticks.length > 0 &&
        (isNothing ? (
          <p className={admin.help} data-testid="sticks-nothing">
            {t('sticks.nothing')}
          </p>
        ) : (
          <button
            type="button"
            className={`${admin.primary} ${styles.go}`}
            data-testid="stick-deliver"
            disabled={busy || chosen === null || gate.batchOpeners === 'undecided'}
            onClick={() => chosen !== null && deliver(chosen.device)}
          >
            <IconUsb aria-hidden="true" />
            {goText(t, chosen, again.length)}
          </button>
        ))
      ) : (
        <>
          <DeliverProgress language={gate.language} />
          <p className={admin.help}>{t('sticks.doNotPull')}</p>
        </>
      )}
      <p className={admin.problem} role="alert" data-testid="stick-problem">
        {problem}
      </p>
    </section>
  );
}

/** What the button does, and to which stick: who did not choose one reads there which it will be. */
export function goText(t: TFunction, stick: Pick<StickView, 'label'> | null, again: number): string {
  if (stick === null) return t('sticks.deliver');
  const name = stick.label === '' ? t('sticks.noLabel') : showable(stick.label, 24);
  return again > 0 ? t('past.toStick', { count: again, name }) : t('sticks.deliverTo', { name });
}

/**
 * What is told under the cards: what became of the stick that was picked, of the last one where that is gone, or of the
 * one that the button means. Pure.
 */
export function toldOf(view: Pick<SticksView, 'sticks' | 'lost'> | null, picked: string | null): Told | null {
  if (view === null) return null;
  const { sticks, lost } = view;
  const ofPicked = sticks.find(({ device }) => device === picked);
  return (ofPicked && outcomeOf(ofPicked)) ?? lost ?? outcomeOf(ofPicked ?? chosenOf(sticks, picked));
}

type Told = NonNullable<SticksView['lost']>;

const outcomeOf = (stick: StickView | null): Told | null =>
  stick?.outcome == null ? null : { label: stick.label, outcome: stick.outcome };

/** The stick that the button means: the one that was picked, else the only or first that can take something. */
function chosenOf(sticks: readonly StickView[], picked: string | null): StickView | null {
  const able = sticks.filter(({ problem }) => problem === null);
  return able.find(({ device }) => device === picked) ?? able[0] ?? null;
}
