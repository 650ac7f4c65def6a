import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { timestampMs } from '../../core/units.ts';
import { openKeptLog } from '../../main/log/kept.ts';
import type { OpenersChoiceView } from '../../preload/contract/opener-views.ts';
import { type DeskKiosk, startDeskKiosk } from '../support/desk-kiosk.ts';
import { testFolder } from '../support/folder.ts';

const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A|20042021';
const PASSPHRASE = 'correct horse battery staple';

let dataFolder: string;
let stick: string;
beforeEach(() => {
  dataFolder = testFolder();
  stick = testFolder();
});

async function start(batches: Record<string, unknown> = {}): Promise<DeskKiosk> {
  const kiosk = startDeskKiosk(dataFolder, { batches });
  onTestFinished(() => kiosk.close());
  await kiosk.call('staff.sign-in', { password: 'none is set' });
  return kiosk;
}
const officeKey = async (): Promise<string> => identityToRecipient(await generateIdentity());
/** The view after choosing, or the code of the refusal. */
async function choose(kiosk: DeskKiosk, choice: OpenersChoiceView): Promise<unknown> {
  const answer = await kiosk.call('openers.choose', choice);
  return answer.ok ? answer.value : answer.code;
}
async function view(kiosk: DeskKiosk): Promise<unknown> {
  const answer = await kiosk.call('openers.view', {});
  return answer.ok ? answer.value : answer.code;
}
async function deliver(kiosk: DeskKiosk): Promise<string> {
  const answer = await kiosk.call('delivery.deliver', { folder: stick });
  return answer.ok ? 'delivered' : answer.code;
}
const state = (kiosk: DeskKiosk) => kiosk.pushed('gate.state').at(-1)?.batchOpeners;
/** Acts of this part as the log has them; the kiosk is closed. */
function acts(): readonly unknown[] {
  const key = Buffer.from(readFileSync(join(dataFolder, 'log.key'), 'utf8').trim(), 'hex');
  const log = openKeptLog({
    path: join(dataFolder, 'gate.db'),
    key,
    gateId: 'cong-chinh',
    newLogId: () => 'a'.repeat(32),
    nowMs: () => timestampMs(0),
  });
  try {
    return [...log.audit.lines({ firstSeq: 1, lastSeq: 1000 })]
      .filter(({ what }) => String(what).startsWith('openers/'))
      .map(({ at_ms: _at, offset_min: _offset, clock: _clock, ...act }) => act);
  } finally {
    log.close();
  }
}

