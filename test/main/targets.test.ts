import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { targetSchema } from '../../main/settings/targets.ts';
import { readOpeningKeys } from '../../office/opening-keys.ts';
import { verifyFolder } from '../../office/verify.ts';
import type { CallArgs } from '../../preload/contract/channels.ts';
import type { ProfileView, TargetView } from '../../preload/contract/target-views.ts';
import { type DeskKiosk, startDeskKiosk } from '../support/desk-kiosk.ts';
import { testFolder } from '../support/folder.ts';
import { openGateLog } from '../support/gate-log.ts';

const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A|20042021';
const OPEN = { encryption: { plain: { reason: 'tests read what lies there' } }, keepDays: 0 };
const WAIT = { timeout: 60_000, interval: 50 };

let dataFolder: string;
let shares: string;
beforeEach(() => {
  dataFolder = testFolder();
  shares = testFolder();
});

type SavedOpeners = CallArgs<'targets.save'>['openers'];

const share = (name: string): string => join(shares, name);
const target = (id: string, more: Record<string, unknown> = {}) => ({
  id,
  name: id,
  folder: share(id),
  ...more,
});

async function start(settings: Record<string, unknown> = {}): Promise<DeskKiosk> {
  const all = { batches: OPEN, ...settings };
  const least = { site: { slug: 's', name: 'S' }, gate: { slug: 'g', name: 'G' } };
  writeFileSync(join(dataFolder, 'settings.json'), JSON.stringify({ ...least, ...all }));
  const kiosk = startDeskKiosk(dataFolder, all);
  onTestFinished(() => kiosk.close());
  await kiosk.call('staff.sign-in', { password: 'none is set' });
  return kiosk;
}
async function view(kiosk: DeskKiosk) {
  const answer = await kiosk.call('targets.view', {});
  if (!answer.ok) throw new Error(answer.code);
  return answer.value;
}
async function one(kiosk: DeskKiosk, id: string): Promise<TargetView> {
  const found = (await view(kiosk)).targets.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no target ${id}`);
  return found;
}
/** Waits until the target is in this state. */
const until = (kiosk: DeskKiosk, id: string, state: TargetView['state']) =>
  vi.waitFor(async () => expect(await one(kiosk, id)).toMatchObject({ state }), WAIT);
/** What the office finds at a target: every range, oldest first, and nothing wrong. */
async function found(id: string): Promise<unknown[]> {
  const { batches, problems } = await verifyFolder(share(id));
  expect([...problems, ...batches.flatMap((batch) => batch.problems)]).toEqual([]);
  return batches.map(({ manifest }) => [manifest?.first_seq, manifest?.last_seq]);
}
const acts = async (kiosk: DeskKiosk, id: string) => {
  const answer = await kiosk.call('targets.history', { id, before: null });
  if (!answer.ok) throw new Error(answer.code);
  return answer.value.map(({ what, why, firstSeq, lastSeq }) =>
    [what, why ?? '', firstSeq === null ? '' : `${firstSeq}-${lastSeq}`].join(' ').trim(),
  );
};
const spooled = (): string[] => readdirSync(join(dataFolder, 'spool'));

describe('a target', () => {
  it('gets everything when somebody asks, and the spool forgets it', async () => {
    mkdirSync(share('a'));
    const kiosk = await start({ targets: [target('a')] });
    await kiosk.scan(CARD);
    expect(await one(kiosk, 'a')).toMatchObject({ state: 'idle', batchesToCome: 0, lastDelivery: null });
    expect(await kiosk.call('targets.send', { id: 'a' })).toMatchObject({ ok: true });
    await until(kiosk, 'a', 'idle');
    expect(await found('a')).toEqual([[1, 2]]);
    await vi.waitFor(() => expect(spooled()).toEqual([]), WAIT);
    expect(await acts(kiosk, 'a')).toEqual(['delivered  1-2', 'asked']);
    expect((await view(kiosk)).spool).toMatchObject({
      sealedBatches: 1,
      safeBatches: 1,
      forgottenBatches: 1,
    });
    expect(kiosk.pushed('gate.state').at(-1)).toMatchObject({ undeliveredEvents: 0 });
  });
});

describe('a target that is off', () => {
  it('keeps its batches in the spool over a restart, and catches up in order once it is there', async () => {
    mkdirSync(share('a'));
    const targets = [target('a'), target('b')];
    const before = await start({ targets });
    for (let n = 0; n < 2; n += 1) {
      await before.scan(CARD);
      for (const { id } of targets) await before.call('targets.send', { id });
      await until(before, 'a', 'idle');
      await until(before, 'b', 'waiting');
    }
    expect(await one(before, 'b')).toMatchObject({ why: 'delivery/gone', batchesToCome: 2 });
    expect((await view(before)).spool).toMatchObject({ unsafeBatches: 2, keptRenditions: 2, safeBatches: 0 });
    // It lies at one place: that is no warning to the guard.
    expect(before.pushed('gate.state').at(-1)?.undeliveredEvents).toBe(0);
    await before.close();
    const kiosk = await start({ targets });
    expect(spooled()).toHaveLength(2);
    mkdirSync(share('b'));
    await kiosk.call('targets.send', { id: 'b' });
    await until(kiosk, 'b', 'idle');
    expect(await found('b')).toEqual([
      [1, 2],
      [3, 3],
      [4, 5],
    ]);
    await kiosk.call('targets.send', { id: 'a' });
    await until(kiosk, 'a', 'idle');
    expect(await found('a')).toEqual(await found('b'));
    await vi.waitFor(() => expect(spooled()).toEqual([]), WAIT);
    const told = (await acts(kiosk, 'b')).filter((act) => act.startsWith('delivered'));
    expect(told).toEqual(['delivered  4-5', 'delivered  3-3', 'delivered  1-2']);
  });

  it('fills no spool where it is not required, and gets its copies all the same', async () => {
    mkdirSync(share('a'));
    const kiosk = await start({ targets: [target('a'), target('b', { required: false })] });
    await kiosk.scan(CARD);
    await kiosk.call('targets.send', { id: 'b' });
    await until(kiosk, 'b', 'waiting');
    await kiosk.call('targets.send', { id: 'a' });
    await until(kiosk, 'a', 'idle');
    await vi.waitFor(() => expect(spooled()).toEqual([]), WAIT);
    mkdirSync(share('b'));
    await kiosk.call('targets.send', { id: 'b' });
    await until(kiosk, 'b', 'idle');
    expect(await found('b')).toEqual([[1, 2]]);
  });

  it('does not stand in the way of a stick, and a stick does not take away what it waits for', async () => {
    const kiosk = await start({ targets: [target('b')] });
    await kiosk.scan(CARD);
    await kiosk.call('targets.send', { id: 'b' });
    await until(kiosk, 'b', 'waiting');
    mkdirSync(share('stick'));
    const delivered = await kiosk.call('delivery.deliver', { folder: share('stick') });
    expect(delivered).toMatchObject({ ok: true, value: { batches: [{ firstSeq: 1, lastSeq: 2 }] } });
    expect(spooled()).toHaveLength(1);
    expect(await found('stick')).toEqual([[1, 2]]);
    mkdirSync(share('b'));
    await kiosk.call('targets.send', { id: 'b' });
    await until(kiosk, 'b', 'idle');
    expect(await found('b')).toEqual([[1, 2]]);
    await vi.waitFor(() => expect(spooled()).toEqual([]), WAIT);
  });

  it('is sent what the spool lost, rendered again', async () => {
    const kiosk = await start({ targets: [target('b')] });
    await kiosk.scan(CARD);
    await kiosk.call('targets.send', { id: 'b' });
    await until(kiosk, 'b', 'waiting');
    rmSync(join(dataFolder, 'spool'), { recursive: true });
    mkdirSync(share('b'));
    await kiosk.call('targets.send', { id: 'b' });
    await until(kiosk, 'b', 'idle');
    expect(await found('b')).toEqual([[1, 2]]);
  });
});

describe('a target that is served', () => {
  it('can be stopped: nothing half written stays there, and it goes on when it is asked for again', async () => {
    mkdirSync(share('a'));
    const kiosk = await start({ targets: [target('a')] });
    for (let n = 0; n < 40; n += 1) await kiosk.scan(CARD);
    await kiosk.call('targets.send', { id: 'a' });
    expect(await kiosk.call('targets.stop', { id: 'a' })).toMatchObject({ ok: true });
    await until(kiosk, 'a', 'resting');
    expect((await acts(kiosk, 'a'))[0]).toMatch(/^stopped {2}1-/);
    const left = readdirSync(share('a'), { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => name.includes('.partial'))).toEqual([]);
    await kiosk.call('targets.send', { id: 'a' });
    await until(kiosk, 'a', 'idle');
    expect((await found('a'))[0]).toEqual([1, 41]);
  });
});

describe('an administrator', () => {
  const form = () => ({
    id: null as string | null,
    name: 'Kho lưu',
    folder: share('a'),
    profile: 'full' as ProfileView,
    openers: { kind: 'gate' } as SavedOpeners,
    times: ['22:00'],
    required: true,
    everything: false,
  });
  const save = (kiosk: DeskKiosk, more: Partial<ReturnType<typeof form>> = {}) =>
    kiosk.call('targets.save', { ...form(), ...more });

  it('tries out a folder: every step passes and nothing stays behind, or the step that does not is named', async () => {
    mkdirSync(share('a'));
    const kiosk = await start();
    const good = await kiosk.call('targets.check', { folder: share('a') });
    expect(good).toEqual({ ok: true, value: { failedStep: null, why: null } });
    expect(kiosk.pushed('targets.step')).toEqual(['find', 'write', 'rename', 'read', 'delete']);
    expect(readdirSync(share('a'))).toEqual([]);
    const gone = await kiosk.call('targets.check', { folder: share('b') });
    expect(gone).toEqual({ ok: true, value: { failedStep: 'find', why: 'delivery/gone' } });
    expect(await kiosk.call('targets.check', { folder: 'kho/chung' })).toMatchObject({
      code: 'targets/not-whole',
    });
  });

  it('adds, changes and removes targets; the settings file and the log remember, and an audit line tells', async () => {
    mkdirSync(share('a'));
    mkdirSync(share('b'));
    const before = await start();
    await before.call('targets.check', { folder: share('a') });
    expect(await save(before)).toMatchObject({ ok: true, value: { targets: [{ id: 'kho-luu' }] } });
    expect(await save(before)).toMatchObject({ code: 'targets/same-name' });
    await before.call('targets.send', { id: 'kho-luu' });
    await until(before, 'kho-luu', 'idle');
    await save(before, { id: 'kho-luu', name: 'Kho mới', folder: share('b'), everything: true, times: [] });
    await until(before, 'kho-luu', 'idle');
    expect(await found('b')).toEqual([[1, 1]]);
    expect(await acts(before, 'kho-luu')).toEqual([
      'delivered  1-1',
      'changed',
      'delivered  1-1',
      'asked',
      'added',
    ]);
    await before.close();
    const { targets } = JSON.parse(String(readFileSync(join(dataFolder, 'settings.json'))));
    expect(targets).toMatchObject([{ id: 'kho-luu', name: 'Kho mới', folder: share('b'), times: [] }]);
    const kiosk = await start({ targets });
    expect(await one(kiosk, 'kho-luu')).toMatchObject({ name: 'Kho mới', state: 'idle', batchesToCome: 0 });
    await kiosk.call('targets.send', { id: 'kho-luu' });
    await until(kiosk, 'kho-luu', 'idle');
    expect(await kiosk.call('targets.remove', { id: 'kho-luu' })).toMatchObject({ value: { targets: [] } });
    expect(await kiosk.call('targets.send', { id: 'kho-luu' })).toMatchObject({ code: 'targets/unknown' });
    // What lies there is not forgotten, and it can be brought back.
    const [gone] = (await view(kiosk)).removed;
    expect(gone).toMatchObject({
      id: 'kho-luu',
      name: 'Kho mới',
      folder: share('b'),
      batches: 2,
      onlyThere: 1,
    });
    const past = await kiosk.call('delivery.past', { days: null });
    const places = past.ok ? past.value.batches.map((batch) => batch.places) : [];
    expect(places.map((all) => all.map(({ kind, name }) => `${kind} ${name}`))).toEqual([
      ['removed Kho mới'],
      ['removed Kho mới', `folder ${share('a')}`],
    ]);
    expect((await acts(kiosk, 'kho-luu'))[0]).toBe('removed');
    expect(await kiosk.call('targets.history', { id: 'nobody', before: null })).toMatchObject({
      code: 'targets/unknown',
    });
    expect(await kiosk.call('targets.bring-back', { id: 'nobody' })).toMatchObject({
      code: 'targets/unknown',
    });
    expect(await kiosk.call('targets.bring-back', { id: 'kho-luu' })).toMatchObject({
      value: { targets: [{ id: 'kho-luu', name: 'Kho mới', state: 'idle', batchesToCome: 0 }], removed: [] },
    });
    expect((await acts(kiosk, 'kho-luu')).slice(0, 2)).toEqual(['brought-back', 'removed']);
    await kiosk.call('targets.remove', { id: 'kho-luu' });
    expect((await view(kiosk)).removed).toMatchObject([{ id: 'kho-luu' }]);
    // Another one of that name is another target.
    expect(await save(kiosk, { name: 'Kho lưu' })).toMatchObject({
      value: { targets: [{ id: 'kho-luu-2' }] },
    });
    const last =
      readdirSync(join(share('b'), 'GATELOG', 'benh-vien-thu', 'cong-chinh'))
        .sort()
        .at(-1) ?? '';
    const audit = readFileSync(
      join(share('b'), 'GATELOG', 'benh-vien-thu', 'cong-chinh', last, 'audit.ndjson'),
      'utf8',
    );
    const told = audit.split('\n').flatMap((line) => (line.includes('"target/') ? [JSON.parse(line)] : []));
    expect(told.map(({ what, fact_tested }) => [what, fact_tested])).toEqual([
      ['target/added', true],
      ['target/asked', undefined],
      ['target/changed', false],
    ]);
  });

  it('has everything sent anew once the settings have it so, neither before nor, after a kill in between, never', async () => {
    const shareOf = (id: string) => target(id, { folder: share('b'), profile: 'full' });
    // Whether it is there already, or new.
    for (const id of ['a', 'c']) {
      dataFolder = testFolder();
      shares = testFolder();
      for (const name of ['a', 'b']) mkdirSync(share(name));
      const before = await start({ targets: [target('a')] });
      await before.scan(CARD);
      await before.call('targets.send', { id: 'a' });
      await until(before, 'a', 'idle');
      rmSync(join(dataFolder, 'settings.json'));
      mkdirSync(join(dataFolder, 'settings.json'));
      const wish = { name: id, folder: share('b'), everything: true, times: [] };
      expect(await save(before, { id: id === 'a' ? 'a' : null, ...wish })).toMatchObject({
        code: 'settings/unwritable',
      });
      expect(await one(before, 'a')).toMatchObject({ batchesToCome: 0, folder: share('a') });
      await before.close();
      rmSync(join(dataFolder, 'settings.json'), { recursive: true });
      // As a kill leaves it before the settings are written.
      const between = openGateLog(dataFolder);
      between.targets.planStartOver(id, JSON.stringify(targetSchema.parse(shareOf(id))));
      between.close();
      const log = readFileSync(join(dataFolder, 'gate.db'));
      const killed = await start({ targets: id === 'a' ? [shareOf('a')] : [target('a'), shareOf('c')] });
      expect(await one(killed, id)).toMatchObject({ batchesToCome: 1 });
      await killed.close();
      // And where the change never reached the settings, nothing is sent twice.
      writeFileSync(join(dataFolder, 'gate.db'), log);
      const refused = await start({ targets: [target('a')] });
      expect(await one(refused, 'a')).toMatchObject({ batchesToCome: 0 });
      await refused.close();
    }
  });

  it('sends nothing anew of what could not be saved, whatever is saved after it', async () => {
    mkdirSync(share('a'));
    const wish = { id: 'a', name: 'a', folder: share('a'), openers: { kind: 'gate' } as const, times: [] };
    const kiosk = await start({ targets: [target('a', { profile: 'full' })] });
    await kiosk.scan(CARD);
    await kiosk.call('targets.send', { id: 'a' });
    await until(kiosk, 'a', 'idle');
    const settings = join(dataFolder, 'settings.json');
    const written = readFileSync(settings, 'utf8');
    rmSync(settings);
    mkdirSync(settings);
    expect(await save(kiosk, { ...wish, everything: true })).toMatchObject({ code: 'settings/unwritable' });
    rmSync(settings, { recursive: true });
    writeFileSync(settings, written);
    expect(await save(kiosk, { name: 'b', folder: share('b'), times: [] })).toMatchObject({ ok: true });
    expect(await one(kiosk, 'a')).toMatchObject({ state: 'idle', batchesToCome: 0 });
    expect((await acts(kiosk, 'a')).filter((act) => act.startsWith('delivered'))).toEqual(['delivered  1-2']);
  });

  it('finds a target there that was put into the settings file again by hand', async () => {
    mkdirSync(share('a'));
    const before = await start({ targets: [target('a')] });
    await before.call('targets.send', { id: 'a' });
    await until(before, 'a', 'idle');
    await before.call('targets.remove', { id: 'a' });
    await before.close();
    const kiosk = await start({ targets: [target('a')] });
    expect(await view(kiosk)).toMatchObject({ targets: [{ id: 'a', batchesToCome: 0 }], removed: [] });
    expect((await acts(kiosk, 'a')).slice(0, 3)).toEqual(['brought-back', 'removed', 'delivered  1-1']);
  });

  it('has one target for a folder: two copies there would be one, and count as two', async () => {
    const kiosk = await start({ targets: [target('a'), target('b')] });
    const taken = { code: 'targets/same-folder' };
    expect(await save(kiosk, { folder: share('a') })).toMatchObject(taken);
    expect(await save(kiosk, { folder: join(share('b'), '..', 'a', '.') })).toMatchObject(taken);
    expect(await save(kiosk, { id: 'b', name: 'b', folder: share('a') })).toMatchObject(taken);
    await kiosk.call('targets.remove', { id: 'a' });
    expect(await save(kiosk, { folder: share('a') })).toMatchObject({ ok: true });
    expect(await kiosk.call('targets.bring-back', { id: 'a' })).toMatchObject(taken);
    expect(await save(kiosk, { id: 'b', name: 'b 2', folder: share('b') })).toMatchObject({ ok: true });
  });

  it('brings back none whose name another one bears, and none beyond the most', async () => {
    const kiosk = await start({ targets: [target('a')] });
    await kiosk.call('targets.remove', { id: 'a' });
    await save(kiosk, { name: 'a', folder: share('b') });
    const back = () => kiosk.call('targets.bring-back', { id: 'a' });
    expect(await back()).toMatchObject({ code: 'targets/same-name' });
    for (let n = 1; n < 8; n += 1) await save(kiosk, { name: `b${n}`, folder: share(`b${n}`) });
    expect(await back()).toMatchObject({ code: 'targets/too-many' });
    expect((await view(kiosk)).removed).toMatchObject([{ id: 'a', batches: 0, onlyThere: 0 }]);
  });

  it('keeps a target where the settings cannot be written', async () => {
    const kiosk = await start({ targets: [target('a')] });
    rmSync(join(dataFolder, 'settings.json'));
    mkdirSync(join(dataFolder, 'settings.json'));
    expect(await kiosk.call('targets.remove', { id: 'a' })).toMatchObject({ ok: false });
    expect(await view(kiosk)).toMatchObject({ targets: [{ id: 'a' }], removed: [] });
  });

  it('gives a target a profile and a key of its own, and the same batch goes out in two renditions', async () => {
    mkdirSync(share('a'));
    mkdirSync(share('b'));
    const identity = await generateIdentity();
    const recipient = await identityToRecipient(identity);
    const kiosk = await start();
    await save(kiosk, { name: 'A', folder: share('a') });
    await save(kiosk, {
      name: 'B',
      folder: share('b'),
      profile: 'masked',
      openers: { kind: 'recipients', recipients: [recipient] },
    });
    const wrong = await save(kiosk, {
      name: 'C',
      folder: share('c'),
      openers: { kind: 'recipients', recipients: ['age1wrong'] },
    });
    expect(wrong).toMatchObject({ code: 'openers/bad-key' });
    await kiosk.scan(CARD);
    for (const id of ['a', 'b']) {
      await kiosk.call('targets.send', { id });
      await until(kiosk, id, 'idle');
    }
    const names = (id: string) => readdirSync(join(share(id), 'GATELOG', 'benh-vien-thu', 'cong-chinh'));
    expect(names('a')).toHaveLength(1);
    expect(names('b')).toEqual([expect.stringMatching(/0000000001-0000000002\.masked\.age-[0-9a-f]{8}$/)]);
    expect(await one(kiosk, 'b')).toMatchObject({ openers: 'recipients', recipients: [recipient] });
    await vi.waitFor(() => expect(spooled()).toEqual([]), WAIT);
  });

  it('gives a target a passphrase of its own, which goes in and never comes back', async () => {
    mkdirSync(share('a'));
    const secret = 'con meo treo len cay cau';
    const file = join(testFolder(), 'passphrase.txt');
    writeFileSync(file, `${secret}\n`);
    const kiosk = await start();
    const short = { kind: 'passphrase' as const, passphrase: 'short' };
    expect(await save(kiosk, { openers: short })).toMatchObject({ code: 'openers/bad-passphrase' });
    // Counts: the fewest envelopes, each of which takes its time.
    const own = { profile: 'counts' as const, openers: { kind: 'passphrase' as const, passphrase: secret } };
    const saved = await save(kiosk, own);
    expect(saved).toMatchObject({
      ok: true,
      value: { targets: [{ openers: 'passphrase', recipients: [] }] },
    });
    // It outlives a change of something else.
    await save(kiosk, { id: 'kho-luu', profile: 'counts', name: 'Kho khác', openers: { kind: 'asIs' } });
    await kiosk.call('targets.send', { id: 'kho-luu' });
    await until(kiosk, 'kho-luu', 'idle');
    const keys = await readOpeningKeys([], [file]);
    const { batches } = await verifyFolder(share('a'), new Map(), keys);
    expect(batches.map(({ inside, problems }) => [inside, problems])).toEqual([['opened', []]]);
    const settings = readFileSync(join(dataFolder, 'settings.json'), 'utf8');
    expect(JSON.parse(settings)).toMatchObject({ targets: [{ encryption: { passphraseInLog: true } }] });
    expect(JSON.stringify([saved, await view(kiosk), settings])).not.toContain(secret);
  });

  it('keeps the passphrase that it had where the settings file does not take the change', async () => {
    mkdirSync(share('a'));
    const secret = 'con meo treo len cay cau';
    const file = join(testFolder(), 'passphrase.txt');
    writeFileSync(file, secret);
    const kiosk = await start();
    const own = (passphrase: string) => ({
      profile: 'counts' as const,
      openers: { kind: 'passphrase' as const, passphrase },
    });
    await save(kiosk, own(secret));
    const settings = join(dataFolder, 'settings.json');
    const good = readFileSync(settings);
    writeFileSync(settings, '{');
    const changed = await save(kiosk, { id: 'kho-luu', ...own('hoi tham chu chuot di dau') });
    expect(changed).toMatchObject({ code: 'settings/unwritable' });
    writeFileSync(settings, good);
    await kiosk.call('targets.send', { id: 'kho-luu' });
    await until(kiosk, 'kho-luu', 'idle');
    const { batches } = await verifyFolder(share('a'), new Map(), await readOpeningKeys([], [file]));
    expect(batches.map(({ inside, problems }) => [inside, problems])).toEqual([['opened', []]]);
  });

  it('leaves files open at a target only with a reason; the audit tells it, and never a passphrase', async () => {
    mkdirSync(share('a'));
    const secret = 'con meo treo len cay cau';
    const kiosk = await start();
    await save(kiosk, { openers: { kind: 'passphrase', passphrase: secret } });
    const plain = (reason: string) => save(kiosk, { id: 'kho-luu', openers: { kind: 'plain', reason } });
    expect(await plain('vì')).toMatchObject({ code: 'openers/bad-reason' });
    expect(await plain('ổ này nằm trong phòng khóa')).toMatchObject({
      value: { targets: [{ openers: 'plain', plainReason: 'ổ này nằm trong phòng khóa' }] },
    });
    // What was done since the last event goes with the next one.
    await kiosk.scan(CARD);
    await kiosk.call('targets.send', { id: 'kho-luu' });
    await until(kiosk, 'kho-luu', 'idle');
    const [batch] = (await verifyFolder(share('a'))).batches;
    const audit = readFileSync(join(share('a'), batch?.folder ?? '', 'audit.ndjson'), 'utf8');
    expect(audit).toMatch(/"fact_openers":"passphrase".*\n.*"fact_openers":"plain"/);
    expect(audit).toContain('ổ này nằm trong phòng khóa');
    expect(audit).not.toContain(secret);
  });

  it('is blocked, and sends nothing, where the log does not know the passphrase that was chosen for it', async () => {
    mkdirSync(share('a'));
    const kiosk = await start({ targets: [target('a', { encryption: { passphraseInLog: true } })] });
    await kiosk.call('targets.send', { id: 'a' });
    await until(kiosk, 'a', 'blocked');
    expect(await one(kiosk, 'a')).toMatchObject({ why: 'openers/unreadable' });
    expect(readdirSync(share('a'))).toEqual([]);
  });

  it('who has not said who can open the batches is told by the target, which goes on once that is said', async () => {
    mkdirSync(share('a'));
    const kiosk = await start({ batches: {}, targets: [target('a')] });
    expect(await kiosk.call('targets.send', { id: 'a' })).toMatchObject({ code: 'openers/undecided' });
    await kiosk.call('openers.choose', { kind: 'plain', reason: 'so that something is sealed' });
    await kiosk.call('targets.send', { id: 'a' });
    await until(kiosk, 'a', 'idle');
    expect(await found('a')).toEqual([[1, 1]]);
  });

  it('seals into the spool, and hears where nothing is new', async () => {
    const kiosk = await start();
    expect(await kiosk.call('targets.seal', {})).toMatchObject({
      value: { spool: { sealedBatches: 1, unsealedEvents: 0, keptRenditions: 1 } },
    });
    expect(await kiosk.call('targets.seal', {})).toMatchObject({ code: 'batch/empty' });
    expect(await kiosk.call('targets.seal-at', { times: ['22:00', '06:00'] })).toMatchObject({
      value: { sealAt: ['06:00', '22:00'] },
    });
  });
});
