import type { RetentionStateView } from '../../preload/contract/retention-views.ts';

/** Whether deleting what is old is held up by something that an administrator can see to. The clock says so itself. */
export const isHeld = ({ heldBy }: RetentionStateView): boolean =>
  heldBy !== null && heldBy !== 'never' && heldBy !== 'clock' && heldBy !== 'leap';
