import { useEffect, useState } from 'react';
import type { StartView } from '../../preload/contract/start-views.ts';
import { call, onPush } from '../bridge.ts';
import { showLanguage } from '../ui/language.ts';

/** The page is told in its address that the log is not open yet: a gate that is asks nothing, and starts as fast. */
const OPENING = '#opening';

/** What stands before the gate; `open` where nothing does, null while nobody knows. */
export function useStart(): StartView | null {
  const [view, setView] = useState<StartView | null>(location.hash === OPENING ? null : { kind: 'open' });
  const isOpen = view?.kind === 'open';
  useEffect(() => {
    if (isOpen) return undefined;
    let pushed = false;
    const stop = onPush('start.state', (now) => {
      pushed = true;
      setView(now);
    });
    call('start.state', {}).then(
      (now) => {
        if (!pushed) setView(now);
      },
      () => undefined,
    );
    return stop;
  }, [isOpen]);
  const language = view === null || view.kind === 'open' ? null : view.language;
  useEffect(() => {
    if (language !== null) showLanguage(language);
  }, [language]);
  return view;
}
