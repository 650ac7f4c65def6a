import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { GatelogError } from '../core/errors.ts';
import { toGatelogError } from '../core/errors.ts';
import { connectIpc } from './electron/ipc.ts';
import { registerPageScheme } from './electron/page.ts';
import { startProcess } from './electron/processes.ts';
import { readStartup, silenceChromium, startedForDebugging } from './electron/startup.ts';
import { openKioskWindow, pickFolder } from './electron/window.ts';
import { createKiosk, type Kiosk } from './kiosk.ts';

/** Codes and contexts only: nothing personal reaches the diagnostics. */
const note = (
  where: string,
  what: { readonly code: string; readonly context: GatelogError['context'] },
): void => {
  process.stderr.write(`${JSON.stringify({ where, code: what.code, context: what.context })}\n`);
};
const report = (error: GatelogError, where: string): void => note(where, error);

function start(): void {
  if (startedForDebugging()) {
    process.stderr.write('Gatelog does not start with a debugging switch.\n');
    app.exit(3);
    return;
  }
  silenceChromium();
  registerPageScheme();
  const startup = readStartup(process.argv, process.env);
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write('Gatelog is already running here.\n');
    app.exit(2);
    return;
  }
  let window: BrowserWindow | null = null;
  let kiosk: Kiosk | null = null;
  let quitting = false;
  app.on('second-instance', () => window?.focus());
  // Not top-level await: in an ES module main that never returns.
  app
    .whenReady()
    .then(() => {
      let send: ReturnType<typeof connectIpc>['push'] | null = null;
      const running = createKiosk({
        settings: startup.settings,
        dataFolder: startup.dataFolder,
        appVersion: startup.appVersion,
        startDeliveryWorker: () =>
          startProcess(join(startup.outFolder, 'main', 'delivery-worker.js'), 'Gatelog delivery'),
        pickFolder: () => pickFolder(window),
        push: (name, value) => send?.(name, value),
        onProblem: report,
      });
      kiosk = running;
      window = openKioskWindow({
        outFolder: startup.outFolder,
        fullscreen: startup.settings.fullscreen,
        title: 'Sổ Cổng',
        devOrigin: startup.devOrigin,
        mayClose: () => quitting,
        onChord: (chord) => note('keyboard', { code: 'keyboard/ignored', context: { chord } }),
      });
      send = connectIpc(window, startup.devOrigin, running.bridge).push;
      running.start();
    })
    .catch(fail);
  app.on('before-quit', (event) => {
    if (quitting) return;
    quitting = true;
    event.preventDefault();
    Promise.resolve(kiosk?.close()).finally(() => app.quit());
  });
}

/** A start that cannot succeed says why, in words, and ends. */
function fail(error: unknown): void {
  const known = toGatelogError(error);
  report(known, 'start');
  if (process.env['GATELOG_NO_DIALOG'] === undefined) dialog.showErrorBox('Sổ Cổng', known.message);
  app.exit(1);
}

try {
  start();
} catch (error) {
  fail(error);
}
