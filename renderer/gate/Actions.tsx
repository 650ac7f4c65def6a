import { IconArrowBackUp, IconKeyboard, IconShieldLock } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { GateStateView } from '../../preload/contract/gate-views.ts';
import { showable } from '../ui/ForeignText.tsx';
import { textFor } from '../ui/texts.ts';
import { clockTime } from '../ui/time.ts';
import styles from './actions.module.css';
import { DirectionIcon } from './Idle.tsx';

export interface ActionsProps {
  readonly gate: GateStateView;
  readonly nowMs: number;
  /** True while something is open above: seen, but out of reach. */
  readonly inert: boolean;
  readonly onDirection: () => void;
  readonly onType: () => void;
  readonly onUndo: (seq: number) => void;
  readonly onAdmin: () => void;
}

/** The whole time of an undo, for the line that runs out (issue 2: within 60 s). */
const UNDO_MS = 60_000;

/** Time left to undo, in ms, or 0. The page's clock ticks by seconds and lags behind main's: never more than all. */
export const undoLeftMs = (undo: GateStateView['undo'], nowMs: number): number =>
  undo === null ? 0 : Math.min(UNDO_MS, Math.max(0, undo.untilMs - nowMs));

/** Whose event is taken back; what it was, and of a passage when, where it has no name or names are not shown. */
export function undoText(
  t: TFunction,
  { seq, nameMasked }: Pick<NonNullable<GateStateView['undo']>, 'seq' | 'nameMasked'>,
  recent: GateStateView['recent'],
): string {
  if (nameMasked !== null) return t('actions.undoName', { name: showable(nameMasked, 24) });
  const event = recent.find((one) => one.seq === seq);
  if (event === undefined) return t('actions.undo');
  const what = textFor(t, 'events', event.kind, '');
  return event.kind === 'in' || event.kind === 'out'
    ? t('actions.undoAt', { what, time: clockTime(event.atMs) })
    : t('actions.undoName', { name: what });
}

/** Four actions that a gloved finger hits. */
export function Actions({ gate, nowMs, inert, onDirection, onType, onUndo, onAdmin }: ActionsProps) {
  const { t } = useTranslation();
  const { undo } = gate;
  const leftMs = undoLeftMs(undo, nowMs);
  // Undoing is a row of its own: a log that takes none cannot take one back either.
  const canUndo = undo !== null && leftMs > 0 && gate.log.ok;
  const first = gate.lanes[0]?.direction ?? 'in';
  const ways = [...new Set(gate.lanes.map((lane) => t(`direction.${lane.direction}`)))].join(' / ');
  return (
    <nav className={styles.actions} inert={inert}>
      <button type="button" data-testid="action-direction" onClick={onDirection}>
        <DirectionIcon direction={first} />
        <span>
          <strong>{t('actions.direction')}</strong>
          <small>{ways}</small>
        </span>
      </button>
      <button type="button" data-testid="action-type" disabled={!gate.log.ok} onClick={onType}>
        <IconKeyboard aria-hidden="true" />
        <span>
          <strong>{t('actions.type')}</strong>
          <small>{t(gate.log.ok ? 'actions.typeHelp' : 'actions.notNow')}</small>
        </span>
      </button>
      <button
        type="button"
        data-testid="action-undo"
        data-seq={undo?.seq ?? ''}
        disabled={!canUndo}
        onClick={() => {
          if (undo !== null) onUndo(undo.seq);
        }}
      >
        <IconArrowBackUp aria-hidden="true" />
        <span>
          <strong>{canUndo ? undoText(t, undo, gate.recent) : t('actions.undo')}</strong>
          <small data-testid="undo-seconds">
            {canUndo
              ? t('actions.undoSeconds', { seconds: Math.ceil(leftMs / 1000) })
              : t(gate.log.ok ? 'actions.undoNone' : 'actions.notNow')}
          </small>
        </span>
        {canUndo && (
          <progress className={styles.runningOut} max={UNDO_MS} value={leftMs} aria-hidden="true" />
        )}
      </button>
      <button type="button" data-testid="action-admin" onClick={onAdmin}>
        <IconShieldLock aria-hidden="true" />
        <span>
          <strong>{t('actions.admin')}</strong>
          <small>{t('actions.adminHelp')}</small>
        </span>
      </button>
    </nav>
  );
}
