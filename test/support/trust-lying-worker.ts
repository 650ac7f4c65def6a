/** Run as a program: a reader of trust lists that was taken over and says what no reader says. */
process.on('message', () => {
  process.send?.({ type: 'list', list: { kind: 'hcert-list', name: 'x', entries: [{ type: 'odd' }] } });
});
