/** Run as a program: a worker of a target that says one thing and then hangs, as a dead share makes it. */
process.on('message', (message) => {
  const id = Number(Reflect.get(Object(message), 'id'));
  process.send?.({ type: 'progress', id, phase: 'writing', doneBytes: 0, totalBytes: 1 });
});
