import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { GateStateView } from '../../../preload/contract/gate-views.ts';
import styles from '../../ui/dialog.module.css';
import { DoorIn, DoorOut } from '../shapes.tsx';

export type Way = 'in' | 'out';

/** In, then out, as everywhere on the screen: a hand finds each in its place, whichever of them Enter presses. */
const WAYS: readonly Way[] = ['in', 'out'];

/** The way that Enter records: that of the first lane, and in where that lane goes both ways. Pure. */
export const proposedWay = (lanes: GateStateView['lanes']): Way =>
  lanes[0]?.direction === 'out' ? 'out' : 'in';

/**
 * Two buttons that record at once. Both ways are always there: whichever way a lane stands, a guard can turn it, and who
 * leaves without a code must not wait until somebody does. The proposed one is the form's submit button, so that Enter in
 * any field presses it, and it says so.
 */
export function RecordButtons({
  proposed,
  busy,
  first,
  onRecord,
}: {
  readonly proposed: Way;
  readonly busy: boolean;
  /** The button that Enter presses. */
  readonly first?: Ref<HTMLButtonElement>;
  /** The other button; the proposed one submits its form. */
  readonly onRecord: (way: Way) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className={styles.record}>
      {WAYS.map((way) => {
        const isProposed = way === proposed;
        return (
          <button
            key={way}
            ref={isProposed ? first : undefined}
            type={isProposed ? 'submit' : 'button'}
            data-testid={`type-record-${way}`}
            data-direction={way}
            data-proposed={isProposed}
            disabled={busy}
            onClick={isProposed ? undefined : () => onRecord(way)}
          >
            {way === 'in' ? <DoorIn /> : <DoorOut />}
            {t(`type.record.${way}`)}
            {isProposed && <kbd>Enter</kbd>}
          </button>
        );
      })}
    </div>
  );
}
