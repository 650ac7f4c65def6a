import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openLog } from '../../main/log/index.ts';
import { logKey } from '../../main/log/key.ts';
import { hashPassword } from '../../main/staff/password.ts';
import type { PeoplePairView } from '../../preload/contract/people-views.ts';
import { type DeskKiosk, startDeskKiosk } from '../support/desk-kiosk.ts';
import { testFolder } from '../support/folder.ts';
import { GATE_START } from '../support/gate-log.ts';

const hex = (text: string): string => Buffer.from(text, 'utf8').toString('hex');
const CCCD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A, Huyện B, Đắk Lắk|20042021';
/** The same name and birth in a health-insurance card, with no number that the other has. */
const BHYT = `DN4010123456789|${hex('NGUYEN VAN THU')}|15/05/1999|1|-|01 - 028|01/01/2025|-|-|-|-|-|-|-|-|-|$`;
const OTHER = '002199000002||Trần Thị Mẫu|01011999|Nữ|Xã C|20042021';

let dataFolder: string;
beforeEach(() => {
  dataFolder = testFolder();
});

async function start(): Promise<DeskKiosk> {
  const kiosk = startDeskKiosk(dataFolder, { lanes: [{ name: '1', direction: 'in' }] });
  onTestFinished(() => kiosk.close());
  await kiosk.call('staff.sign-in', { password: 'none is set' });
  return kiosk;
}
async function pairs(kiosk: DeskKiosk, list: 'open' | 'joined' | 'dismissed') {
  const answer = await kiosk.call('people.page', { list, before: null });
  if (!answer.ok) throw new Error(answer.code);
  return answer.value;
}
async function only(kiosk: DeskKiosk, list: 'open' | 'joined' | 'dismissed'): Promise<PeoplePairView> {
  const [pair, ...others] = (await pairs(kiosk, list)).pairs;
  if (pair === undefined || others.length > 0) throw new Error(`not one pair in ${list}`);
  return pair;
}
async function keysOf(kiosk: DeskKiosk): Promise<[string, string]> {
  return [...(await only(kiosk, 'open')).keys];
}
const inside = (kiosk: DeskKiosk) => kiosk.pushed('gate.state').at(-1)?.counts.inside;

/** What administrators did with people, as the log has it once the kiosk has ended. */
function audited(): unknown[] {
  const path = join(dataFolder, 'gate.db');
  const log = openLog({
    path,
    key: logKey(join(dataFolder, 'log.key'), path),
    gateId: '',
    newLogId: () => '',
    nowMs: () => GATE_START,
  });
  const lines = [...log.audit.lines({ firstSeq: 0, lastSeq: Number.MAX_SAFE_INTEGER })];
  log.close();
  return lines
    .filter(({ what }) => String(what).startsWith('people/'))
    .map(({ at_ms: _, offset_min: __, ...line }) => line);
}

