import { GatelogError } from '../../core/errors.ts';
import type { BaudRate } from '../../main/scanner/baud.ts';
import type { PortFactory, PortRequest } from '../../main/scanner/port.ts';
import type { OpenFailure } from '../../main/scanner/reconnect.ts';

/** A port for faults that a pty cannot have: refused opens, opens that hang, speeds, a close in mid-read. */
export interface FakePort {
  readonly factory: PortFactory;
  /** Speeds asked for so far: at opening and by changes. */
  readonly baudRates: readonly BaudRate[];
  /** Number of opens tried. */
  readonly opens: number;
  readonly isOpen: boolean;
  /** What the next opens do; opening works when it is used up. */
  plan(...outcomes: (OpenFailure | 'hang' | 'refuse-speed')[]): void;
  /** Lets an open that hangs go through. */
  release(): void;
  /** The device sends bytes at a speed: read at another one they are garbage. */
  send(bytes: string | Uint8Array, sentAt?: BaudRate): void;
  /** The device closes the port. */
  drop(): void;
}

/** Makes one; all state belongs to this instance. */
export function createFakePort(): FakePort {
  const planned: (OpenFailure | 'hang' | 'refuse-speed')[] = [];
  const baudRates: BaudRate[] = [];
  let opens = 0;
  let line: PortRequest | null = null;
  let release: () => void = () => undefined;

  const factory: PortFactory = {
    open: async (request) => {
      opens += 1;
      baudRates.push(request.baudRate);
      const outcome = planned.shift();
      if (outcome === 'hang') {
        await new Promise<void>((done) => {
          release = done;
        });
      } else if (outcome !== undefined && outcome !== 'refuse-speed') {
        throw new GatelogError('scanner/open-failed', `fake: ${outcome}`, { failure: outcome });
      }
      line = request;
      return {
        setBaudRate: async (baudRate) => {
          if (outcome === 'refuse-speed')
            throw new GatelogError('scanner/open-failed', 'fake: no such speed');
          baudRates.push(baudRate);
        },
        close: async () => {
          if (line === request) line = null;
        },
      };
    },
  };
  return {
    factory,
    baudRates,
    get opens() {
      return opens;
    },
    get isOpen() {
      return line !== null;
    },
    plan: (...outcomes) => {
      planned.push(...outcomes);
    },
    release: () => release(),
    send: (bytes, sentAt) => {
      const sent = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
      const wrong = sentAt !== undefined && sentAt !== baudRates.at(-1);
      // Sampled at the wrong speed a byte becomes runs of one level.
      line?.onData(wrong ? sent.map((byte) => (byte % 2 === 0 ? 0x00 : 0xf8)) : sent);
    },
    drop: () => {
      const dropped = line;
      line = null;
      dropped?.onGone('fake: gone');
    },
  };
}
