import { threadId } from 'node:worker_threads';
import { unpackTo } from '../../../office/unpack-thread.ts';

const fail = (): never => {
  throw new Error('failed beside every promise');
};

/** A thread whose library fails beside every promise: straight after it was heard, or while a piece waits. */
unpackTo<string>(async function* (source) {
  if (source.path === 'after it gave up') {
    setImmediate(fail);
    throw new Error('gave up');
  }
  if (source.path === 'round in circles') for (;;);
  if (source.path === 'waits for ever') await new Promise(() => setInterval(() => undefined, 1 << 30));
  if (source.path === 'a little now and then') {
    // Longer in all than it may be silent: 40 times it works for 5 ms and waits for 60.
    for (let n = 0; n < 40; n += 1) {
      for (const untilMs = performance.now() + 5; performance.now() < untilMs; );
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    yield 'piece';
    return;
  }
  if (source.path === 'who are you') {
    yield String(threadId);
    return;
  }
  if (source.path === 'after its end') {
    setTimeout(fail, 100);
    return;
  }
  if (source.path === 'two slow pieces') {
    yield 'piece';
    await new Promise((resolve) => setTimeout(resolve, 500));
    yield 'last piece';
    return;
  }
  if (source.path === 'after a piece') yield 'piece';
  // Long enough for the piece to arrive before: what dies and what was said come by two ways.
  setTimeout(fail, 100);
  yield 'last piece';
});
