import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../main/log/open.ts';
import { hashPassword } from '../../../main/staff/password.ts';
import type { TrustListView, TrustPreviewView } from '../../../preload/contract/trust-views.ts';
import { type DeskKiosk, startDeskKiosk } from '../../support/desk-kiosk.ts';
import { testFolder } from '../../support/folder.ts';
import { openGateLog } from '../../support/gate-log.ts';
import * as make from '../../support/trust-lists.ts';

const VCI = 'vci-snapshot:https://directory.example/vci-issuers.json';

let dataFolder: string;
let stick: string;
beforeEach(() => {
  dataFolder = testFolder();
  stick = testFolder();
});

async function start(settings: Record<string, unknown> = {}): Promise<DeskKiosk> {
  const kiosk = startDeskKiosk(dataFolder, settings);
  onTestFinished(() => kiosk.close());
  await kiosk.call('staff.sign-in', { password: 'none is set' });
  return kiosk;
}
function snapshot(time: string, ...names: readonly string[]): string {
  const issuers = names.map((name) => ({ iss: `https://shc.example/${name}`, name, keys: [make.shcJwk()] }));
  const path = join(stick, 'vci_snapshot.json');
  writeFileSync(path, make.jsonBytes(make.vciSnapshot(issuers, { time })));
  return path;
}
/** Chooses in the dialog; the preview, or the code of the refusal. */
async function choose(kiosk: DeskKiosk, path: string): Promise<TrustPreviewView | string> {
  kiosk.willPick(path);
  const answer = await kiosk.call('trust.choose', { what: 'file' });
  if (!answer.ok) return answer.code;
  if (answer.value === null) throw new Error('nothing was chosen');
  return answer.value;
}
async function preview(kiosk: DeskKiosk, path: string): Promise<TrustPreviewView> {
  const seen = await choose(kiosk, path);
  if (typeof seen === 'string') throw new Error(seen);
  return seen;
}
async function importFrom(kiosk: DeskKiosk, path: string): Promise<void> {
  const { id } = await preview(kiosk, path);
  expect(await kiosk.call('trust.apply', { preview: id })).toMatchObject({ ok: true });
}
async function lists(kiosk: DeskKiosk): Promise<readonly TrustListView[]> {
  const answer = await kiosk.call('trust.lists', {});
  if (!answer.ok) throw new Error(answer.code);
  return answer.value;
}
const trustState = (kiosk: DeskKiosk) => kiosk.pushed('gate.state').at(-1)?.trust;

