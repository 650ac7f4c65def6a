import { join } from 'node:path';
import { app, type BrowserWindow } from 'electron';
import { toGatelogError } from '../core/errors.ts';
import { openDiagnostics } from './diagnostics/diagnostics.ts';
import { type Appliance, beAppliance } from './electron/appliance.ts';
import { connectIpc } from './electron/ipc.ts';
import { isKeeper, keep } from './electron/keeper.ts';
import { registerPageScheme } from './electron/page.ts';
import { ownProcesses } from './electron/processes.ts';
import { echo, failStart } from './electron/start-failed.ts';
import { readStartup, silenceChromium, startedForDebugging } from './electron/startup.ts';
import { openKioskWindow, pickFolder, pickTrustLists } from './electron/window.ts';
import { createKiosk, type Kiosk } from './kiosk.ts';

function start(): void {
  // Whoever started the kiosk may have closed their end: that is no reason to stop.
  process.stderr.on('error', () => undefined);
  if (startedForDebugging()) {
    process.stderr.write('Gatelog does not start with a debugging switch.\n');
    app.exit(3);
    return;
  }
  if (isKeeper(process.argv)) {
    keep(process.argv);
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
  let appliance: Appliance | null = null;
  let quitting = false;
  app.on('second-instance', () => window?.focus());
  // Not top-level await: in an ES module main that never returns.
  app
    .whenReady()
    .then(() => {
      let send: ReturnType<typeof connectIpc>['push'] | null = null;
      const own = ownProcesses(startup.outFolder);
      const running = createKiosk({
        settings: startup.settings,
        dataFolder: startup.dataFolder,
        appVersion: startup.appVersion,
        startDeliveryWorker: own('delivery-worker.js', 'Gatelog delivery'),
        startTrustReader: own('trust-reader.js', 'Gatelog trust lists'),
        pickFolder: () => pickFolder(window),
        pickTrustLists: (what) => pickTrustLists(window, what),
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
      appliance = beAppliance(startup.settings, process.argv, diagnostics);
    })
    .catch((error: unknown) => failStart(error, diagnostics));
  app.on('before-quit', (event) => {
    if (quitting) return;
    quitting = true;
    appliance?.leave();
    event.preventDefault();
    Promise.resolve(kiosk?.close()).finally(() => app.quit());
  });
}

try {
  start();
} catch (error) {
  failStart(error, null);
}
