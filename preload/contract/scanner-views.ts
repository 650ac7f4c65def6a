/** What main shows of scanners and ports. Nothing personal. */

export type ScannerState = 'opening' | 'ready' | 'waiting' | 'unplugged' | 'failed' | 'closed';

export interface ScannerView {
  /** Port path, `wedge` or `camera`. */
  readonly id: string;
  readonly kind: 'serial' | 'wedge' | 'camera';
  readonly lane: string;
  readonly state: ScannerState;
  /** Spoken reason key when not ready, such as `open-failed`, `silent-too-long`, or null. */
  readonly problem: string | null;
  readonly baudRate: number | null;
}

export interface PortView {
  readonly path: string;
  readonly manufacturer: string | null;
  readonly vendorId: string | null;
  readonly productId: string | null;
  readonly serialNumber: string | null;
  readonly inUse: boolean;
}

/** How the page frames keyboard reads. Times in ms. */
export interface WedgeConfigView {
  readonly lane: string;
  readonly prefixes: readonly string[];
  readonly terminator: 'enter' | 'tab' | 'silence';
  readonly silenceMs: number;
  readonly burstGapMs: number;
  readonly burstMinKeys: number;
}

/** Answer of "find my scanner" to one scan of the shown code. */
export interface FoundScannerView {
  readonly source: 'serial' | 'wedge' | 'camera';
  /** Port path for serial, prefix for wedge. */
  readonly where: string;
  readonly baudRate: number | null;
  readonly terminator: string;
  readonly prefix: string;
  readonly matches: boolean;
  /** Named damage, keys under `damage` in the locales. */
  readonly damage: readonly string[];
  readonly expected: string;
  readonly got: string;
  readonly atMs: number;
}
