import { join } from 'node:path';
import type { WorkerProcess } from '../../main/delivery/target.ts';
import { createKiosk, type Kiosk } from '../../main/kiosk.ts';
import { settingsSchema } from '../../main/settings/schema.ts';
import type { StickSystem } from '../../main/sticks/stick.ts';
import type { CallAnswer, CallArgs, CallName, Pushes, PushName } from '../../preload/contract/channels.ts';
import { forked } from './forked.ts';

/** The whole kiosk without its window: real log, real files, real delivery process; the page is the test. */
export interface DeskKiosk {
  call<N extends CallName>(name: N, args: CallArgs<N>): Promise<CallAnswer<N>>;
  /** A read of a keyboard scanner. */
  scan(text: string): Promise<void>;
  /** Everything pushed to the page under this name, oldest first. */
  pushed<N extends PushName>(name: N): readonly Pushes[N][];
  /** Codes of what went wrong, as the diagnostics have them. */
  readonly problems: readonly string[];
  /** What the administrator chooses in the next dialog for trust lists; without it he changes his mind. */
  willPick(path: string): void;
  close(): Promise<void>;
}

/** A PC without any. */
const NO_STICKS: StickSystem = {
  finder: { look: () => Promise.resolve([]), watch: () => () => undefined },
  mounts: null,
};

/** Starts a kiosk in this folder; the caller closes it. */
export function startDeskKiosk(
  dataFolder: string,
  settings: Record<string, unknown> = {},
  sticks: StickSystem = NO_STICKS,
): DeskKiosk {
  const pushes: { readonly name: PushName; readonly value: unknown }[] = [];
  const problems: string[] = [];
  const picks: string[] = [];
  const kiosk: Kiosk = createKiosk({
    settings: settingsSchema.parse({
      site: { slug: 'benh-vien-thu', name: 'Bệnh viện Thử' },
      gate: { slug: 'cong-chinh', name: 'Cổng chính' },
      ...settings,
    }),
    settingsFile: join(dataFolder, 'settings.json'),
    dataFolder,
    appVersion: '0.1.0',
    startDeliveryWorker: () => own('main', 'delivery', 'worker.ts'),
    startSealingWorker: () => own('main', 'delivery', 'sealing', 'worker.ts'),
    startTrustReader: () => own('main', 'trust', 'worker.ts'),
    pickFolder: () => Promise.resolve(null),
    sticks,
    pickTrustLists: () => Promise.resolve(picks.shift() ?? null),
    push: (name, value) => pushes.push({ name, value }),
    diagnostics: {
      note: () => undefined,
      problem: (error) => problems.push(error.code),
      close: () => undefined,
    },
  });
  kiosk.start();
  const call = (name: CallName, args: unknown) => kiosk.bridge({ trustedSender: true, name, args });
  return {
    call: call as DeskKiosk['call'],
    scan: async (text) => {
      await call('gate.read', { source: 'wedge', text, prefix: '', terminator: 'enter' });
    },
    pushed: <N extends PushName>(name: N) =>
      pushes.flatMap((one) => (one.name === name ? [one.value as Pushes[N]] : [])),
    problems,
    willPick: (path) => {
      picks.push(path);
    },
    close: () => kiosk.close(),
  };
}

const own = (...path: readonly string[]): WorkerProcess =>
  forked(join(import.meta.dirname, '..', '..', ...path));
