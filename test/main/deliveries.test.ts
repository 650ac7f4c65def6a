import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { hours } from '../../core/units.ts';
import { sealRange } from '../../main/delivery/seal.ts';
import { openSpoolKey } from '../../main/delivery/spool.ts';
import { NO_KEYS, readOpeningKeys } from '../../office/opening-keys.ts';
import { verifyFolder } from '../../office/verify.ts';
import { type DeskKiosk, startDeskKiosk } from '../support/desk-kiosk.ts';
import { testFolder } from '../support/folder.ts';
import { openGateLog, passage } from '../support/gate-log.ts';
import { planOf, SAMPLE_GATE, sealInput } from '../support/sample-batch.ts';

const LOG_ID = 'a'.repeat(32);
const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A|20042021';

/** Open to everybody, and nothing kept of what was delivered, unless a test says otherwise. */
const OPEN = { encryption: { plain: { reason: 'tests read what lies there' } }, keepDays: 0 };

let dataFolder: string;
let stick: string;
beforeEach(() => {
  dataFolder = testFolder();
  stick = testFolder();
});

async function start(settings: Record<string, unknown> = {}): Promise<DeskKiosk> {
  const { batches, ...others } = settings;
  const kiosk = startDeskKiosk(dataFolder, { ...others, batches: { ...OPEN, ...(batches ?? {}) } });
  onTestFinished(() => kiosk.close());
  await kiosk.call('staff.sign-in', { password: 'none is set' });
  return kiosk;
}
/** Somebody who came in the last hour, in front of a kiosk that is started now. */
const lately = (n: number) => passage(n, '', Date.now() - hours(1));
/** Delivers; the ranges that lie on the stick afterwards, or the code of the failure. */
async function deliver(kiosk: DeskKiosk, folder = stick): Promise<unknown> {
  const answer = await kiosk.call('delivery.deliver', { folder });
  return answer.ok ? answer.value.batches.map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq]) : answer.code;
}
/** Seals one scan and leaves it owed: the stick is not plugged in. */
async function owe(kiosk: DeskKiosk): Promise<void> {
  await kiosk.scan(CARD);
  expect(await deliver(kiosk, join(stick, 'not plugged in'))).toBe('delivery/gone');
}
/** A batch of two events that lost its spool, of which the log says that these files had other bytes. */
async function oweChanged(names: readonly string[]): Promise<void> {
  const log = openGateLog(dataFolder, LOG_ID);
  log.append([lately(1), lately(2)]);
  const identity = { ...SAMPLE_GATE, logId: LOG_ID, gateId: log.identity.gateId };
  const input = sealInput(dataFolder, [...log.rows(1, 2)], { identity, auditLines: [] });
  const { sealed, rendition } = await sealRange(input);
  const files = rendition.files.map((file) =>
    names.includes(file.name) ? { ...file, sha256: 'ab'.repeat(32) } : file,
  );
  log.batches.record({ sealed, rendition: { ...rendition, files, plainFiles: files } });
  log.close();
  rmSync(join(dataFolder, 'spool'), { recursive: true });
}
const problemsOnStick = async () => {
  const { batches, problems } = await verifyFolder(stick);
  return [...problems, ...batches.flatMap((batch) => batch.problems)];
};

