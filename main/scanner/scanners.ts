import type { TimestampMs } from '../../core/units.ts';
import type { BaudRate } from './baud.ts';
import type { Discarded, TerminatorSetting } from './frame.ts';
import type { PortFactory } from './port.ts';
import type { ConnectionState, ReconnectOptions, ScannerProblem } from './reconnect.ts';
import { createScanner, type Scanner, type ScannerRead } from './scanner.ts';

/** One scanner as the settings name it. */
export interface ScannerSetting {
  readonly path: string;
  readonly lane: string;
  readonly baudRate: BaudRate | 'auto';
  readonly terminator: TerminatorSetting;
  /** ms [20...1000], default 60. */
  readonly silenceMs?: number;
}

/** How one scanner stands now. */
export interface ScannerStatus {
  readonly path: string;
  readonly lane: string;
  readonly state: ConnectionState['name'];
  readonly problem: ScannerProblem | null;
  readonly baudRate: BaudRate | null;
}

/** Which scanner something came from. */
export interface ScannerOrigin {
  readonly path: string;
  readonly lane: string;
  readonly baudRate: BaudRate | null;
}

export interface ScannersOptions {
  readonly scanners: readonly ScannerSetting[];
  readonly portFactory: PortFactory;
  readonly now: () => TimestampMs;
  readonly onRead: (read: ScannerRead, from: ScannerOrigin) => void;
  /** Called on every change with all of them; `changed` is the one that did. */
  readonly onState: (all: readonly ScannerStatus[], changed: ScannerStatus) => void;
  readonly onDiscarded: (discarded: Discarded, from: ScannerOrigin) => void;
  readonly looksRight?: (bytes: Uint8Array) => boolean;
  readonly reconnect?: Partial<Record<keyof ReconnectOptions, number>>;
}

export interface Scanners {
  /** In the order of the settings. */
  statuses(): readonly ScannerStatus[];
  start(): void;
  close(): Promise<void>;
}

/**
 * All serial scanners of the gate. Each has its own port, framer and timers: one that hangs or is torn out does
 * nothing to the others. Throws `settings/invalid` for options outside their ranges.
 */
export function createScanners(options: ScannersOptions): Scanners {
  const statuses: ScannerStatus[] = options.scanners.map(({ path, lane, baudRate }) => ({
    path,
    lane,
    state: 'closed',
    problem: null,
    baudRate: baudRate === 'auto' ? null : baudRate,
  }));
  const scanners: Scanner[] = options.scanners.map((setting, index) => {
    const { path, lane } = setting;
    const from = (): ScannerOrigin => ({ path, lane, baudRate: statuses[index]?.baudRate ?? null });
    return createScanner({
      ...setting,
      portFactory: options.portFactory,
      now: options.now,
      ...(options.looksRight && { looksRight: options.looksRight }),
      ...(options.reconnect && { reconnect: options.reconnect }),
      onRead: (read) => options.onRead(read, from()),
      onDiscarded: (bytes) => options.onDiscarded(bytes, from()),
      onState: (state, problem, baudRate) => {
        const changed: ScannerStatus = { path, lane, state, problem, baudRate };
        statuses[index] = changed;
        options.onState([...statuses], changed);
      },
    });
  });
  return {
    statuses: () => [...statuses],
    start: () => {
      for (const scanner of scanners) scanner.start();
    },
    close: async () => {
      await Promise.all(scanners.map((scanner) => scanner.close()));
    },
  };
}
