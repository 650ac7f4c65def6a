import type { TimestampMs } from '../../core/units.ts';
import { listPorts, type PortList } from '../scanner/list.ts';
import type { PortFactory } from '../scanner/port.ts';
import type { ScannerRead } from '../scanner/scanner.ts';
import { createScanners, type ScannerOrigin, type Scanners } from '../scanner/scanners.ts';

/** How often a port that was plugged in meanwhile is looked for. ms */
const LOOK_AGAIN_MS = 2_000;

export interface EveryPortOptions {
  readonly portFactory: PortFactory;
  readonly now: () => TimestampMs;
  readonly onRead: (read: ScannerRead, from: ScannerOrigin) => void;
  /** The system's list unless a test has another. */
  readonly list?: () => Promise<PortList>;
}

/** Listens at every serial port there is, also at those plugged in later: nobody has said yet which is the scanner's. */
export interface EveryPort {
  start(): void;
  /** Ports that are listened at. */
  paths(): readonly string[];
  /** Closes every port. Nothing is told after it. */
  stop(): Promise<void>;
}

export function listenAtEveryPort(options: EveryPortOptions): EveryPort {
  const list = options.list ?? (() => listPorts());
  const open = new Map<string, Scanners>();
  let timer: NodeJS.Timeout | null = null;
  let running = false;

  const look = async (): Promise<void> => {
    const { ports } = await list();
    if (!running) return;
    for (const { path } of ports) {
      if (open.has(path)) continue;
      const scanners = createScanners({
        scanners: [{ path, lane: '', baudRate: 'auto', terminator: 'auto' }],
        portFactory: options.portFactory,
        now: options.now,
        onRead: (read, from) => {
          if (running) options.onRead(read, from);
        },
        onState: () => undefined,
        onDiscarded: () => undefined,
      });
      open.set(path, scanners);
      scanners.start();
    }
    timer = setTimeout(() => void look(), LOOK_AGAIN_MS);
  };

  return {
    start: () => {
      if (running) return;
      running = true;
      void look();
    },
    paths: () => [...open.keys()],
    stop: async () => {
      running = false;
      if (timer !== null) clearTimeout(timer);
      timer = null;
      const closing = [...open.values()].map((scanners) => scanners.close());
      open.clear();
      await Promise.all(closing);
    },
  };
}
