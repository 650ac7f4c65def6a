/**
 * Loaded by Electron before the kiosk (`electron -r`): holds the app's `ready` back until Playwright, which calls
 * `__playwright_run` once it is attached, lets it go. Without it a window that opens in the very moment of
 * attaching is lost to Playwright, about one start in six, and its launch waits until its time is over.
 * Playwright has such a file of its own, but adds Chromium switches there (background networking off and more),
 * under which a test of what the kiosk sends into the world would prove nothing.
 */
const { app } = require('electron');

const truly = app.whenReady();
const emit = app.emit.bind(app);
const held = Promise.withResolvers();
let readyArguments = [];
let released = false;
app.emit = (event, ...rest) => {
  if (event !== 'ready' || released) return emit(event, ...rest);
  readyArguments = rest;
  return app.listenerCount('ready') > 0;
};
app.isReady = () => released;
app.whenReady = () => held.promise;
globalThis.__playwright_run = async () => {
  await truly;
  released = true;
  held.resolve();
  emit('ready', ...readyArguments);
};
