/** Run as a program: a reader of trust lists that says one thing and then hangs, as a dying stick makes it. */
process.on('message', () => {
  process.send?.({ type: 'progress', phase: 'looking', done: 0, total: 0 });
});
