import type { GateStateView } from '../../preload/contract/views.ts';

/** What of the state tells whether a code can be read here, and what was read be written down. */
export type ReadingView = Pick<GateStateView, 'scanners' | 'log' | 'wedge'>;

/**
 * What the middle of the idle screen says: which way to hold a code, or why that is no use now. `unread` names what
 * should read here and does not.
 */
export type Centre =
  | { readonly kind: 'prompt'; readonly to: 'scanner' | 'camera' | 'both' }
  | { readonly kind: 'unwritten'; readonly cause: 'disk-full' | 'log' }
  | { readonly kind: 'unread'; readonly what: 'scanner' | 'camera' | 'both' };

/**
 * The worst fact wins: a log that takes no row before readers that read nothing, and those before the prompt. Pure.
 * A scanner that types like a keyboard cannot be seen to be there: it counts where it was set up by its prefix, and
 * where nothing else is.
 */
export function centreOf({ scanners, log, wedge }: ReadingView): Centre {
  if (!log.ok) return { kind: 'unwritten', cause: log.errorCode === 'log/disk-full' ? 'disk-full' : 'log' };
  const cables = scanners.filter(({ kind }) => kind !== 'camera');
  const cameras = scanners.filter(({ kind }) => kind === 'camera');
  const typed = wedge.prefixes.length > 0 || scanners.length === 0;
  const scanner = typed || cables.some(mayRead);
  const camera = cameras.some(mayRead);
  if (scanner) return { kind: 'prompt', to: camera ? 'both' : 'scanner' };
  if (camera) return { kind: 'prompt', to: 'camera' };
  return {
    kind: 'unread',
    what: cables.length === 0 ? 'camera' : cameras.length === 0 ? 'scanner' : 'both',
  };
}

/**
 * Lanes at which nothing reads any more, though something is set up for them. Pure. A lane without a scanner of its own
 * has lost none.
 */
export function deadLanes({ scanners, wedge }: ReadingView): ReadonlySet<string> {
  const dead = new Set(scanners.map(({ lane }) => lane));
  for (const scanner of scanners) if (mayRead(scanner)) dead.delete(scanner.lane);
  // Beside a camera alone one that types may be there as well, and nobody could tell.
  const mayType = wedge.prefixes.length > 0 || scanners.every(({ kind }) => kind === 'camera');
  if (mayType) dead.delete(wedge.lane);
  return dead;
}

/** One that is being opened was fine a moment ago: the screen does not flicker with every start. */
const mayRead = ({ state }: ReadingView['scanners'][number]): boolean =>
  state === 'ready' || state === 'opening';
