import type { DeliveryProgressView } from '../../preload/contract/delivery-views.ts';

/** How far a part of a delivery was at a moment. Times in ms of a clock that only goes forward. */
export interface Sample {
  readonly part: string;
  readonly atMs: number;
  readonly done: number;
  readonly total: number;
}

/** Time that the rate is taken over: long enough to be calm, short enough to tell of a stick that slows down. ms */
const WINDOW_MS = 5000;
/** Before that nothing is said: most parts are over by then. ms */
const FIRST_MS = 1000;

/** Adds what was just heard; another phase or batch begins anew, since it goes at another pace. */
export function addSample(
  before: readonly Sample[],
  { phase, batch, done, total }: Pick<DeliveryProgressView, 'phase' | 'batch' | 'done' | 'total'>,
  atMs: number,
): readonly Sample[] {
  const part = `${phase} ${batch ?? ''}`;
  const last = before.at(-1);
  const same = last?.part === part && last.done <= done ? before : [];
  // The newest before the window stays: with it the window is full.
  const from = same.findLastIndex((one) => atMs - one.atMs >= WINDOW_MS);
  return [...same.slice(Math.max(0, from)), { part, atMs, done, total }];
}

/** Units per second and ms left of the part under way; null where it is too early to say. */
export function paceOf(
  samples: readonly Sample[],
): { readonly perSecond: number; readonly leftMs: number } | null {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return null;
  const tookMs = last.atMs - first.atMs;
  const perSecond = ((last.done - first.done) / tookMs) * 1000;
  if (tookMs < FIRST_MS || !(perSecond > 0)) return null;
  return { perSecond, leftMs: ((last.total - last.done) / perSecond) * 1000 };
}
