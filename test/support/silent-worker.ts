/** Run as a program: a process that hears everything and never says a word. */
process.on('message', () => undefined);