describe('who may be one person, for an administrator', () => {
  it('stands side by side, the first on the left, with numbers masked and what agrees said', async () => {
    const kiosk = await start();
    await kiosk.scan(CCCD);
    await kiosk.scan(BHYT);
    const page = await pairs(kiosk, 'open');
    expect([page.open, page.next]).toEqual([1, null]);
    expect(page.pairs[0]).toEqual({
      keys: [expect.stringMatching(/^[0-9a-f]{32}$/), expect.stringMatching(/^[0-9a-f]{32}$/)],
      why: 'alike',
      atMs: expect.any(Number),
      cards: [
        {
          name: 'Nguyễn Văn Thử',
          credentialKind: 'cccd',
          firstAtMs: expect.any(Number),
          lastAtMs: expect.any(Number),
        },
        {
          name: 'NGUYEN VAN THU',
          credentialKind: 'bhyt',
          firstAtMs: expect.any(Number),
          lastAtMs: expect.any(Number),
        },
      ],
      rows: [
        { field: 'name', one: ['Nguyễn Văn Thử'], other: ['NGUYEN VAN THU'], agreement: 'alike' },
        { field: 'birth', one: ['1999-05-15'], other: ['1999-05-15'], agreement: 'same' },
        { field: 'cccd', one: ['001•••••0001'], other: [], agreement: 'unclear' },
        { field: 'bhyt', one: [], other: ['DN4••••••••6789', '•••••••789'], agreement: 'unclear' },
        { field: 'sex', one: ['Nam'], other: ['Nam'], agreement: 'same' },
        { field: 'address', one: ['Xã A, Huyện B, Đắk Lắk'], other: [], agreement: 'unclear' },
      ],
      isOne: false,
      contradict: false,
    });
  });

  it('is one inside once joined and two once parted, and every act is in the audit without a name', async () => {
    const kiosk = await start();
    await kiosk.scan(CCCD);
    await kiosk.scan(BHYT);
    expect(inside(kiosk)).toBe(2);
    const keys = await keysOf(kiosk);
    await kiosk.call('people.join', { keys });
    // Said twice, it is done and written down once.
    await kiosk.call('people.join', { keys });
    expect([inside(kiosk), (await pairs(kiosk, 'open')).open]).toEqual([1, 0]);
    expect(await only(kiosk, 'joined')).toMatchObject({ keys, why: 'by-administrator', isOne: true });
    await kiosk.call('people.part', { keys });
    await kiosk.call('people.part', { keys });
    expect([inside(kiosk), (await pairs(kiosk, 'joined')).pairs]).toEqual([2, []]);
    await kiosk.call('people.dismiss', { keys });
    expect((await only(kiosk, 'dismissed')).keys).toEqual(keys);
    await kiosk.call('people.recall', { keys });
    expect((await only(kiosk, 'open')).keys).toEqual(keys);
    await kiosk.call('people.find', { text: 'nguyen' });
    await kiosk.close();
    const [one, other] = keys;
    const facts = { fact_one: one, fact_other: other };
    expect(audited()).toEqual([
      { clock: 'ok', who: 'admin', what: 'people/join', ...facts },
      { clock: 'ok', who: 'admin', what: 'people/part', ...facts },
      { clock: 'ok', who: 'admin', what: 'people/dismiss', ...facts },
      { clock: 'ok', who: 'admin', what: 'people/recall', ...facts },
      { clock: 'ok', who: 'admin', what: 'people/find', fact_found: 2 },
    ]);
  });

  it.each(['nguyễn văn thử', 'NGUYEN  VAN', 'Nguyễn Văn Thử'.normalize('NFD'), '001099'])(
    'is found by %s with every document that is his, masked',
    async (text) => {
      const kiosk = await start();
      await kiosk.scan(CCCD);
      await kiosk.scan(BHYT);
      await kiosk.scan(OTHER);
      await kiosk.call('people.join', { keys: await keysOf(kiosk) });
      expect(await kiosk.call('people.find', { text })).toEqual({
        ok: true,
        value: [
          {
            key: expect.any(String),
            name: expect.stringMatching(/^Nguyễn Văn Thử$|^NGUYEN VAN THU$/),
            birth: '1999-05-15',
            documents: expect.arrayContaining([
              { kind: 'cccd', numberMasked: '001•••••0001' },
              { kind: 'bhyt', numberMasked: 'DN4••••••••6789' },
            ]),
            lastAtMs: expect.any(Number),
          },
        ],
      });
    },
  );

  it('can be put side by side by hand, whatever the names', async () => {
    const kiosk = await start();
    await kiosk.scan(CCCD);
    await kiosk.scan(OTHER);
    const found = async (text: string): Promise<string> => {
      const answer = await kiosk.call('people.find', { text });
      return (answer.ok ? answer.value[0]?.key : undefined) ?? '';
    };
    const keys: [string, string] = [await found('tran thi'), await found('nguyen')];
    expect(await kiosk.call('people.compare', { keys })).toMatchObject({
      ok: true,
      value: { why: 'chosen', atMs: null, contradict: true, cards: [{ name: 'Nguyễn Văn Thử' }, {}] },
    });
  });
});

describe('the calls for people', () => {
  const keys: [string, string] = ['a'.repeat(32), 'b'.repeat(32)];
  it.each([
    ['people.page', { list: 'open', before: null }],
    ['people.find', { text: 'nguyen' }],
    ['people.compare', { keys }],
    ['people.join', { keys }],
    ['people.part', { keys }],
    ['people.dismiss', { keys }],
    ['people.recall', { keys }],
  ] as const)('%s is refused to a guard', async (name, args) => {
    const kiosk = startDeskKiosk(dataFolder, { adminPassword: hashPassword('mật khẩu') });
    onTestFinished(() => kiosk.close());
    expect(await kiosk.call(name, args)).toMatchObject({ ok: false, code: 'bridge/not-allowed' });
  });

  it.each([
    ['people.page', { list: 'all', before: null }],
    ['people.page', { list: 'open', before: 0 }],
    ['people.find', { text: 'x'.repeat(201) }],
    ['people.compare', { keys: ['a'.repeat(32)] }],
    ['people.join', { keys: ['a'.repeat(32), "' OR 1=1 --"] }],
    ['people.part', { keys: [...keys, 'c'.repeat(32)] }],
    ['people.dismiss', { keys, why: 'x' }],
    ['people.recall', {}],
  ] as const)('%s refuses wrong arguments: %j', async (name, args) => {
    const kiosk = await start();
    const call = kiosk.call as (name: string, args: unknown) => Promise<unknown>;
    expect(await call(name, args)).toMatchObject({ ok: false, code: 'bridge/bad-arguments' });
  });

  it.each(['people.compare', 'people.join', 'people.part', 'people.dismiss', 'people.recall'] as const)(
    '%s of people whom the log does not know says so',
    async (name) => {
      const kiosk = await start();
      expect(await kiosk.call(name, { keys })).toMatchObject({ ok: false, code: 'person/unknown' });
    },
  );
});
