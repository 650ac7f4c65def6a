import { SerialPort } from 'serialport';
import type { ErrorCode } from '../../core/errors.ts';

/** A serial port of this machine. A pty is never listed; it is named by path in the settings. */
export interface ListedPort {
  readonly path: string;
  readonly manufacturer: string | null;
  /** USB vendor and product id, four lower-case hex digits. */
  readonly vendorId: string | null;
  readonly productId: string | null;
  readonly serialNumber: string | null;
}

/** Either the ports, or why they cannot be told. Scanners named by path work all the same. */
export interface PortList {
  readonly ports: readonly ListedPort[];
  readonly problem: Extract<ErrorCode, 'scanner/list-failed'> | null;
  /** The operating system's words, for diagnostics. */
  readonly message: string | null;
}

interface RawPort {
  readonly path: string;
  readonly manufacturer?: string | undefined;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly serialNumber?: string | undefined;
}

/**
 * Lists the serial ports, in order of their paths. Never throws: where the list cannot be had (a Linux without
 * udev: `spawn udevadm ENOENT`) that is a state to show.
 */
export async function listPorts(
  list: () => Promise<readonly RawPort[]> = () => SerialPort.list(),
): Promise<PortList> {
  try {
    const ports = (await list()).map((port) => ({
      path: port.path,
      manufacturer: port.manufacturer ?? null,
      vendorId: port.vendorId?.toLowerCase() ?? null,
      productId: port.productId?.toLowerCase() ?? null,
      serialNumber: port.serialNumber ?? null,
    }));
    return { ports: ports.sort((a, b) => (a.path < b.path ? -1 : 1)), problem: null, message: null };
  } catch (error) {
    return {
      ports: [],
      problem: 'scanner/list-failed',
      message: error instanceof Error ? error.message : String(error),
    };
  }
}
