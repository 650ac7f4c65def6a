import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../bridge.ts';
import { errorText } from '../ui/texts.ts';

/** Runs calls of an administrator's page one at a time, keeping the words of what went wrong. */
export interface Caller {
  readonly busy: boolean;
  readonly problem: string | null;
  run<T>(work: () => Promise<T>, done: (value: T) => void): void;
}

/**
 * `run` is one and the same function as long as the page is shown: a page that loads something when it opens must not
 * load it again when the clock ticks or the language changes.
 * @param onSignedOut called when main says that the session is over; the sign-in form then says why by itself
 */
export function useCall(onSignedOut: () => void): Caller {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const latest = useRef({ onSignedOut, t });
  latest.current = { onSignedOut, t };
  const run = useCallback(<T>(work: () => Promise<T>, done: (value: T) => void): void => {
    setBusy(true);
    setProblem(null);
    work().then(
      (value) => {
        setBusy(false);
        done(value);
      },
      (error: unknown) => {
        setBusy(false);
        const code = codeOf(error);
        if (code === 'bridge/not-allowed') latest.current.onSignedOut();
        else setProblem(errorText(latest.current.t, code));
      },
    );
  }, []);
  return { busy, problem, run };
}
