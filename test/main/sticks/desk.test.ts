import { readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { describe, expect, onTestFinished } from 'vitest';
import type { Stick, StickSystem } from '../../../main/sticks/stick.ts';
import { verifyFolder } from '../../../office/verify.ts';
import type { CallAnswer } from '../../../preload/contract/channels.ts';
import type { SticksView } from '../../../preload/contract/stick-views.ts';
import { type DeskKiosk, startDeskKiosk } from '../../support/desk-kiosk.ts';
import { itNeeding } from '../../support/device.ts';
import { testFolder } from '../../support/folder.ts';
import { plugStick, type RealStick } from '../../support/sticks.ts';

const it = itNeeding('exfat');
const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A|20042021';
const OPEN = { encryption: { plain: { reason: 'tests read what lies there' } } };
async function start(system: StickSystem, batches: object = OPEN): Promise<DeskKiosk & { folder: string }> {
  const folder = testFolder();
  writeFileSync(
    join(folder, 'settings.json'),
    JSON.stringify({ site: { slug: 'a', name: 'A' }, gate: { slug: 'b', name: 'B' }, batches }),
  );
  const kiosk = startDeskKiosk(folder, { batches }, system);
  onTestFinished(() => kiosk.close());
  await kiosk.call('staff.sign-in', { password: 'none is set' });
  return { ...kiosk, folder };
}
/** The answer of a call that must not fail. */
async function view(answer: Promise<CallAnswer<'sticks.watch'>>): Promise<SticksView> {
  const answered = await answer;
  if (!answered.ok) throw new Error(answered.code);
  return answered.value;
}
const watch = (kiosk: DeskKiosk): Promise<SticksView> => view(kiosk.call('sticks.watch', { active: true }));
const deliver = (kiosk: DeskKiosk, { device }: RealStick): Promise<SticksView> =>
  view(kiosk.call('sticks.deliver', { device }));
const outcomeOf = ({ sticks }: SticksView): unknown => sticks[0]?.outcome;

/** As a PC finds a stick whose device goes with it when it is pulled out; a loop device stays. */
function pulling(stick: RealStick) {
  let isThere = true;
  let as: Partial<Stick> = {};
  const look = async () =>
    isThere ? (await stick.system.finder.look()).map((one) => ({ ...one, ...as })) : [];
  return {
    system: { ...stick.system, finder: { ...stick.system.finder, look } },
    pullOut: () => {
      isThere = false;
      stick.tearOut();
    },
    /** @param change what tells another stick in the same place */
    plugIn: (change: Partial<Stick> = {}) => {
      as = change;
      stick.plugAgain();
      isThere = true;
    },
  };
}

describe('the desk of sticks', () => {
  it('delivers, says that it is safe, knows the stick from then on, and forgets it where it is told to', async () => {
    const stick = plugStick(16, 'VĂN PHÒNG');
    const kiosk = await start(stick.system);
    await kiosk.scan(CARD);
    const before = await watch(kiosk);
    expect([before.known, before.sticks.map(({ label, known, problem }) => [label, known, problem])]).toEqual(
      [[], [['VĂN PHÒNG', null, null]]],
    );
    const after = await deliver(kiosk, stick);
    expect(outcomeOf(after)).toEqual({ kind: 'safe', events: 2, batches: 1 });
    expect(after.sticks[0]?.known).toMatchObject({ deliveries: 1, events: 2 });
    expect(after.known).toMatchObject([{ label: 'VĂN PHÒNG', deliveries: 1, plugged: true }]);
    // Every change was told to the page, the busy time among it.
    const told = kiosk.pushed('sticks.state').map(({ delivering }) => delivering);
    expect([told.includes(stick.device), told.at(-1)]).toEqual([true, null]);
    expect([...new Set(kiosk.pushed('delivery.progress').map(({ phase }) => phase))]).toEqual([
      'sealing',
      'writing',
      'verifying',
      'closing',
      'rereading',
    ]);
    stick.plugAgain();
    expect((await verifyFolder(stick.place)).ok).toBe(true);
    const id = after.known[0]?.id ?? '';
    const forgotten = await view(kiosk.call('sticks.forget', { id }));
    expect([forgotten.known, forgotten.sticks[0]?.known]).toEqual([[], null]);
  });

  it('says what is wrong with a stick: read-only, full, gone, in use', async () => {
    const stick = plugStick(8);
    const kiosk = await start(stick.system);
    await watch(kiosk);
    writeFileSync(join(stick.place, 'photos'), Buffer.alloc(5 << 20));
    expect(outcomeOf(await deliver(kiosk, stick))).toEqual({
      kind: 'failed',
      code: 'delivery/no-space',
      safeToPull: true,
    });
    stick.plugAgain();
    stick.readOnly();
    expect((await watch(kiosk)).sticks[0]).toMatchObject({ problem: 'delivery/read-only' });
    expect(outcomeOf(await deliver(kiosk, stick))).toMatchObject({ code: 'delivery/read-only' });
    expect(await kiosk.call('sticks.deliver', { device: '/dev/absent' })).toMatchObject({
      code: 'delivery/gone',
    });
  });

  it('says of a stick that was pulled out in the middle, and is no longer there, what became of it', async () => {
    const stick = plugStick(16, 'VĂN PHÒNG');
    const pc = pulling(stick);
    const kiosk = await start(pc.system);
    await watch(kiosk);
    const delivering = deliver(kiosk, stick);
    await expect.poll(() => kiosk.pushed('delivery.progress').length, { interval: 1 }).toBeGreaterThan(0);
    pc.pullOut();
    const after = await delivering;
    const lost = { kind: 'failed', code: 'delivery/gone', safeToPull: false };
    expect([after.sticks, after.lost]).toEqual([[], { label: 'VĂN PHÒNG', outcome: lost }]);

    pc.plugIn();
    const again = await watch(kiosk);
    expect([outcomeOf(again), again.lost]).toEqual([lost, null]);
    const done = await deliver(kiosk, stick);
    expect([outcomeOf(done), done.lost]).toEqual([{ kind: 'safe', events: 1, batches: 1 }, null]);
  });

  it('says nothing of it to another stick that gets the same place', async () => {
    const stick = plugStick(16, 'VĂN PHÒNG');
    const pc = pulling(stick);
    const kiosk = await start(pc.system);
    await watch(kiosk);
    const delivering = deliver(kiosk, stick);
    await expect.poll(() => kiosk.pushed('delivery.progress').length, { interval: 1 }).toBeGreaterThan(0);
    pc.pullOut();
    await delivering;
    pc.plugIn({ id: 'of-another' });
    const other = await watch(kiosk);
    expect([other.sticks.length, outcomeOf(other), other.lost]).toEqual([1, null, null]);
  });

  it('says of no stick what became of another that was taken out of its place unseen', async () => {
    const stick = plugStick(16, 'VĂN PHÒNG');
    const pc = pulling(stick);
    const kiosk = await start(pc.system);
    await watch(kiosk);
    expect(outcomeOf(await deliver(kiosk, stick))).toMatchObject({ kind: 'safe' });
    pc.plugIn({ id: 'of-another' });
    const other = await watch(kiosk);
    expect([other.sticks.length, outcomeOf(other), other.lost]).toEqual([1, null, null]);
  });

  it('asks for the system’s own eject where the stick is in use', async () => {
    const stick = plugStick();
    const kiosk = await start(stick.system);
    await watch(kiosk);
    const held = await open(join(stick.place, 'held'), 'w');
    try {
      expect(outcomeOf(await deliver(kiosk, stick))).toEqual({ kind: 'written', events: 1, batches: 1 });
    } finally {
      await held.close();
    }
  });

  it('delivers once where the button is pressed twice, and can be cancelled without leaving anything', async () => {
    const stick = plugStick();
    const kiosk = await start(stick.system);
    await watch(kiosk);
    const first = deliver(kiosk, stick);
    expect(await kiosk.call('sticks.deliver', { device: stick.device })).toMatchObject({
      code: 'delivery/busy',
    });
    await expect.poll(() => kiosk.pushed('delivery.progress').length, { interval: 1 }).toBeGreaterThan(0);
    await kiosk.call('delivery.cancel', {});
    expect(outcomeOf(await first)).toEqual({ kind: 'failed', code: 'delivery/cancelled', safeToPull: true });
    stick.plugAgain();
    expect(outcomeOf(await deliver(kiosk, stick))).toMatchObject({ kind: 'safe' });
  });

  it('delivers without being asked only to sticks that come while that is on, and never what anybody could read', async () => {
    const stick = plugStick();
    stick.eject();
    const plugged = { there: false };
    // The look of a PC into which the stick is put later.
    const system: StickSystem = {
      mounts: stick.system.mounts,
      finder: {
        ...stick.system.finder,
        look: async () => (plugged.there ? stick.system.finder.look() : []),
      },
    };
    const readable = await start(system);
    expect((await watch(readable)).withoutAsking).toEqual({ on: false, allowed: false });
    expect(await readable.call('sticks.without-asking', { on: true })).toMatchObject({
      code: 'stick/readable-by-all',
    });

    const recipient = await identityToRecipient(await generateIdentity());
    const kiosk = await start(system, { encryption: { recipients: [recipient] } });
    await watch(kiosk);
    const on = await view(kiosk.call('sticks.without-asking', { on: true }));
    expect(on.withoutAsking).toEqual({ on: true, allowed: true });
    const kept: unknown = JSON.parse(readFileSync(join(kiosk.folder, 'settings.json'), 'utf8'));
    expect(kept).toMatchObject({ sticks: { withoutAsking: true } });
    plugged.there = true;
    await watch(kiosk);
    await expect
      .poll(() => outcomeOf(kiosk.pushed('sticks.state').at(-1) ?? on), { timeout: 60_000 })
      .toMatchObject({ kind: 'safe' });
    // The same stick, still plugged in: nothing goes out by itself a second time.
    await kiosk.scan(CARD);
    const deliveries = (await watch(kiosk)).known[0]?.deliveries;
    expect([deliveries, (await watch(kiosk)).delivering]).toEqual([1, null]);
  });

  it('is no affair of a guard', async () => {
    const stick = plugStick();
    const kiosk = await start(stick.system);
    await kiosk.call('staff.sign-out', {});
    const calls = [
      kiosk.call('sticks.watch', { active: true }),
      kiosk.call('sticks.deliver', { device: stick.device }),
      kiosk.call('sticks.without-asking', { on: true }),
      kiosk.call('sticks.forget', { id: 'x' }),
      kiosk.call('delivery.plan', {}),
      kiosk.call('delivery.cancel', {}),
    ];
    for (const answer of await Promise.all(calls))
      expect(answer).toMatchObject({ ok: false, code: 'bridge/not-allowed' });
  });
});
