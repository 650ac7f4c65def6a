import { describe, expect, it } from 'vitest';
import { GatelogError } from '../../../core/errors.ts';
import type { KeptKey } from '../../../main/log/kept-key.ts';
import type { OpeningNews } from '../../../main/opening/messages.ts';
import { createOpening, type OpeningThread } from '../../../main/opening/opening.ts';

/** An opening whose thread says what the test says; everything that happens to it in order. */
function makeOpening(
  over: {
    key?: () => Uint8Array;
    wrapped?: Pick<KeptKey, 'hasCode' | 'recover'>;
    openGate?: () => void;
  } = {},
) {
  const happened: unknown[] = [];
  let uptimeMs = 0;
  let news: (one: OpeningNews) => void = () => undefined;
  let exit: () => void = () => undefined;
  const thread: OpeningThread = {
    onNews: (listener) => {
      news = listener;
    },
    onExit: (listener) => {
      exit = listener;
    },
    release: () => happened.push('released'),
    stop: () => happened.push('stopped'),
  };
  const opening = createOpening({
    language: 'vi',
    logFile: '/data/gate.db',
    key: {
      read: over.key ?? (() => new Uint8Array(32)),
      file: '/data/log.key',
      hasCode: () => false,
      recover: () => undefined,
      ...over.wrapped,
    },
    uptimeMs: () => uptimeMs,
    startThread: () => {
      happened.push('thread');
      return thread;
    },
    openGate: () => {
      happened.push('gate');
      over.openGate?.();
    },
    quit: () => happened.push('quit'),
    push: (_name, value) => happened.push(value),
    diagnostics: {
      note: () => undefined,
      problem: (error) => happened.push(error.code),
      close: () => undefined,
    },
  });
  return {
    opening,
    happened,
    say: (one: OpeningNews) => news(one),
    exit: () => exit(),
    later: (ms: number) => {
      uptimeMs += ms;
    },
    call: (name: string, args: object = {}) => opening.bridge({ trustedSender: true, name, args }),
  };
}

const OPENING = { kind: 'opening', language: 'vi', found: null };
const END = { events: 7, lastAtMs: 1_000 };
const failed = (code: string) => ({ kind: 'failed', language: 'vi', code });

describe('the opening of a log that was not closed', () => {
  it('tells what was found, opens the gate once the end is whole, and lets the thread go after that', async () => {
    const { opening, happened, say, call } = makeOpening();
    opening.start();
    say({ kind: 'found', end: END });
    expect(await call('start.state')).toEqual({ ok: true, value: { ...OPENING, found: END } });
    say({ kind: 'whole' });
    expect(happened).toEqual([
      OPENING,
      'thread',
      { ...OPENING, found: END },
      'gate',
      { kind: 'open' },
      'released',
    ]);
  });

  it('says what is wrong and tries again when asked to', async () => {
    const { opening, happened, say, call } = makeOpening();
    opening.start();
    say({ kind: 'failed', code: 'log/corrupt', message: 'event 3 does not fit' });
    expect(happened).toEqual([OPENING, 'thread', 'log/corrupt', failed('log/corrupt'), 'released']);
    happened.length = 0;
    await call('start.again');
    say({ kind: 'whole' });
    expect(happened).toEqual([OPENING, 'thread', 'gate', { kind: 'open' }, 'released']);
    await call('start.again');
    await call('start.quit');
    expect(happened.slice(5)).toEqual(['quit']);
  });

  it('says that the key is missing, and that the gate did not open after all', () => {
    const missing = makeOpening({
      key: () => {
        throw new GatelogError('key/missing', 'no key file');
      },
    });
    missing.opening.start();
    expect(missing.happened).toEqual([OPENING, 'key/missing', failed('key/missing')]);
    const shut = makeOpening({
      openGate: () => {
        throw new GatelogError('log/disk-full', 'full');
      },
    });
    shut.opening.start();
    shut.say({ kind: 'whole' });
    expect(shut.happened).toEqual([
      OPENING,
      'thread',
      'gate',
      'log/disk-full',
      failed('log/disk-full'),
      'released',
    ]);
  });

  it('opens the gate all the same where its thread dies without a word, and not after it was closed', async () => {
    const died = makeOpening();
    died.opening.start();
    died.exit();
    expect(died.happened).toEqual([OPENING, 'thread', 'gate', { kind: 'open' }]);
    const closed = makeOpening();
    closed.opening.start();
    await closed.opening.close();
    closed.exit();
    closed.say({ kind: 'whole' });
    expect(closed.happened).toEqual([OPENING, 'thread', 'stopped']);
  });

  it('asks for the recovery code where the key is lost and one is there, and goes on with the key that it brings back', async () => {
    let isLost = true;
    const { opening, happened, say, call, later } = makeOpening({
      key: () => {
        if (isLost) throw new GatelogError('key/missing', 'no key file');
        return new Uint8Array(32);
      },
      wrapped: {
        hasCode: () => true,
        recover: (code) => {
          if (code !== '01ABC') throw new GatelogError('key/wrong-code', 'not the code');
          isLost = false;
        },
      },
    });
    const recover = (code: string) => call('start.recover', { code });
    opening.start();
    expect(happened).toEqual([
      OPENING,
      'key/missing',
      { ...failed('key/missing'), kind: 'recover', keyFile: '/data/log.key' },
    ]);
    happened.length = 0;
    for (let tries = 0; tries < 5; tries += 1)
      expect(await recover('other')).toMatchObject({ ok: false, code: 'key/wrong-code' });
    expect(await recover('01ABC')).toMatchObject({ ok: false, code: 'key/wait' });
    expect(isLost).toBe(true);
    later(30_000);
    expect(await recover('oi-abc')).toMatchObject({ ok: true });
    // What it brought back does not open the log: the code has nothing else to give.
    say({ kind: 'failed', code: 'log/wrong-key', message: 'the key does not open this log' });
    expect(happened.filter((one) => typeof one !== 'string' || !one.startsWith('key/w'))).toEqual([
      OPENING,
      'thread',
      'log/wrong-key',
      failed('log/wrong-key'),
      'released',
    ]);
  });
});
