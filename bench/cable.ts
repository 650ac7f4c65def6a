import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { makePtyPair } from '../tools/devices/pty.ts';

/** A scanner's end of a cable, held open so that a write costs a write and nothing else. */
export interface Feed {
  /** Writes a read; gives the monotonic time just before, ms. */
  write(text: string): number;
  close(): void;
}

/** The clock that all processes of a machine share, ms. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

// Never this process's own terminal.
const OPEN = constants.O_RDWR | constants.O_NOCTTY;

export function openFeed(path: string): Feed {
  const file = openSync(path, OPEN);
  return {
    write: (text) => {
      const bytes = Buffer.from(text);
      const begun = monotonicMs();
      writeSync(file, bytes);
      return begun;
    },
    close: () => closeSync(file),
  };
}

/** The least that a cable costs: the same kind of pty with a bare reader at its end. */
export interface BareCable {
  /** Sends a text that ends with CR; resolves once the reader has the CR and `then` has run. ms */
  time(text: string, then: () => void): Promise<number>;
  close(): Promise<void>;
}

/** @param folder an existing folder for the pty's links */
export async function openBareCable(folder: string): Promise<BareCable> {
  const pair = await makePtyPair(folder, 'bare');
  const feed = openFeed(pair.feed);
  const reader = new ReadStream(openSync(pair.device, OPEN));
  let arrived: (() => void) | null = null;
  reader.on('data', (chunk: Buffer) => {
    if (chunk.includes(0x0d)) arrived?.();
  });
  return {
    time: (text, then) =>
      new Promise((resolve) => {
        let begun = 0;
        arrived = () => {
          arrived = null;
          then();
          resolve(monotonicMs() - begun);
        };
        begun = feed.write(text);
      }),
    close: async () => {
      reader.destroy();
      feed.close();
      await pair.close();
    },
  };
}
