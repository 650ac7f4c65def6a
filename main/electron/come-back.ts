/** Switch of the process that waits for the kiosk's end. */
export const KEEP = '--keep-gatelog';
/** Switch that tells a kiosk how many times in a row it was brought back. */
export const CAME_BACK = '--came-back=';

/** A kiosk that lived this long was well: what ended it is counted anew. */
const WELL_MS = 60_000;
const FIRST_DELAY_MS = 1_000;
/** The gate must be back within 10 s of a crash, and a start takes up to about three of them on a cheap PC. */
const LONGEST_DELAY_MS = 5_000;
/** A count that nobody needs to know more exactly. */
const MOST_TIMES = 999;

/**
 * How many times in a row the kiosk comes back with the start that is about to happen.
 * @param argv arguments of the one that ended
 * @param livedMs how long that one lived
 */
export function timesBack(argv: readonly string[], livedMs: number): number {
  if (livedMs >= WELL_MS) return 1;
  const given = argv.find((one) => one.startsWith(CAME_BACK))?.slice(CAME_BACK.length) ?? '';
  return /^\d{1,3}$/.test(given) ? Math.min(Number(given) + 1, MOST_TIMES) : 1;
}

/** Pause before the nth start in a row: 1 s, then longer, so that a kiosk which dies at once takes no whole core. */
export const comeBackDelayMs = (times: number): number =>
  Math.min(FIRST_DELAY_MS * 2 ** (times - 1), LONGEST_DELAY_MS);

/** Arguments of the kiosk that comes back: those of the one that ended, and how many times it came. */
export function comeBackArguments(args: readonly string[], times: number): readonly string[] {
  return [...args.filter((one) => one !== KEEP && !one.startsWith(CAME_BACK)), `${CAME_BACK}${times}`];
}
