import { join } from 'node:path';
import { app, type BrowserWindow } from 'electron';
import { toGatelogError } from '../core/errors.ts';
import { createClock } from './clock/clock.ts';
import { openDiagnostics } from './diagnostics/diagnostics.ts';
import { type Appliance, beAppliance } from './electron/appliance.ts';
import { connectIpc } from './electron/ipc.ts';
import { isKeeper, keep } from './electron/keeper.ts';
import { registerPageScheme } from './electron/page.ts';
import { ownProcesses } from './electron/processes.ts';
import { echo, failStart } from './electron/start-failed.ts';
import { readStartup, silenceChromium, startedForDebugging } from './electron/startup.ts';
import { openKioskWindow, pickFolder, pickTrustLists } from './electron/window.ts';
import { createKiosk, type Kiosk, keptKeyOf, LOG_FILE } from './kiosk.ts';
import { wantsKey } from './log/kept-key.ts';
import { createOpening, type Opening, wasCut } from './opening/opening.ts';
import { startOpeningThread } from './opening/thread.ts';
import { serialPorts } from './scanner/port.ts';
import type { Settings } from './settings/schema.ts';
import { createSetup, type Setup } from './setup/setup.ts';
import { stickSystem } from './sticks/system.ts';

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
  // What answers the page: set-up first where there are no settings, the opening of a log that was not closed, the gate.
  let inside: Setup | Opening | Kiosk | null = null;
  let appliance: Appliance | null = null;
  let isOpen = false;
  let quitting = false;
  app.on('second-instance', () => window?.focus());
  // Not top-level await: in an ES module main that never returns.
  app
    .whenReady()
    .then(() => {
      let send: ReturnType<typeof connectIpc>['push'] | null = null;
      const push: ReturnType<typeof connectIpc>['push'] = (name, value) => send?.(name, value);
      const own = ownProcesses(startup.outFolder);
      const { dataFolder, settingsFile } = startup;
      const clock = createClock();
      const makeGate = (settings: Settings): Kiosk =>
        createKiosk({
          settings,
          settingsFile,
          dataFolder,
          appVersion: startup.appVersion,
          startDeliveryWorker: own('delivery-worker.js', 'Gatelog delivery'),
          startSealingWorker: own('sealing-worker.js', 'Gatelog sealing'),
          startTrustReader: own('trust-reader.js', 'Gatelog trust lists'),
          pickFolder: () => pickFolder(window),
          sticks: stickSystem(
            join(dataFolder, 'sticks'),
            settings.sticks.alsoDevices,
            own('drive-reader.js', 'Gatelog drives'),
          ),
          pickTrustLists: (what) => pickTrustLists(window, what),
          push,
          diagnostics,
        });
      // Before the log is open: what crashes while it is opened comes back too.
      const stayUp = (settings: Settings): void => {
        appliance ??= beAppliance(settings, process.argv, diagnostics);
      };
      const openGate = (kiosk: Kiosk, settings: Settings): void => {
        inside = kiosk;
        kiosk.start();
        isOpen = true;
        stayUp(settings);
      };
      const setUp = (): Setup =>
        createSetup({
          dataFolder,
          settingsFile,
          stamp: () => ({ ...clock.read(), clock: 'ok' }),
          portFactory: serialPorts,
          pickFolder: () => pickFolder(window),
          push,
          diagnostics,
          wrapKey: (code) => keptKeyOf(null, dataFolder).wrap(code),
          onDone: (settings, openers) => {
            const kiosk = makeGate(settings);
            try {
              if (openers !== null) kiosk.chooseOpeners(openers);
            } catch (error) {
              // The gate opens all the same: its chip says that nobody can open the batches yet.
              diagnostics.problem(toGatelogError(error), 'openers');
            }
            openGate(kiosk, settings);
            window?.setKiosk(settings.fullscreen);
          },
        });
      const logFile = join(dataFolder, LOG_FILE);
      const openSlowly = (settings: Settings): Opening =>
        createOpening({
          language: settings.language,
          logFile,
          key: keptKeyOf(settings, dataFolder),
          uptimeMs: () => clock.read().uptimeMs,
          startThread: (task) =>
            startOpeningThread(join(startup.outFolder, 'main', 'opening-worker.js'), task),
          openGate: () => openGate(makeGate(settings), settings),
          quit: () => {
            appliance?.leave();
            app.exit(1);
          },
          push,
          diagnostics,
        });
      /** Null where the key is lost and the recovery code stands in for it. */
      const openAtOnce = (settings: Settings): Kiosk | null => {
        try {
          return makeGate(settings);
        } catch (error) {
          if (wantsKey(error) && keptKeyOf(settings, dataFolder).hasCode()) return null;
          throw error;
        }
      };
      // A log that was closed opens at once, before the window: one that cannot be is said in a window of the system's.
      // After a sudden end SQLite has to go through what was written last: the window says so meanwhile.
      const { settings } = startup;
      const gate = settings === null || wasCut(logFile) ? null : openAtOnce(settings);
      const opening = settings === null || gate !== null ? null : openSlowly(settings);
      const first = opening ?? gate ?? setUp();
      inside = first;
      window = openKioskWindow({
        outFolder: startup.outFolder,
        // Set-up is a window like any other: whoever began it may leave it, and finds the answers again.
        fullscreen: settings?.fullscreen ?? false,
        title: 'Sổ Cổng',
        devOrigin: startup.devOrigin,
        opening: opening !== null,
        mayClose: () => quitting || !isOpen,
        onChord: (chord) => diagnostics.note('keyboard', 'keyboard/ignored', { chord }),
        onPageGone: (reason) => diagnostics.note('screen', 'screen/page-gone', { reason }),
      });
      send = connectIpc(window, startup.devOrigin, (call) => (inside ?? first).bridge(call)).push;
      if (opening !== null && settings !== null) stayUp(settings);
      opening?.start();
      if (gate !== null && settings !== null) openGate(gate, settings);
    })
    .catch((error: unknown) => {
      appliance?.leave();
      failStart(error, diagnostics);
    });
  app.on('before-quit', (event) => {
    if (quitting) return;
    quitting = true;
    appliance?.leave();
    event.preventDefault();
    Promise.resolve(inside?.close()).finally(() => app.quit());
  });
}

try {
  start();
} catch (error) {
  failStart(error, null);
}
