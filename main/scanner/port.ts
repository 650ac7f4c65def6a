import { SerialPort } from 'serialport';
import { GatelogError } from '../../core/errors.ts';
import type { BaudRate } from './baud.ts';
import { watchDeviceNode } from './device-node.ts';
import type { OpenFailure } from './reconnect.ts';

/** An open port. Bytes come through the `onData` given to open. */
export interface Port {
  /** Changes the speed of the open port. Throws `scanner/open-failed` if the device refuses. */
  setBaudRate(baudRate: BaudRate): Promise<void>;
  /** Closes it; resolves also if it was gone already. `onGone` is not called for it. */
  close(): Promise<void>;
}

export interface PortRequest {
  /** Path or name: /dev/ttyACM0, COM3, or a link to a pty. */
  readonly path: string;
  readonly baudRate: BaudRate;
  readonly onData: (bytes: Uint8Array) => void;
  /** The device closed the port: unplugged, most often. Called once at most. */
  readonly onGone: (message: string) => void;
}

/** How ports are opened. The real one is `serialPorts`; a test hands in another for faults that cannot be had. */
export interface PortFactory {
  /** Opens a port. Throws GatelogError `scanner/open-failed` with `context.failure` an OpenFailure. */
  open(request: PortRequest): Promise<Port>;
}

/** The reason of a failed open as the operating systems word it. */
export function openFailure(message: string): OpenFailure {
  if (/no such file|file not found|no such device|ENOENT|ENXIO|ENODEV/i.test(message)) return 'missing';
  if (/permission denied|access denied|EACCES|EPERM/i.test(message)) return 'denied';
  if (/busy|lock|EBUSY|EAGAIN/i.test(message)) return 'busy';
  return 'other';
}

/** The `failure` that an open error carries; `other` for anything that is not from a factory. */
export function failureOf(error: unknown): OpenFailure {
  const failure = error instanceof GatelogError ? error.context.failure : null;
  return failure === 'missing' || failure === 'denied' || failure === 'busy' ? failure : 'other';
}

/** Ports of this machine through node-serialport, 8 data bits, no parity, 1 stop bit, no flow control. */
export const serialPorts: PortFactory = {
  open: ({ path, baudRate, onData, onGone }) =>
    new Promise((resolve, reject) => {
      const port = new SerialPort({ path, baudRate, autoOpen: false });
      let told = false;
      let unwatch = (): void => undefined;
      const gone = (message: string): void => {
        if (told) return;
        told = true;
        unwatch();
        onGone(message);
      };
      const vanished = (): void => {
        gone('the device file is gone');
        // Ends the library's endless reading of a dead device.
        if (port.isOpen) port.close(() => undefined);
      };
      port.on('data', (bytes: Buffer) => onData(bytes));
      // A read error that closes nothing needs no action; one that does is followed by `close`.
      port.on('error', (error: Error) => {
        if (!port.isOpen && !port.opening) gone(error.message);
      });
      port.on('close', (error: Error | null) => gone(error?.message ?? 'closed'));
      port.open((error) => {
        if (error) {
          told = true;
          reject(openError(path, error));
          return;
        }
        void watchDeviceNode(path, vanished).then((stop) => {
          if (told) stop();
          else unwatch = stop;
        });
        resolve({
          setBaudRate: (rate) =>
            new Promise((done, fail) => {
              port.update({ baudRate: rate }, (problem) =>
                problem ? fail(openError(path, problem)) : done(),
              );
            }),
          close: () =>
            new Promise((done) => {
              told = true;
              unwatch();
              if (!port.isOpen) done();
              // Closing what is being torn away fails, and is as good.
              else port.close(() => done());
            }),
        });
      });
    }),
};

function openError(path: string, cause: Error): GatelogError {
  return new GatelogError(
    'scanner/open-failed',
    cause.message,
    { path, failure: openFailure(cause.message) },
    { cause },
  );
}
