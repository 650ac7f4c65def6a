import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GateStateView, LaneDirection } from '../../preload/contract/gate-views.ts';
import { call, codeOf } from '../bridge.ts';
import { Dialog } from '../ui/Dialog.tsx';
import styles from '../ui/dialog.module.css';
import { ForeignText } from '../ui/ForeignText.tsx';
import { errorText } from '../ui/texts.ts';
import { DirectionIcon } from './Idle.tsx';
import { laneText } from './lane-text.ts';

/** Turns a lane: IN, OUT, and AUTO only where this is the only gate. Main writes it to the log. */
export function DirectionDialog({
  gate,
  onClose,
}: {
  readonly gate: GateStateView;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [problem, setProblem] = useState<string | null>(null);
  const choices: readonly LaneDirection[] = gate.autoOffered ? ['in', 'out', 'auto'] : ['in', 'out'];
  const turn = async (lane: string, direction: LaneDirection): Promise<void> => {
    try {
      await call('gate.direction', { lane, direction });
      if (gate.lanes.length === 1) onClose();
    } catch (error) {
      setProblem(errorText(t, codeOf(error)));
    }
  };
  return (
    <Dialog title={t('directionDialog.title')} testId="direction-dialog">
      <div className={styles.lanes} data-columns={gate.lanes.length > 4 ? 2 : 1}>
        {gate.lanes.map((lane, index) => (
          <fieldset
            key={lane.name}
            className={styles.lane}
            data-lane={lane.name}
            data-many={gate.lanes.length > 1}
          >
            {gate.lanes.length > 1 && (
              <legend>
                <ForeignText text={laneText(t, lane.name)} most={60} />
              </legend>
            )}
            <div className={styles.directions}>
              {choices.map((choice) => (
                <button
                  key={choice}
                  type="button"
                  data-testid={index === 0 ? `direction-${choice}` : `direction-${index + 1}-${choice}`}
                  data-direction={choice}
                  data-autofocus={index === 0 && choice === lane.direction ? '' : undefined}
                  aria-pressed={choice === lane.direction}
                  onClick={() => void turn(lane.name, choice)}
                >
                  <DirectionIcon direction={choice} />
                  <strong>
                    {t(`direction.${choice}`)}
                    {choice === lane.direction && <IconCheck aria-hidden="true" className={styles.chosen} />}
                  </strong>
                  <small>{t(`directionHelp.${choice}`)}</small>
                </button>
              ))}
            </div>
          </fieldset>
        ))}
      </div>
      <p className={styles.problem} role="alert">
        {problem}
      </p>
      <div className={styles.buttons}>
        <button type="button" data-testid="direction-close" onClick={onClose}>
          {t('directionDialog.close')}
        </button>
      </div>
    </Dialog>
  );
}
