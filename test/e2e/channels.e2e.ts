import { afterEach, beforeEach, describe, expect } from 'vitest';
import { hashPassword } from '../../main/staff/password.ts';
import { CALL_CHANNEL, type CallName, calls } from '../../preload/contract/channels.ts';
import { itNeeding } from '../support/device.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { rowsOnDisk } from '../support/rows.ts';

const it = itNeeding('electron', 'display');

const PASSWORD = 'mat khau thu';
const names = Object.keys(calls) as CallName[];
const ofRole = (role: string): CallName[] => names.filter((name) => calls[name].role === role);

let kiosk: RunningKiosk;

beforeEach(async () => {
  kiosk = await startKiosk(await makeFolder(), { adminPassword: hashPassword(PASSWORD) });
});
afterEach(() => kiosk.close());

/** What a script in the page gets to hear: the code of a refusal, `answered`, or that the bridge itself broke. */
type Said = Record<string, string[]>;

/**
 * Calls each channel from the page with every kind of wrong arguments. Those that are no arguments of any channel are
 * made there: what cannot be sent between processes at all must break nothing either.
 */
const callBadly = (channels: readonly CallName[]): Promise<Said> =>
  kiosk.page.evaluate(async (given) => {
    const call = window.gatelog.call as (
      name: unknown,
      args?: unknown,
    ) => Promise<{ ok: boolean; code?: string }>;
    const bad: unknown[] = [
      undefined,
      null,
      0,
      Number.NaN,
      'x',
      true,
      [],
      [{}],
      { surplus: 1 },
      { password: 1, text: 1, seq: 'x', askSeq: -1, name: [], lane: {}, language: 'fr', active: 'yes' },
      { seq: 1.5, id: Number.POSITIVE_INFINITY, atMs: -1 },
      { text: 'x'.repeat(5_000_000), name: 'x'.repeat(5_000_000), password: 'x'.repeat(5_000_000) },
      { text: '', source: 'serial', prefix: '', terminator: 'none' },
      JSON.parse('{"__proto__":{"role":"admin"},"constructor":{"prototype":{"role":"admin"}}}'),
      () => 1,
      { text: () => 1 },
    ];
    const said: Said = {};
    for (const name of given) {
      const codes = new Set<string>();
      for (const args of bad) {
        await call(name, args).then(
          (answer) => codes.add(answer.ok ? 'answered' : (answer.code ?? 'no code')),
          () => codes.add('could not be sent'),
        );
      }
      said[name] = [...codes].sort();
    }
    return said;
  }, channels);

/** Every channel with the same answers. */
const all = (channels: readonly CallName[], ...codes: string[]): Said =>
  Object.fromEntries(channels.map((name) => [name, codes]));

/** Nothing of the gate in the log, and the kiosk still answers a read. */
async function expectNothingWritten(): Promise<void> {
  const shown = kiosk.page.locator('[data-testid="verdict"]');
  expect(await shown.count()).toBe(0);
  await kiosk.page.evaluate(() =>
    window.gatelog.call('gate.read', { source: 'wedge', text: 'x', prefix: '', terminator: 'enter' }),
  );
  await shown.waitFor();
  expect(await shown.getAttribute('data-verdict')).toBe('ask');
  await kiosk.kill();
  const kinds = rowsOnDisk(kiosk.dataFolder).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind !== 'opened' && kind !== 'alive')).toEqual(['asked']);
}

describe('channels of the page', () => {
  it('refuse bad arguments, those of an administrator refuse a guard before that, and nothing is written', async () => {
    expect(await callBadly(names)).toEqual({
      ...all(ofRole('guard'), 'bridge/bad-arguments', 'could not be sent'),
      ...all(ofRole('admin'), 'bridge/not-allowed', 'could not be sent'),
    });
    await expectNothingWritten();
  });

  it('refuse bad arguments of an administrator too', async () => {
    const signedIn = await kiosk.page.evaluate(
      (password) => window.gatelog.call('staff.sign-in', { password }),
      PASSWORD,
    );
    expect(signedIn).toEqual({ ok: true, value: { role: 'admin', passwordSet: true, recovered: false } });
    expect(await callBadly(ofRole('admin'))).toEqual(
      all(ofRole('admin'), 'bridge/bad-arguments', 'could not be sent'),
    );
    await expectNothingWritten();
  });

  it('are those of the contract and no others', async () => {
    const codes = await kiosk.page.evaluate(async () => {
      const call = window.gatelog.call as (
        name: unknown,
        args: unknown,
      ) => Promise<{ ok: boolean; code?: string }>;
      const odd = [
        '',
        'gate.open',
        'log.append',
        '__proto__',
        'constructor',
        'toString',
        7,
        null,
        {},
        ['gate.state'],
      ];
      const answers = await Promise.all(odd.map((name) => call(name, {})));
      return [...new Set(answers.map((answer) => (answer.ok ? 'answered' : answer.code)))];
    });
    expect(codes).toEqual(['bridge/unknown-channel']);
    expect(kiosk.diagnostics()).not.toContain('log.append');
    await expectNothingWritten();
  });

  it('answer nobody but the top frame of the kiosk window: no frame inside it, no other window', async () => {
    const answers = await kiosk.app.evaluate(
      async ({ BrowserWindow }, { channel, channels }) => {
        const [own] = BrowserWindow.getAllWindows();
        // With Node in it, as nothing of the kiosk ever is: so that it can call main without any bridge.
        const other = new BrowserWindow({
          show: false,
          webPreferences: { nodeIntegration: true, contextIsolation: false, sandbox: false },
        });
        const ask = `Promise.all(${JSON.stringify(channels)}.map((name) =>
          require('electron').ipcRenderer.invoke(${JSON.stringify(channel)}, name, {})
            .then((answer) => (answer.ok ? 'answered' : answer.code), () => 'broke')))`;
        await other.loadURL('data:text/html,<p>x');
        const foreign: unknown = await other.webContents.executeJavaScript(ask);
        // The kiosk's own page, in a window that is not the kiosk's.
        await other.loadURL('app://gatelog/index.html');
        const twin: unknown = await other.webContents.executeJavaScript(ask);
        other.destroy();
        await own?.webContents.executeJavaScript(
          `document.body.append(document.createElement('iframe')); undefined`,
        );
        const frame = own?.webContents.mainFrame.frames[0];
        const inside: unknown = await frame?.executeJavaScript(`typeof window.gatelog`);
        return { foreign, twin, inside };
      },
      { channel: CALL_CHANNEL, channels: names },
    );
    const refused = names.map(() => 'bridge/bad-sender');
    expect(answers).toEqual({ foreign: refused, twin: refused, inside: 'undefined' });
    await expectNothingWritten();
  });
});
