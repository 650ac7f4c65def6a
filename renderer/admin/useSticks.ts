import { useEffect, useState } from 'react';
import type { SticksView } from '../../preload/contract/stick-views.ts';
import { call, onPush } from '../bridge.ts';

/** Main looks for half a minute at a time. ms */
const ASK_AGAIN_MS = 10_000;

/** The sticks as main finds them while the page is shown; null until it has answered. */
export function useSticks(): [SticksView | null, (view: SticksView) => void] {
  const [view, setView] = useState<SticksView | null>(null);
  useEffect(() => {
    let ended = false;
    const end = onPush('sticks.state', setView);
    const ask = (): void => {
      call('sticks.watch', { active: true }).then(
        (now) => {
          if (!ended) setView(now);
        },
        // The page's other calls say that the session is over.
        () => undefined,
      );
    };
    ask();
    const timer = setInterval(ask, ASK_AGAIN_MS);
    return () => {
      ended = true;
      end();
      clearInterval(timer);
      call('sticks.watch', { active: false }).catch(() => undefined);
    };
  }, []);
  return [view, setView];
}
