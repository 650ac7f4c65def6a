import { slugOf } from '../../core/batch/slug.ts';
import { GatelogError, toGatelogError } from '../../core/errors.ts';
import { decodeBytes } from '../../core/read/clean.ts';
import { expectedDamage } from '../../core/read/damage.ts';
import type { Read } from '../../core/read/read.ts';
import type { TimestampMs } from '../../core/units.ts';
import type { Pushes, PushName } from '../../preload/contract/channels.ts';
import type { SetupDraft } from '../../preload/contract/setup.ts';
import { createBatchOpeners } from '../batch-openers.ts';
import { type CallHandlers, createBridge, type IncomingCall } from '../bridge/bridge.ts';
import type { Openers } from '../delivery/openers.ts';
import type { Diagnostics } from '../diagnostics/diagnostics.ts';
import type { Stamp } from '../events.ts';
import { createFindScanner, type HowRead } from '../find-scanner.ts';
import type { ChosenOpeners } from '../log/openers.ts';
import { replaceFile } from '../replace-file.ts';
import { listPorts } from '../scanner/list.ts';
import type { PortFactory } from '../scanner/port.ts';
import { defaultSettings } from '../settings/load.ts';
import type { Settings } from '../settings/schema.ts';
import { hashPassword } from '../staff/password.ts';
import { newRecoveryCode, tidyCode } from '../staff/recovery.ts';
import { openDraft } from './draft.ts';
import { listenAtEveryPort } from './every-port.ts';
import { type Secrets, settingsOf } from './settings-of.ts';

/** Slugs where a name gives none. */
const SITE_SLUG = 'site';
const GATE_SLUG = 'gate';

export interface SetupOptions {
  readonly dataFolder: string;
  /** Where the settings go; the kiosk looks there at every start. */
  readonly settingsFile: string;
  readonly stamp: () => Stamp;
  readonly portFactory: PortFactory;
  readonly pickFolder: () => Promise<string | null>;
  readonly push: <N extends PushName>(name: N, value: Pushes[N]) => void;
  readonly diagnostics: Diagnostics;
  /** From now on this recovery code opens the key of the log, which is made here. Throws `key/...`. */
  readonly wrapKey: (code: string) => void;
  /** Told once the settings are on disk, with who can open the batches. The page is answered after it. */
  readonly onDone: (settings: Settings, openers: Openers | null) => void;
}

/** The first start: questions in place of a gate. Nothing is logged yet, since no gate has a name yet. */
export interface Setup {
  readonly bridge: (call: IncomingCall) => ReturnType<ReturnType<typeof createBridge>>;
  close(): Promise<void>;
}

export function createSetup(options: SetupOptions): Setup {
  const { push, diagnostics } = options;
  const now = (): TimestampMs => options.stamp().atMs;
  const draftFile = openDraft(options.dataFolder);
  const find = createFindScanner(expectedDamage);
  const { wedge, batches } = defaultSettings();
  let secrets: Secrets | null = null;
  // Wraps the key of the log, which is made in the end.
  let code = '';
  // There is no log yet to keep the choice in: a passphrase lies nowhere until there is.
  let chosen: ChosenOpeners | null = null;
  const openers = createBatchOpeners({
    log: {
      openers: {
        chosen: () => chosen,
        choose: (choice) => {
          chosen = choice;
        },
      },
    },
    settings: batches,
    stamp: options.stamp,
    pushState: () => undefined,
  });

  const found = (read: Omit<Read, 'lane'>, how: HowRead): void => {
    const view = find.explain({ ...read, lane: '' }, how, false);
    if (view !== null) push('scanner.found', view);
  };
  const ports = listenAtEveryPort({
    portFactory: options.portFactory,
    now,
    onRead: ({ bytes, atMs, terminator }, { path, baudRate }) =>
      found(
        { raw: decodeBytes(bytes).text, source: { kind: 'serial', port: path }, atMs },
        { terminator, baudRate },
      ),
  });

  /** A slug that was not written by hand follows the name. */
  const withSlugs = (draft: SetupDraft): SetupDraft => ({
    ...draft,
    siteSlug: draft.siteSlug === '' ? slugOf(draft.siteName, SITE_SLUG) : draft.siteSlug,
    gateSlug: draft.gateSlug === '' ? slugOf(draft.gateName, GATE_SLUG) : draft.gateSlug,
  });

  const handlers: Partial<CallHandlers> = {
    'setup.state': () => ({
      draft: draftFile.read(),
      wedge: { ...wedge, lane: '' },
      passwordSet: secrets !== null,
      openers: chosen?.openers.kind ?? null,
    }),
    'setup.keep': ({ draft }) => {
      try {
        draftFile.write(draft);
      } catch (error) {
        throw toGatelogError(error, 'settings/unwritable');
      }
      return null;
    },
    'setup.slugs': ({ siteName, gateName }) => ({
      site: slugOf(siteName, SITE_SLUG),
      gate: slugOf(gateName, GATE_SLUG),
    }),
    'setup.password': ({ password }) => {
      const recovery = newRecoveryCode();
      secrets = { adminPassword: hashPassword(password), recoveryCode: recovery.hash };
      code = tidyCode(recovery.text);
      return { recoveryCode: recovery.text };
    },
    'setup.finish': async ({ draft }) => {
      if (secrets === null) {
        throw new GatelogError('setup/incomplete', 'no password was chosen', { step: 'password' });
      }
      const { text, settings } = settingsOf(withSlugs(draft), secrets);
      await ports.stop();
      options.wrapKey(code);
      try {
        replaceFile(options.settingsFile, text);
      } catch (error) {
        throw toGatelogError(error, 'settings/unwritable');
      }
      draftFile.remove();
      diagnostics.note('start', 'setup/done');
      options.onDone(settings, chosen?.openers ?? null);
      return null;
    },
    'gate.read': ({ source, text, prefix, terminator }) => {
      const from = source === 'camera' ? { kind: 'camera' as const } : { kind: 'wedge' as const, prefix };
      found({ raw: text, source: from, atMs: now() }, { terminator, baudRate: null });
      return null;
    },
    'gate.listening': () => {
      diagnostics.note('screen', 'screen/listening');
      return null;
    },
    'gate.touched': () => null,
    'camera.state': ({ state, problem }) => {
      diagnostics.note('camera', `camera/${state}`, { problem });
      return null;
    },
    'scanner.ports': async () => {
      const { ports: listed, problem } = await listPorts();
      if (problem !== null) throw new GatelogError(problem, 'the ports of this PC cannot be listed');
      return listed.map((port) => ({ ...port, inUse: false }));
    },
    'scanner.find': async ({ active }) => {
      if (active) {
        ports.start();
        return { code: find.start(now()) };
      }
      find.stop();
      await ports.stop();
      return { code: null };
    },
    'openers.view': () => openers.view(),
    'openers.check': ({ text }) => openers.check(text),
    'openers.choose': (choice) => openers.choose(choice),
    'delivery.choose-folder': async () => ({ folder: await options.pickFolder() }),
  };
  return {
    // Whoever stands before a PC that was never set up is who sets it up.
    bridge: createBridge({ handlers, role: () => 'admin', onProblem: diagnostics.problem }),
    close: () => ports.stop(),
  };
}
