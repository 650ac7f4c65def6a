import { IconArrowBackUp, IconKeyboard, IconShieldLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { GateStateView } from '../../preload/contract/views.ts';
import { showable } from '../ui/ForeignText.tsx';
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

/** Four actions that a gloved finger hits. */
export function Actions({ gate, nowMs, inert, onDirection, onType, onUndo, onAdmin }: ActionsProps) {
  const { t } = useTranslation();
  const { undo } = gate;
  const leftMs = undoLeftMs(undo, nowMs);
  const canUndo = undo !== null && leftMs > 0;
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
      <button type="button" data-testid="action-type" onClick={onType}>
        <IconKeyboard aria-hidden="true" />
        <span>
          <strong>{t('actions.type')}</strong>
          <small>{t('actions.typeHelp')}</small>
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
          <strong>
            {canUndo && undo.nameMasked !== null
              ? t('actions.undoName', { name: showable(undo.nameMasked, 24) })
              : t('actions.undo')}
          </strong>
          <small data-testid="undo-seconds">
            {canUndo
              ? t('actions.undoSeconds', { seconds: Math.ceil(leftMs / 1000) })
              : t('actions.undoNone')}
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
