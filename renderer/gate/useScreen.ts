import { type Dispatch, useEffect, useReducer, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { call, onPush } from '../bridge.ts';
import { showLanguage } from '../ui/language.ts';
import { createSounds } from '../ui/sounds.ts';
import { emptyScreen, type ScreenInput, type ScreenState, screenReducer } from './screen-state.ts';

/** How long a verdict takes to fade; none where the person asked the system for less motion. SCREEN.md: 150 ms. */
const FADE_MS = 150;
/** How long a notice stays, in ms. */
const NOTICE_MS = 5_000;

/** Feeds the screen's reducer from main's pushes and from its own timers. */
export function useScreen(): { readonly state: ScreenState; readonly send: Dispatch<ScreenInput> } {
  const [state, send] = useReducer(screenReducer, emptyScreen);
  const [play] = useState(createSounds);
  const volume = useRef(0);
  volume.current = state.gate?.soundVolume ?? 0;
  const { t } = useTranslation();

  useEffect(() => {
    // Whichever comes first; a push is never older than the answer to the call.
    let pushed = false;
    const stops = [
      onPush('gate.state', (gate) => {
        pushed = true;
        send({ type: 'state', gate });
      }),
      onPush('gate.verdict', (verdict) => {
        // Into the very next frame, not into React's next convenient moment.
        flushSync(() => send({ type: 'verdict', verdict }));
        play(verdict.verdict, volume.current);
      }),
      onPush('gate.parts', (parts) => {
        flushSync(() => send({ type: 'parts', parts }));
        // Also for a code that was there already: the scanner did read it.
        if (parts !== null) play('part', volume.current);
      }),
    ];
    call('gate.state', {}).then(
      (gate) => {
        if (!pushed) send({ type: 'state', gate });
      },
      () => undefined,
    );
    return () => {
      for (const stop of stops) stop();
    };
  }, [play]);

  const { verdict, leaving, notice, gate } = state;
  const language = gate?.language;
  useEffect(() => {
    if (language !== undefined) showLanguage(language);
  }, [language]);
  useEffect(() => {
    if (verdict === null || verdict.hideAfterMs === null) return undefined;
    const timer = window.setTimeout(() => send({ type: 'hide', id: verdict.id }), verdict.hideAfterMs);
    return () => window.clearTimeout(timer);
  }, [verdict]);
  useEffect(() => {
    if (leaving === null) return undefined;
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const timer = window.setTimeout(() => send({ type: 'left', id: leaving.id }), still ? 0 : FADE_MS);
    return () => window.clearTimeout(timer);
  }, [leaving]);
  const recovered = leaving?.verdict === 'not-recorded' && gate?.log.ok === true;
  useEffect(() => {
    // The read that was lost stays lost: only a person can put it right.
    if (recovered) send({ type: 'notice', text: t('notice.recovered'), bad: false });
  }, [recovered, t]);
  useEffect(() => {
    if (notice === null) return undefined;
    const timer = window.setTimeout(() => send({ type: 'notice-over', id: notice.id }), NOTICE_MS);
    return () => window.clearTimeout(timer);
  }, [notice]);

  return { state, send };
}
