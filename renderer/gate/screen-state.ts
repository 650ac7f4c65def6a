import type { GateStateView } from '../../preload/contract/gate-views.ts';
import type { PartsView, VerdictView } from '../../preload/contract/verdict-views.ts';

export type OpenDialog = 'type' | 'direction';

/** All that the page shows. Facts come from main's pushes; only what is open is the page's own. */
export interface ScreenState {
  readonly gate: GateStateView | null;
  readonly verdict: VerdictView | null;
  /** The verdict that is fading away, drawn over the screen and out of reach. */
  readonly leaving: VerdictView | null;
  /** True once main named the shown ask as open; only then can its disappearance mean "answered". */
  readonly askConfirmed: boolean;
  /** A card in several codes that is being read. */
  readonly parts: PartsView | null;
  readonly dialog: OpenDialog | null;
  /** Seq of the ask that what is typed in answers with a yes and a name; null for an entry of its own. */
  readonly answering: number | null;
  readonly adminOpen: boolean;
  /** A sentence that goes by itself, such as "undone" or why a call failed. */
  readonly notice: { readonly id: number; readonly text: string; readonly bad: boolean } | null;
}

export type ScreenInput =
  | { readonly type: 'state'; readonly gate: GateStateView }
  | { readonly type: 'verdict'; readonly verdict: VerdictView }
  | { readonly type: 'parts'; readonly parts: PartsView | null }
  | { readonly type: 'hide'; readonly id: number }
  | { readonly type: 'left'; readonly id: number }
  | { readonly type: 'open'; readonly dialog: OpenDialog; readonly answering?: number }
  | { readonly type: 'close' }
  | { readonly type: 'admin'; readonly open: boolean }
  | { readonly type: 'notice'; readonly text: string; readonly bad: boolean }
  | { readonly type: 'notice-over'; readonly id: number };

export const emptyScreen: ScreenState = {
  gate: null,
  verdict: null,
  leaving: null,
  askConfirmed: false,
  parts: null,
  dialog: null,
  answering: null,
  adminOpen: false,
  notice: null,
};

/** Pure: what the screen is after one input. A verdict never closes a dialog and a dialog never hides a verdict. */
export function screenReducer(state: ScreenState, input: ScreenInput): ScreenState {
  switch (input.type) {
    case 'state': {
      const { verdict } = state;
      const next = { ...state, gate: input.gate };
      const gone: ScreenState = { ...next, verdict: null, leaving: verdict, askConfirmed: false };
      if (verdict?.verdict === 'not-recorded') {
        // The log takes rows again: a screen that still says it does not would be a lie. The read itself is lost,
        // which the guard knows from having seen it; what comes now counts.
        return state.gate?.log.ok === false && input.gate.log.ok ? gone : next;
      }
      if (verdict !== null && isUndone(verdict, input.gate)) return gone;
      if (verdict === null || verdict.verdict !== 'ask' || verdict.seq === null) return next;
      if (input.gate.openAskSeq === verdict.seq) return { ...next, askConfirmed: true };
      return state.askConfirmed ? gone : next;
    }
    case 'verdict':
      // Verdicts are numbered; an older one that comes late must not cover a newer one.
      if (state.verdict !== null && input.verdict.id < state.verdict.id) return state;
      return { ...state, verdict: input.verdict, leaving: null, askConfirmed: false, notice: null };
    case 'parts': {
      const { parts } = input;
      // The code of a card came after the verdict: it is what the guard has to see now.
      const later = parts !== null && state.verdict !== null && parts.id > state.verdict.id;
      if (!later) return { ...state, parts };
      return { ...state, parts, verdict: null, leaving: state.verdict, askConfirmed: false, notice: null };
    }
    case 'hide':
      if (state.verdict?.id !== input.id) return state;
      return { ...state, verdict: null, leaving: state.verdict, askConfirmed: false };
    case 'left':
      return state.leaving?.id === input.id ? { ...state, leaving: null } : state;
    case 'open':
      return { ...state, dialog: input.dialog, answering: input.answering ?? null, notice: null };
    case 'close':
      return { ...state, dialog: null, answering: null };
    case 'admin':
      return { ...state, adminOpen: input.open, dialog: null, answering: null };
    case 'notice':
      return { ...state, notice: { id: (state.notice?.id ?? 0) + 1, text: input.text, bad: input.bad } };
    case 'notice-over':
      return state.notice?.id === input.id ? { ...state, notice: null } : state;
  }
}

/** True once the event of a shown verdict was taken back, by the button or by a card. */
const isUndone = (verdict: VerdictView, gate: GateStateView): boolean =>
  verdict.seq !== null && gate.recent.some(({ seq, voided }) => voided && seq === verdict.seq);
