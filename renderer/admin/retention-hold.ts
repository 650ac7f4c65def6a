import type { TFunction } from 'i18next';
import type { Language } from '../../preload/contract/gate-views.ts';
import type { RetentionView } from '../../preload/contract/retention-views.ts';
import { errorText } from '../ui/texts.ts';
import { dateOf } from '../ui/time.ts';

/** Why nothing is deleted, and what to do; null where nothing is in the way, or where nobody wants anything deleted. */
export function retentionHoldText(
  t: TFunction,
  { heldBy, pausedUntilMs }: Pick<RetentionView, 'heldBy'> & { readonly pausedUntilMs?: number | null },
  language: Language,
): string | null {
  if (heldBy === null || heldBy === 'never') return null;
  if (heldBy === 'clock') return t('retention.heldByClock');
  if (heldBy !== 'leap') return `${t('retention.heldBySealing')} ${errorText(t, heldBy)}`;
  return pausedUntilMs == null
    ? t('retention.heldByLeapShort')
    : t('retention.heldByLeap', { when: dateOf(pausedUntilMs, language) });
}