describe('a batch that is still owed', () => {
  it('goes out under the names that it was sealed with, whatever the settings say since', async () => {
    const before = await start();
    await owe(before);
    await before.close();
    const kiosk = await start({ site: { slug: 'benh-vien-moi', name: 'Bệnh viện Mới' } });
    await kiosk.scan(CARD);
    expect(await deliver(kiosk)).toHaveLength(2);
    expect(readdirSync(join(stick, 'GATELOG')).sort()).toEqual(['benh-vien-moi', 'benh-vien-thu']);
    expect(await problemsOnStick()).toEqual([]);
  });

  it.each<[string, (spool: string) => void]>([
    ['lost', (spool) => rmSync(spool, { recursive: true })],
    [
      'damaged',
      (spool) => {
        const [batch = ''] = readdirSync(spool);
        writeFileSync(join(spool, batch, 'events.csv'), 'no longer what was sealed');
      },
    ],
  ])('is rendered again, byte for byte, where the spool was %s', async (_, harm) => {
    const kiosk = await start();
    await owe(kiosk);
    harm(join(dataFolder, 'spool'));
    await kiosk.scan(CARD);
    expect(await deliver(kiosk)).toEqual([
      [1, 2],
      [3, 3],
    ]);
    expect(await problemsOnStick()).toEqual([]);
    expect(readdirSync(join(dataFolder, 'spool'))).toEqual([]);
  });

  it('never goes out as another one: where the log gives other bytes now, it is refused', async () => {
    await oweChanged(['events.csv']);
    const kiosk = await start();
    expect(await deliver(kiosk)).toBe('batch/invalid');
    expect(readdirSync(dataFolder)).toContain('spool');
    expect(readdirSync(join(dataFolder, 'spool'))).toEqual([]);
  });

  it('from before there were profiles is rendered again as it was, byte for byte', async () => {
    const log = openGateLog(dataFolder, LOG_ID);
    log.append([lately(1), lately(2)]);
    const spoolKey = await openSpoolKey(join(dataFolder, 'spool.key'));
    const identity = { ...SAMPLE_GATE, logId: LOG_ID, gateId: log.identity.gateId };
    const plan = planOf('full', { schemaVersion: 1 });
    const input = sealInput(dataFolder, [...log.rows(1, 2)], { identity, plan, spoolKey, auditLines: [] });
    log.batches.record(await sealRange(input));
    log.close();
    rmSync(join(dataFolder, 'spool'), { recursive: true });
    const kiosk = await start();
    expect(await deliver(kiosk)).toEqual([
      [1, 2],
      [3, 3],
    ]);
    const { ok, batches } = await verifyFolder(stick);
    expect([ok, batches.map(({ manifest }) => manifest?.schema_version)]).toEqual([true, [1, 2]]);
  });

  it('goes out though an earlier version packed it otherwise and the spool was lost: the same record', async () => {
    await oweChanged(['events.parquet', 'events.xlsx', 'manifest.json', 'manifest.jws', 'SHA256SUMS']);
    const kiosk = await start();
    expect(await deliver(kiosk)).toEqual([
      [1, 2],
      [3, 3],
    ]);
    expect(await problemsOnStick()).toEqual([]);
  });

  it('stays in the spool where it belongs to the log before this one', async () => {
    const other = join(dataFolder, 'spool', 'benh-vien-thu-cong-chinh-ffffffff-0000000001-0000000002');
    mkdirSync(other, { recursive: true });
    const kiosk = await start();
    expect(await deliver(kiosk)).toEqual([[1, 1]]);
    expect(readdirSync(join(dataFolder, 'spool'))).toEqual([other.split('/').at(-1)]);
  });
});

