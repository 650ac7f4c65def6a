import { unpackTo } from '../../../office/unpack-thread.ts';

/** A thread whose library fails beside every promise: straight after it was heard, or while a piece waits. */
await unpackTo<string>(async function* (source) {
  if (source.path === 'after a piece') yield 'piece';
  setImmediate(() => {
    throw new Error('failed beside every promise');
  });
  if (source.path === 'after it gave up') throw new Error('gave up');
  yield 'last piece';
});
