import type { GateStateView } from '../../preload/contract/gate-views.ts';

/** What of the state tells whether a code can be read here, and what was read be written down. */
export type ReadingView = Pick<GateStateView, 'lanes' | 'scanners' | 'log' | 'wedge'>;

/**
 * What the middle of the idle screen says: which way to hold a code, or why that is no use now. `lost` is the way of
 * which no lane reads any more while the other's still do; `unread` names what should read here and does not.
 */
export type Centre =
  | {
      readonly kind: 'prompt';
      readonly to: 'scanner' | 'camera' | 'both';
      readonly lost: 'in' | 'out' | null;
    }
  | { readonly kind: 'unwritten'; readonly cause: 'disk-full' | 'log' }
  | { readonly kind: 'unread'; readonly what: 'scanner' | 'camera' | 'both' };

/**
 * The worst fact wins: a log that takes no row before readers that read nothing, and those before the prompt. Pure.
 * A scanner that types like a keyboard cannot be seen to be there: it counts where it was set up by its prefix, and
 * where nothing else is.
 */
export function centreOf(gate: ReadingView): Centre {
  const { scanners, log, wedge } = gate;
  if (!log.ok) return { kind: 'unwritten', cause: log.errorCode === 'log/disk-full' ? 'disk-full' : 'log' };
  const cables = scanners.filter(({ kind }) => kind !== 'camera');
  const cameras = scanners.filter(({ kind }) => kind === 'camera');
  const typed = wedge.prefixes.length > 0 || scanners.length === 0;
  const scanner = typed || cables.some(mayRead);
  const camera = cameras.some(mayRead);
  if (scanner || camera) {
    const to = scanner && camera ? 'both' : scanner ? 'scanner' : 'camera';
    return { kind: 'prompt', to, lost: lostWay(gate) };
  }
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

/**
 * The way that some lane lost and none has left. Pure. A lane that goes both ways serves either; one at which nothing was
 * set up never read.
 */
function lostWay(gate: ReadingView): 'in' | 'out' | null {
  const dead = deadLanes(gate);
  const { scanners, wedge } = gate;
  const reads = (lane: string): boolean =>
    !dead.has(lane) && (scanners.some((scanner) => scanner.lane === lane) || wedge.lane === lane);
  const reading = gate.lanes.filter(({ name }) => reads(name)).map(({ direction }) => direction);
  const isLost = (way: 'in' | 'out'): boolean =>
    gate.lanes.some(({ name, direction }) => direction === way && dead.has(name)) &&
    reading.length > 0 &&
    reading.every((direction) => direction !== way && direction !== 'auto');
  return isLost('in') ? 'in' : isLost('out') ? 'out' : null;
}

/**
 * Ids of the scanners whose trouble the middle of the screen tells with all that is to be done, so that the column need
 * not tell it again. Pure. One that needs more than a look at its cable says so itself.
 */
export function toldInMiddle(gate: ReadingView): ReadonlySet<string> {
  const centre = centreOf(gate);
  const told = (lanes: (lane: string) => boolean): ReadonlySet<string> =>
    new Set(gate.scanners.filter((one) => lanes(one.lane) && isLoose(one)).map(({ id }) => id));
  if (centre.kind === 'unread') return told(() => true);
  if (centre.kind !== 'prompt' || centre.lost === null) return told(() => false);
  const dead = deadLanes(gate);
  const lost = new Set(
    gate.lanes.filter(({ direction }) => direction === centre.lost).map(({ name }) => name),
  );
  return told((lane) => dead.has(lane) && lost.has(lane));
}

/** Nothing but the cable is wrong, as far as anybody can tell. */
function isLoose({ kind, state, problem }: ReadingView['scanners'][number]): boolean {
  if (state === 'unplugged') return true;
  return kind !== 'camera' && state === 'waiting' && (problem === null || problem === 'closed-by-device');
}

/** One that is being opened was fine a moment ago: the screen does not flicker with every start. */
const mayRead = ({ state }: ReadingView['scanners'][number]): boolean =>
  state === 'ready' || state === 'opening';
