import { useCallback, useEffect, useRef, useState } from 'react';
import { SETUP_STEPS, type SetupDraft, type SetupStep } from '../../preload/contract/setup.ts';
import { call, codeOf } from '../bridge.ts';
import { showLanguage } from '../ui/language.ts';

/** Answers are kept so long after the last change, so that typing does not write to the disk at every key. ms */
const KEEP_MS = 400;

/** The answers, the question that is shown, and the way between questions. */
export interface SetupAnswers {
  readonly draft: SetupDraft;
  readonly change: (answer: Partial<SetupDraft>) => void;
  readonly go: (step: SetupStep) => void;
  readonly back: (() => void) | null;
  readonly next: () => void;
  /** Error code of the last keeping that failed, or null. */
  readonly unkept: string | null;
}

/** @param first what main knew at the start */
export function useSetup(first: SetupDraft): SetupAnswers {
  const [draft, setDraft] = useState(first);
  const [unkept, setUnkept] = useState<string | null>(null);
  const change = useCallback(
    (answer: Partial<SetupDraft>) => setDraft((before) => ({ ...before, ...answer })),
    [],
  );
  useEffect(() => showLanguage(draft.language), [draft.language]);
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return undefined;
    }
    const timer = window.setTimeout(() => {
      call('setup.keep', { draft }).then(
        () => setUnkept(null),
        (error: unknown) => setUnkept(codeOf(error)),
      );
    }, KEEP_MS);
    return () => window.clearTimeout(timer);
  }, [draft]);

  const at = SETUP_STEPS.indexOf(draft.step);
  const step = (by: number): void => {
    const there = SETUP_STEPS[at + by];
    if (there !== undefined) change({ step: there });
  };
  return {
    draft,
    change,
    go: (there) => change({ step: there }),
    back: at === 0 ? null : () => step(-1),
    next: () => step(1),
    unkept,
  };
}