describe('batches for an office', () => {
  /** What lies on the stick: folder's suffix, profile and range, as the office finds it with its key. */
  async function found(keys = NO_KEYS): Promise<unknown[]> {
    const report = await verifyFolder(stick, new Map(), keys);
    expect([report.ok, report.problems]).toEqual([true, []]);
    return report.batches
      .map(({ inside, manifest }) => [manifest?.profile, inside, manifest?.first_seq, manifest?.last_seq])
      .sort();
  }
  async function keyOfOffice() {
    const identity = await generateIdentity();
    const file = join(testFolder(), 'office.txt');
    writeFileSync(file, `${identity}\n`);
    return { recipient: await identityToRecipient(identity), keys: await readOpeningKeys([file], []) };
  }

  it('that were sealed in the open and never left go out encrypted once the office has a key', async () => {
    const before = await start();
    await owe(before);
    expect(readdirSync(join(dataFolder, 'spool'))).toHaveLength(1);
    await before.close();
    const { recipient, keys } = await keyOfOffice();
    const kiosk = await start({ batches: { encryption: { recipients: [recipient] } } });
    expect(await deliver(kiosk)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(await found()).toEqual([
      ['full', 'closed', 1, 2],
      ['full', 'closed', 3, 4],
    ]);
    expect(await found(keys)).toEqual([
      ['full', 'opened', 1, 2],
      ['full', 'opened', 3, 4],
    ]);
    expect(readdirSync(join(dataFolder, 'spool'))).toEqual([]);
  });

  it('are rendered again where the spool was lost: other bytes, the same record', async () => {
    const { recipient, keys } = await keyOfOffice();
    const kiosk = await start({ batches: { encryption: { recipients: [recipient] } } });
    await owe(kiosk);
    const [lost = ''] = readdirSync(join(dataFolder, 'spool'));
    rmSync(join(dataFolder, 'spool'), { recursive: true });
    expect(await deliver(kiosk)).toEqual([[1, 2]]);
    expect(await found(keys)).toEqual([['full', 'opened', 1, 2]]);
    const names = readdirSync(join(stick, 'GATELOG', 'benh-vien-thu', 'cong-chinh'));
    expect(names.some((name) => name === lost)).toBe(false);
  });

  it('are delivered again whole where they had gone out with less, and not the other way round', async () => {
    const counting = await start({ batches: { profile: 'counts' } });
    expect(await deliver(counting)).toEqual([[1, 1]]);
    await counting.close();
    const masking = await start({ batches: { profile: 'masked', headings: 'en' } });
    expect(await deliver(masking)).toEqual([
      [1, 1],
      [2, 3],
    ]);
    await masking.close();
    const whole = await start();
    expect(await deliver(whole)).toHaveLength(3);
    await whole.close();
    const again = await start({ batches: { profile: 'counts' } });
    expect(await deliver(again)).toHaveLength(1);
    expect(await found()).toHaveLength(1 + 2 + 3 + 1);
  });

  it('have the same pseudonyms at two gates that were given one secret', async () => {
    const secret = join(testFolder(), 'pseudonym.key');
    writeFileSync(secret, '5'.repeat(64));
    const ids: unknown[] = [];
    for (const slug of ['cong-mot', 'cong-hai']) {
      dataFolder = testFolder();
      const kiosk = await start({
        gate: { slug, name: slug },
        batches: { profile: 'pseudonymous', pseudonymKeyFile: secret },
      });
      await kiosk.scan(CARD);
      await deliver(kiosk);
      await kiosk.close();
    }
    const { batches } = await verifyFolder(stick);
    for (const { folder } of batches) {
      const lines = readFileSync(join(stick, folder, 'events.csv'), 'utf8').split('\r\n');
      const at = lines[0]?.split(',').indexOf('document') ?? -1;
      ids.push(...new Set(lines.flatMap((line) => line.split(',').filter((_, i) => i === at))));
    }
    const pseudonyms = ids.filter((id) => /^[0-9a-f]{32}$/.test(String(id)));
    expect([pseudonyms.length, new Set(pseudonyms).size]).toEqual([2, 1]);
    expect(existsSync(join(dataFolder, 'pseudonym.key'))).toBe(false);
  });
});

describe('the key that signs', () => {
  const acts = (folder: string | undefined): unknown[] =>
    readFileSync(join(stick, folder ?? '', 'audit.ndjson'), 'utf8')
      .split('\n')
      .flatMap((line) => (line.includes('"what":"key/') ? [JSON.parse(line)] : []));

  it('is missed where it was lost before the first batch: scans go on, and nothing is sealed', async () => {
    const before = await start();
    await before.close();
    rmSync(join(dataFolder, 'gate-key.pem'));
    const kiosk = await start();
    await kiosk.scan(CARD);
    expect(await deliver(kiosk)).toBe('key/signing-missing');
    expect(await kiosk.call('targets.seal', {})).toMatchObject({ code: 'key/signing-missing' });
    expect(kiosk.pushed('gate.state').at(-1)).toMatchObject({
      signingProblem: 'key/signing-missing',
      log: { ok: true },
      counts: { inside: 1 },
    });
    expect(existsSync(join(dataFolder, 'gate-key.pem'))).toBe(false);
  });

  it('is made anew where it was lost and an administrator says so, and the next batch tells the office', async () => {
    const before = await start();
    expect(await deliver(before)).toEqual([[1, 1]]);
    await before.close();
    rmSync(join(dataFolder, 'gate-key.pem'));
    const kiosk = await start();
    expect(await deliver(kiosk)).toBe('key/signing-missing');
    const made = await kiosk.call('gate-key.make', {});
    expect(made).toMatchObject({ ok: true });
    expect(kiosk.pushed('gate.state').at(-1)).toMatchObject({ signingProblem: null });
    expect(await deliver(kiosk)).toEqual([[2, 4]]);
    const { ok, batches } = await verifyFolder(stick);
    const [old, now] = batches.map(({ manifest }) => manifest?.key_id);
    expect([ok, old === now]).toEqual([true, false]);
    expect(acts(batches[1]?.folder)).toMatchObject([
      { what: 'key/made-anew', fact_keyId: now, fact_batches: 1 },
    ]);
  });

  it('that is lost keeps nothing from going out that was sealed before', async () => {
    const before = await start();
    await owe(before);
    await before.close();
    rmSync(join(dataFolder, 'gate-key.pem'));
    const kiosk = await start();
    // What came since waits.
    expect(await deliver(kiosk)).toBe('key/signing-missing');
    const { ok, batches } = await verifyFolder(stick);
    expect([ok, batches.map(({ manifest }) => manifest?.last_seq)]).toEqual([true, [2]]);
  });

  it('that is lost with the spool keeps nothing from the office once another is made', async () => {
    const before = await start();
    await owe(before);
    await before.close();
    rmSync(join(dataFolder, 'gate-key.pem'));
    rmSync(join(dataFolder, 'spool'), { recursive: true });
    const kiosk = await start();
    await kiosk.call('gate-key.make', {});
    const ranges = await deliver(kiosk);
    expect(ranges).toMatchObject([
      [1, 2],
      [3, expect.any(Number)],
    ]);
    const { ok, batches } = await verifyFolder(stick);
    expect([ok, new Set(batches.map(({ manifest }) => manifest?.key_id)).size]).toEqual([true, 1]);
  });
});