describe('who can open the batches', () => {
  it('is decided before the first delivery: until then nothing leaves', async () => {
    const kiosk = await start();
    await kiosk.scan(CARD);
    expect([state(kiosk), await deliver(kiosk), readdirSync(stick)]).toEqual([
      'undecided',
      'openers/undecided',
      [],
    ]);
    const key = await officeKey();
    await choose(kiosk, { kind: 'recipients', recipients: [key] });
    expect([state(kiosk), await deliver(kiosk)]).toEqual(['recipients', 'delivered']);
  });

  it('need not be decided where batches tell of nobody', async () => {
    const kiosk = await start({ profile: 'counts' });
    expect([state(kiosk), await deliver(kiosk)]).toEqual(['nobody', 'delivered']);
  });

  it('is chosen on the screen, outlives a restart, and every choice is in the audit', async () => {
    const [one, other] = [await officeKey(), await officeKey()];
    const before = await start();
    expect(await choose(before, { kind: 'recipients', recipients: [other.toUpperCase(), one, one] })).toEqual(
      {
        profile: 'full',
        headings: 'vi',
        decidedBy: 'screen',
        sinceMs: expect.any(Number),
        kind: 'recipients',
        recipients: [one, other].sort(),
        reason: null,
        problem: null,
      },
    );
    await choose(before, { kind: 'passphrase', passphrase: PASSPHRASE });
    await choose(before, { kind: 'plain', reason: '  không ai ngoài bảo vệ cầm USB ' });
    await before.scan(CARD);
    await before.close();
    const kiosk = await start();
    expect(await view(kiosk)).toMatchObject({ kind: 'plain', reason: 'không ai ngoài bảo vệ cầm USB' });
    await kiosk.scan(CARD);
    expect(state(kiosk)).toBe('plain');
    await kiosk.close();
    expect(acts()).toEqual([
      {
        who: 'admin',
        what: 'openers/chosen',
        fact_kind: 'recipients',
        fact_recipients: [one, other].sort().join(' '),
      },
      { who: 'admin', what: 'openers/chosen', fact_kind: 'passphrase' },
      {
        who: 'admin',
        what: 'openers/chosen',
        fact_kind: 'plain',
        fact_reason: 'không ai ngoài bảo vệ cầm USB',
      },
    ]);
  });

  it('never shows a passphrase again, and no file of the kiosk holds it bare', async () => {
    const kiosk = await start();
    expect(JSON.stringify(await choose(kiosk, { kind: 'passphrase', passphrase: PASSPHRASE }))).not.toContain(
      PASSPHRASE,
    );
    await kiosk.close();
    for (const name of readdirSync(dataFolder, { recursive: true, encoding: 'utf8' })) {
      const bytes = await Promise.resolve()
        .then(() => readFileSync(join(dataFolder, name)))
        .catch(() => Buffer.alloc(0));
      expect([name, bytes.includes(PASSPHRASE)]).toEqual([name, false]);
    }
  });

  it.each<[OpenersChoiceView, string]>([
    [{ kind: 'recipients', recipients: ['age1'] }, 'openers/bad-key'],
    [{ kind: 'recipients', recipients: [`AGE-SECRET-KEY-1${'Q'.repeat(58)}`] }, 'openers/bad-key'],
    [{ kind: 'passphrase', passphrase: 'too short' }, 'openers/bad-passphrase'],
    [{ kind: 'passphrase', passphrase: 'mật khẩu có dấu' }, 'openers/bad-passphrase'],
    [{ kind: 'plain', reason: ' short     ' }, 'openers/bad-reason'],
  ])('is refused as %j, and stays as it was', async (choice, code) => {
    const kiosk = await start();
    const before = await view(kiosk);
    expect([await choose(kiosk, choice), await view(kiosk)]).toEqual([code, before]);
  });

  it('is the settings file’s where that decides: the screen shows it and cannot change it', async () => {
    const key = await officeKey();
    const file = join(testFolder(), 'office-keys.txt');
    writeFileSync(file, `# the office\n${key}\n`);
    const kiosk = await start({ encryption: { recipientsFile: file } });
    expect(await view(kiosk)).toMatchObject({ decidedBy: 'settings', recipients: [key], problem: null });
    expect(await choose(kiosk, { kind: 'plain', reason: 'no reason will do here' })).toBe(
      'openers/in-settings',
    );
    writeFileSync(file, key.slice(1));
    expect([await view(kiosk), await deliver(kiosk)]).toMatchObject([
      { problem: 'openers/bad-key', recipients: [] },
      'openers/bad-key',
    ]);
    await kiosk.close();
    expect(acts()).toEqual([
      { who: 'admin', what: 'openers/in-settings', fact_kind: 'recipients', fact_recipients: key },
    ]);
  });

  it('says which line of a text is no key, and what it is instead', async () => {
    const key = await officeKey();
    const kiosk = await start();
    const check = async (text: string): Promise<unknown> => {
      const answer = await kiosk.call('openers.check', { text });
      return answer.ok ? answer.value : answer.code;
    };
    expect(await check(`# office\n${key.toUpperCase()}\n`)).toEqual({
      recipients: [key],
      problem: null,
      line: null,
    });
    expect(await check(await generateIdentity())).toEqual({ recipients: [], problem: 'secret', line: 1 });
    expect(await check(`${key}\nssh-ed25519 AAAA`)).toEqual({ recipients: [], problem: 'kind', line: 2 });
    expect(await check(key.replace(/.$/, key.endsWith('q') ? 'p' : 'q'))).toEqual({
      recipients: [],
      problem: 'damaged',
      line: 1,
    });
    expect(await check('')).toEqual({ recipients: [], problem: 'damaged', line: null });
  });
});
