import { unpackTo } from '../../../office/unpack-thread.ts';

const fail = (): never => {
  throw new Error('failed beside every promise');
};

/** A thread whose library fails beside every promise: straight after it was heard, or while a piece waits. */
await unpackTo<string>(async function* (source) {
  if (source.path === 'after it gave up') {
    setImmediate(fail);
    throw new Error('gave up');
  }
  if (source.path === 'after a piece') yield 'piece';
  // Long enough for the piece to arrive before: what dies and what was said come by two ways.
  setTimeout(fail, 100);
  yield 'last piece';
});
