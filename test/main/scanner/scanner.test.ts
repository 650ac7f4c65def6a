import { afterEach, describe, expect, it, vi } from 'vitest';
import { isGatelogError } from '../../../core/errors.ts';
import { timestampMs } from '../../../core/units.ts';
import { createScanner, type Scanner, type ScannerOptions } from '../../../main/scanner/scanner.ts';
import { createFakePort, type FakePort } from '../../support/fake-port.ts';

interface Seen {
  readonly fake: FakePort;
  readonly scanner: Scanner;
  readonly reads: string[];
  readonly states: string[];
  readonly discarded: string[];
}

const open: Scanner[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((scanner) => scanner.close()));
});

function watch(options: Partial<ScannerOptions> = {}): Seen {
  const fake = createFakePort();
  const reads: string[] = [];
  const states: string[] = [];
  const discarded: string[] = [];
  const scanner = createScanner({
    path: 'fake',
    lane: '1',
    baudRate: 9600,
    terminator: 'auto',
    silenceMs: 20,
    portFactory: fake.factory,
    now: () => timestampMs(1_700_000_000_000),
    onRead: ({ bytes, terminator }) => reads.push(`${new TextDecoder().decode(bytes)} ${terminator}`),
    onState: (state, problem, baudRate) => states.push([state, problem, baudRate].filter(Boolean).join(' ')),
    onDiscarded: ({ why, sizeBytes }) => discarded.push(`${why}:${sizeBytes}`),
    reconnect: { reopenDelayMs: 100, openTimeoutMs: 500 },
    ...options,
  });
  open.push(scanner);
  return { fake, scanner, reads, states, discarded };
}

/** Waits until it holds, as long as a busy machine takes. */
const soon = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 60_000 });
const ready = (seen: Seen): Promise<void> => soon(() => expect(seen.states.at(-1)).toMatch(/^ready/));

describe('scanner on a port with faults', () => {
  it('says that a refused port could not be opened, tries again, and is ready when it may', async () => {
    const seen = watch();
    seen.fake.plan('denied', 'busy');
    seen.scanner.start();
    await ready(seen);
    expect(seen.states).toEqual(['opening 9600', 'waiting open-failed 9600', 'ready 9600']);
    expect(seen.fake.opens).toBe(3);
  });

  it('says that an open gives no answer, opens no second time, and reads when the answer comes', async () => {
    const seen = watch();
    seen.fake.plan('hang');
    seen.scanner.start();
    await soon(() => expect(seen.states.at(-1)).toBe('waiting silent-too-long 9600'));
    seen.fake.release();
    await ready(seen);
    seen.fake.send('A\n');
    expect([seen.fake.opens, seen.reads]).toEqual([1, ['A lf']]);
  });

  it('drops a read that a close cut in the middle, says so, and reads the next one after reopening', async () => {
    const seen = watch();
    seen.scanner.start();
    await ready(seen);
    seen.fake.send('001099000001|Nguy');
    seen.fake.drop();
    expect(seen.states.at(-1)).toBe('unplugged closed-by-device 9600');
    expect(seen.discarded).toEqual(['cut-off:17']);
    await ready(seen);
    seen.fake.send('whole\r\n');
    expect(seen.reads).toEqual(['whole crlf']);
  });

  it('joins a read that comes in many pieces and ends it by silence', async () => {
    const seen = watch();
    seen.scanner.start();
    await ready(seen);
    for (const piece of 'in pieces') seen.fake.send(piece);
    expect(seen.reads).toEqual([]);
    await soon(() => expect(seen.reads).toEqual(['in pieces silence']));
  });

  it('finds 115200 baud by itself: the read at the wrong speed is thrown away, the next one arrives', async () => {
    const seen = watch({ baudRate: 'auto' });
    seen.scanner.start();
    await ready(seen);
    seen.fake.send('001099000001\r\n', 115200);
    await soon(() => expect(seen.states.at(-1)).toBe('ready 115200'));
    expect(seen.reads).toEqual([]);
    await soon(() => {
      seen.fake.send('001099000001\r\n', 115200);
      expect(seen.reads[0]).toMatch(/^001099000001 /);
    });
    expect(seen.fake.baudRates).toEqual([9600, 115200]);
  });

  it('opens the port anew if it refuses a change of speed', async () => {
    const seen = watch({ baudRate: 'auto' });
    seen.fake.plan('refuse-speed');
    seen.scanner.start();
    await ready(seen);
    seen.fake.send('001099000001\r\n', 115200);
    await soon(() => expect(seen.fake.baudRates).toEqual([9600, 115200]));
    await ready(seen);
    seen.fake.send('A\n', 115200);
    seen.fake.send('AB\n', 115200);
    await soon(() => expect(seen.reads).toContain('AB lf'));
  });

  it('calls nothing any more after close, not even for an open or a read that was under way', async () => {
    const seen = watch();
    seen.fake.plan('hang');
    seen.scanner.start();
    await soon(() => expect(seen.fake.opens).toBe(1));
    await seen.scanner.close();
    seen.fake.release();
    await soon(() => expect(seen.fake.isOpen).toBe(false));
    expect(seen.states).toEqual(['opening 9600', 'closed 9600']);

    const other = watch();
    other.scanner.start();
    await ready(other);
    other.fake.send('half');
    await other.scanner.close();
    expect(other.fake.isOpen).toBe(false);
    expect(other.reads).toEqual([]);
  });

  it('refuses a silence gap outside its range', () => {
    for (const silenceMs of [19, 1001, Number.NaN]) {
      expect(() => watch({ silenceMs })).toThrow(
        expect.toSatisfy((error) => isGatelogError(error, 'settings/invalid')),
      );
    }
  });
});
