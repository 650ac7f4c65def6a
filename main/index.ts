import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import { toGatelogError } from '../core/errors.ts';
import { type Diagnostics, openDiagnostics } from './diagnostics/diagnostics.ts';
import { connectIpc } from './electron/ipc.ts';
import { registerPageScheme } from './electron/page.ts';
import { startProcess } from './electron/processes.ts';
import { startProblem } from './electron/start-problem.ts';
import { readStartup, silenceChromium, startedForDebugging } from './electron/startup.ts';
import { openKioskWindow, pickFolder } from './electron/window.ts';
import { createKiosk, type Kiosk } from './kiosk.ts';

function start(): void {
  // Whoever started the kiosk may have closed their end: that is no reason to stop.
  process.stderr.on('error', () => undefined);
  if (startedForDebugging()) {
    process.stderr.write('Gatelog does not start with a debugging switch.\n');
    app.exit(3);
    return;
  }
  silenceChromium();
  registerPageScheme();
  const startup = readStartup(process.argv, process.env);
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write('Sổ Cổng đang chạy rồi: xem cửa sổ đang mở.\nGatelog is already running here.\n');
    app.exit(2);
    return;
  }
  const diagnostics = openDiagnostics(join(startup.dataFolder, 'diagnostics.log'), echo);
  process.on('uncaughtException', (error) => diagnostics.problem(toGatelogError(error), 'uncaught'));
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
        diagnostics,
      });
      kiosk = running;
      window = openKioskWindow({
        outFolder: startup.outFolder,
        fullscreen: startup.settings.fullscreen,
        title: 'Sổ Cổng',
        devOrigin: startup.devOrigin,
        mayClose: () => quitting,
        onChord: (chord) => diagnostics.note('keyboard', 'keyboard/ignored', { chord }),
        onPageGone: (reason) => diagnostics.note('screen', 'screen/page-gone', { reason }),
      });
      send = connectIpc(window, startup.devOrigin, running.bridge).push;
      running.start();
    })
    .catch((error: unknown) => fail(error, diagnostics));
  app.on('before-quit', (event) => {
    if (quitting) return;
    quitting = true;
    event.preventDefault();
    Promise.resolve(kiosk?.close()).finally(() => app.quit());
  });
}

/** Each line of the diagnostics on the standard error too, for whoever starts the program by hand. */
function echo(line: string): void {
  process.stderr.write(line);
}

/** A start that cannot succeed says why, in words, and ends. */
function fail(error: unknown, diagnostics: Diagnostics | null): void {
  const known = toGatelogError(error);
  diagnostics?.problem(known, 'start');
  const words = startProblem(known);
  echo(`${words}\n`);
  // Before the app is ready Linux would show no box, and whoever stands there would see nothing at all.
  const shown = async (): Promise<void> => {
    await app.whenReady();
    if (process.env['GATELOG_NO_DIALOG'] !== undefined) return;
    // Not showErrorBox: on Linux that waits in a loop that takes a whole core until somebody presses OK.
    await dialog.showMessageBox({ type: 'error', title: 'Sổ Cổng', message: words, buttons: ['OK'] });
  };
  void shown().finally(() => app.exit(1));
}

try {
  start();
} catch (error) {
  fail(error, null);
}
