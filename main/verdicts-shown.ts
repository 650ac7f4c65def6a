import { type DurationMs, seconds } from '../core/units.ts';
import type { VerdictView } from '../preload/contract/verdict-views.ts';

/** So long after its row a verdict that goes by itself is still told to a page that starts: a start takes seconds. */
const NEWS_MS: DurationMs = seconds(60);

export interface VerdictsShownOptions {
  readonly push: (verdict: VerdictView) => void;
  readonly openAskSeq: () => number | null;
  /** Ms since epoch with fractions. */
  readonly nowMs: () => number;
  /** Told how long after its commit a verdict was painted, ms. */
  readonly painted: (afterMs: number) => void;
}

/** The verdicts that the page was given, and what a page that starts has to be given again. */
export interface VerdictsShown {
  show(verdict: VerdictView): void;
  /** The ask of this seq, as it was shown; null where the newest ask is another one. */
  askOf(seq: number): VerdictView | null;
  /** A page that starts shows the ask that is open, if this kiosk asked it, and the newest verdict that none painted. */
  pageStarted(): void;
  /** The page painted a verdict at this time (ms since epoch, fractions allowed). */
  painted(id: number, atMs: number): void;
}

export function createVerdictsShown(options: VerdictsShownOptions): VerdictsShown {
  const { push, openAskSeq, nowMs } = options;
  /** The newest verdict, until the page says that it painted it. */
  let unpainted: VerdictView | null = null;
  /** The newest ask, for a page that starts anew while it waits for its answer. */
  let ask: VerdictView | null = null;
  const isOpen = ({ seq }: VerdictView): boolean => seq !== null && seq === openAskSeq();
  /** Whether a verdict that no page has painted yet still says something to the page that starts now. */
  const isNews = (verdict: VerdictView): boolean => {
    if (verdict.verdict === 'ask') return isOpen(verdict);
    return verdict.hideAfterMs === null || nowMs() - verdict.committedAtMs < NEWS_MS;
  };
  return {
    show: (verdict) => {
      unpainted = verdict;
      if (verdict.verdict === 'ask') ask = verdict;
      push(verdict);
    },
    askOf: (seq) => (ask?.seq === seq ? ask : null),
    pageStarted: () => {
      if (ask !== null && isOpen(ask)) push(ask);
      if (unpainted !== null && unpainted !== ask && isNews(unpainted)) push(unpainted);
    },
    painted: (id, atMs) => {
      if (unpainted?.id !== id) return;
      options.painted(atMs - unpainted.committedAtMs);
      unpainted = null;
    },
  };
}