describe('importing trust lists', () => {
  it('shows what would change and changes nothing until it is applied', async () => {
    const kiosk = await start();
    await importFrom(kiosk, snapshot('2026-05-01T00:00:00Z', 'a', 'b'));
    const seen = await preview(kiosk, snapshot('2026-06-01T00:00:00Z', 'b', 'c'));
    expect(seen).toMatchObject({ from: 'vci_snapshot.json', refused: [], applicable: true });
    expect(seen.lists).toMatchObject([
      {
        id: VCI,
        kind: 'vci-snapshot',
        issue: {
          listedAtMs: Date.parse('2026-06-01T00:00:00Z'),
          issuers: 2,
          signature: { why: 'not-signed' },
        },
        replaces: { listedAtMs: Date.parse('2026-05-01T00:00:00Z'), issuers: 2 },
        signer: 'none',
        older: false,
        added: { count: 1, shown: [{ country: null, name: 'c' }] },
        removed: { count: 1, shown: [{ country: null, name: 'a' }] },
        changed: { count: 1, shown: [{ country: null, name: 'b' }] },
      },
    ]);
    expect((await lists(kiosk))[0]?.inForce?.listedAtMs).toBe(Date.parse('2026-05-01T00:00:00Z'));
    await kiosk.call('trust.apply', { preview: seen.id });
    expect((await lists(kiosk))[0]).toMatchObject({
      inForce: { listedAtMs: Date.parse('2026-06-01T00:00:00Z') },
      before: { listedAtMs: Date.parse('2026-05-01T00:00:00Z') },
    });
  });

  it('outlives a restart, and the list before can be brought back', async () => {
    const kiosk = await start();
    await importFrom(kiosk, snapshot('2026-05-01T00:00:00Z', 'a'));
    await importFrom(kiosk, snapshot('2026-06-01T00:00:00Z', 'b'));
    await kiosk.close();
    const again = await start();
    expect(await lists(again)).toMatchObject([
      {
        id: VCI,
        name: 'https://directory.example/vci-issuers.json',
        inForce: { issuers: 1, damaged: false },
        before: { issuers: 1 },
      },
    ]);
    expect(await again.call('trust.bring-back', { id: VCI })).toMatchObject({
      ok: true,
      value: [{ inForce: { listedAtMs: Date.parse('2026-05-01T00:00:00Z') } }],
    });
    expect(await again.call('trust.remove', { id: VCI })).toMatchObject({
      value: [{ inForce: null, before: { listedAtMs: Date.parse('2026-05-01T00:00:00Z') } }],
    });
    expect(trustState(again)).toEqual({ lists: 0, oldestAtMs: null, damaged: 0, warnDays: 90 });
  });

  it('counts the age of a list whose date is still to come from its import', async () => {
    const kiosk = await start();
    await importFrom(kiosk, snapshot('2999-01-01T00:00:00Z', 'a'));
    const [list] = await lists(kiosk);
    expect(trustState(kiosk)?.oldestAtMs).toBe(list?.inForce?.importedAtMs);
  });

  it('never puts a list with a wrong signature in force, nor a preview that is not the last', async () => {
    const kiosk = await start();
    const by = make.signer('XA');
    const payload = { dsc_trust_list: { XA: { keys: [{ kid: 'AAE=', x5c: [make.base64(by)] }] } } };
    const path = join(stick, 'list.jws');
    writeFileSync(path, make.jws(payload, by, { x5c: [make.base64(make.signer('XB'))] }));
    const wrong = await preview(kiosk, path);
    expect([wrong.applicable, wrong.lists[0]?.issue.signature.why]).toEqual([false, 'wrong']);
    const apply = (id: number) => kiosk.call('trust.apply', { preview: id });
    expect(await apply(wrong.id)).toMatchObject({ ok: false, code: 'trust/bad-signature' });
    writeFileSync(path, make.jws(payload, by));
    const good = await preview(kiosk, path);
    expect(await apply(wrong.id)).toMatchObject({ ok: false, code: 'trust/not-previewed' });
    await kiosk.call('trust.cancel', {});
    expect(await apply(good.id)).toMatchObject({ ok: false, code: 'trust/not-previewed' });
    expect(await lists(kiosk)).toEqual([]);
  });

  it('says whether the same key signed as before', async () => {
    const kiosk = await start();
    const [one, two] = [make.signer('XA'), make.signer('XB')];
    const path = join(stick, 'list.jws');
    const signedBy = async (by: typeof one | null) => {
      const payload = {
        dsc_trust_list: { XA: { keys: [{ kid: 'AAE=', x5c: [make.base64(make.signer())] }] } },
      };
      writeFileSync(path, by === null ? make.jsonBytes(payload) : make.jws(payload, by));
      const seen = await preview(kiosk, path);
      await kiosk.call('trust.apply', { preview: seen.id });
      return seen.lists[0]?.signer;
    };
    const seen = [await signedBy(one), await signedBy(one), await signedBy(two), await signedBy(null)];
    expect([...seen, await signedBy(null)]).toEqual(['first', 'same', 'other', 'lost', 'none']);
  });

  it('says so of an older issue, and what a folder holds beside its lists', async () => {
    const kiosk = await start();
    await importFrom(kiosk, snapshot('2026-05-01T00:00:00Z', 'a'));
    snapshot('2026-04-01T00:00:00Z', 'a');
    writeFileSync(join(stick, 'certs.pem'), make.signer('XA').pem + make.authority('XB').pem);
    writeFileSync(join(stick, 'readme.txt'), 'Xin chào');
    const seen = await preview(kiosk, stick);
    expect(seen.lists.map(({ kind, older, issue }) => [kind, older, issue.issuers]).sort()).toEqual([
      ['certificates', false, 2],
      ['vci-snapshot', true, 1],
    ]);
    expect(seen.refused).toEqual([{ name: 'readme.txt', code: 'trust/invalid', why: null }]);
  });

  it('says why nothing came of what was chosen, and nothing where nobody chose', async () => {
    const kiosk = await start();
    expect(await choose(kiosk, join(stick, 'absent.json'))).toBe('trust/gone');
    writeFileSync(join(stick, 'a.json'), '{}');
    expect(await choose(kiosk, stick)).toBe('trust/invalid');
    writeFileSync(join(stick, 'b.json'), '{}');
    expect(await choose(kiosk, stick)).toBe('trust/empty');
    expect(await kiosk.call('trust.choose', { what: 'file' })).toEqual({ ok: true, value: null });
    expect(await kiosk.call('trust.bring-back', { id: VCI })).toMatchObject({ code: 'trust/no-earlier' });
    expect(await kiosk.call('trust.remove', { id: VCI })).toMatchObject({ code: 'trust/no-earlier' });
  });

  it('is written into the audit with counts and a hash, and no name of a file', async () => {
    const kiosk = await start();
    writeFileSync(join(stick, 'Nguyễn Văn Thử.pem'), make.signer('XA').pem);
    await importFrom(kiosk, join(stick, 'Nguyễn Văn Thử.pem'));
    const id = 'certificates:Nguyễn Văn Thử';
    await kiosk.call('trust.remove', { id });
    await kiosk.call('trust.bring-back', { id });
    await kiosk.close();
    const log = openGateLog(dataFolder);
    onTestFinished(() => log.close());
    const lines = [...log.audit.lines({ firstSeq: 1, lastSeq: 99 })].filter(({ what }) =>
      String(what).startsWith('trust/'),
    );
    expect(lines).toMatchObject([
      {
        what: 'trust/imported',
        fact_kind: 'certificates',
        fact_issuers: 1,
        fact_added: 1,
        fact_removed: 0,
        fact_changed: 0,
        fact_signature: 'not-signed',
        fact_signerKeyHash: null,
        fact_listedAtMs: null,
        fact_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      { what: 'trust/removed', fact_kind: 'certificates', fact_issuers: 1 },
      { what: 'trust/brought-back', fact_kind: 'certificates', fact_issuers: 1 },
    ]);
    expect(JSON.stringify(lines)).not.toContain('Thử');
  });
});

describe('a kept list that is damaged', () => {
  it('does not keep the kiosk from starting, is named, and the others are in force', async () => {
    const kiosk = await start();
    await importFrom(kiosk, snapshot('2026-05-01T00:00:00Z', 'a'));
    writeFileSync(join(stick, 'x.pem'), make.signer('XA').pem);
    await importFrom(kiosk, join(stick, 'x.pem'));
    await kiosk.close();
    const key = Buffer.from(readFileSync(join(dataFolder, 'log.key'), 'utf8').trim(), 'hex');
    const db = openDatabase({ path: join(dataFolder, 'gate.db'), key });
    db.exec(`UPDATE trust_list SET entries = 'x' WHERE list_id LIKE 'vci%'`);
    db.close();
    const again = await start({ trustWarnDays: 30 });
    await again.scan('001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A|20042021');
    expect(again.pushed('gate.verdict').at(-1)?.verdict).toBe('welcome');
    expect(trustState(again)).toMatchObject({ lists: 1, damaged: 1, warnDays: 30 });
    expect((await lists(again)).map(({ id, inForce }) => [id, inForce?.damaged])).toEqual([
      ['certificates:x', false],
      [VCI, true],
    ]);
    expect(again.problems).toContain('trust/invalid');
    await importFrom(again, snapshot('2026-06-01T00:00:00Z', 'a'));
    expect(trustState(again)).toMatchObject({ lists: 2, damaged: 0 });
  });
});

describe('the calls for trust lists', () => {
  it.each([
    ['trust.lists', {}],
    ['trust.choose', { what: 'file' }],
    ['trust.cancel', {}],
    ['trust.apply', { preview: 1 }],
    ['trust.bring-back', { id: VCI }],
    ['trust.remove', { id: VCI }],
  ] as const)('%s is refused to a guard', async (name, args) => {
    const kiosk = startDeskKiosk(dataFolder, { adminPassword: hashPassword('mật khẩu') });
    onTestFinished(() => kiosk.close());
    expect(await kiosk.call(name, args)).toMatchObject({ ok: false, code: 'bridge/not-allowed' });
  });

  it.each([
    ['trust.lists', { x: 1 }],
    ['trust.choose', { what: '/etc/passwd' }],
    ['trust.choose', { what: 'file', path: '/etc/passwd' }],
    ['trust.cancel', null],
    ['trust.apply', { preview: 0 }],
    ['trust.apply', { preview: '1' }],
    ['trust.bring-back', { id: '' }],
    ['trust.bring-back', { id: 'x'.repeat(400) }],
    ['trust.remove', {}],
  ] as const)('%s refuses wrong arguments: %j', async (name, args) => {
    const kiosk = await start();
    const call = kiosk.call as (name: string, args: unknown) => Promise<unknown>;
    expect(await call(name, args)).toMatchObject({ ok: false, code: 'bridge/bad-arguments' });
  });
});
