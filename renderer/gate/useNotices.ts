import type { TFunction } from 'i18next';
import { type Dispatch, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoticeView } from '../../preload/contract/verdict-views.ts';
import { onPush } from '../bridge.ts';
import { showable } from '../ui/ForeignText.tsx';
import { laneName } from './lane-text.ts';
import type { ScreenInput } from './screen-state.ts';

/** Longest name of a lane or guard in a notice, in characters. */
const MOST = 40;

/** What a control card did, in one sentence. */
export function noticeText(t: TFunction, { what, lane, direction, guard }: NoticeView): string {
  switch (what) {
    case 'turned':
      return t('notice.turnedLane', {
        lane: showable(laneName(t, lane), MOST),
        direction: t(`direction.${direction ?? 'in'}`),
      });
    case 'undone':
      return t('notice.undone');
    case 'nothing-to-undo':
      return t('notice.nothingToUndo');
    case 'card-just-read':
      return t('notice.cardJustRead');
    case 'signed-in':
      return t('notice.signedIn', { guard: showable(guard ?? '', MOST) });
  }
}

/** Shows what main tells of control cards. */
export function useNotices(send: Dispatch<ScreenInput>): void {
  const { t } = useTranslation();
  useEffect(
    () =>
      onPush('gate.notice', (notice) =>
        send({ type: 'notice', text: noticeText(t, notice), bad: notice.what === 'nothing-to-undo' }),
      ),
    [send, t],
  );
}
