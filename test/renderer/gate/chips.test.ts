import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { chipsOf, columnChips, isProblem } from '../../../renderer/gate/chips.ts';
import vi from '../../../renderer/locales/vi.json' with { type: 'json' };
import { gateView } from '../views.ts';

const texts = i18next.createInstance();
const DAY_MS = 86_400_000;
const NOW_MS = 1_795_000_000_000;

beforeAll(async () => {
  await texts.init({
    lng: 'vi',
    resources: { vi: { translation: vi } },
    interpolation: { escapeValue: false },
  });
});

describe('the chips', () => {
  test('give no advice while all is well', () => {
    const chips = chipsOf(texts.t, gateView(), NOW_MS);
    expect(chips.map((chip) => chip.advice)).toEqual([null, null, null, null]);
  });

  test('say that batches lie open, and nothing where they are closed, tell of nobody or wait', () => {
    const shown = (batchOpeners: ReturnType<typeof gateView>['batchOpeners']) =>
      chipsOf(texts.t, gateView({ batchOpeners }), NOW_MS)
        .filter(({ id }) => id === 'openers')
        .map(({ state, advice }) => [state, advice]);
    expect(shown('plain')).toEqual([['warn', vi.chips.openersPlainDo]]);
    for (const well of ['recipients', 'passphrase', 'nobody', 'undecided'] as const)
      expect([well, shown(well)]).toEqual([well, []]);
  });

  test('tell of a stick while it is delivered to and stays plugged in, and of none else', () => {
    const shown = (stick: ReturnType<typeof gateView>['stick']) =>
      chipsOf(texts.t, gateView({ stick }), NOW_MS)
        .filter(({ id }) => id === 'stick')
        .map(({ state, word, advice }) => [state, word, advice]);
    expect(shown(null)).toEqual([]);
    expect(shown({ state: 'delivering', code: null })).toEqual([['busy', '', vi.chips.stickDelivering]]);
    expect(shown({ state: 'safe', code: null })).toEqual([['ok', vi.chips.stickSafe, null]]);
    expect(shown({ state: 'written', code: null })).toEqual([['warn', '', vi.sticks.written]]);
    const [failed] = shown({ state: 'failed', code: 'delivery/no-space' });
    expect(failed).toEqual(['warn', '', vi.errors['delivery/no-space']]);
  });

  test('say what to do when a scanner is unplugged, and come first', () => {
    const [first] = chipsOf(
      texts.t,
      gateView({
        scanners: [
          { id: 'wedge', kind: 'wedge', lane: '1', state: 'ready', problem: null, baudRate: null },
          {
            id: '/dev/ttyACM0',
            kind: 'serial',
            lane: '1',
            state: 'unplugged',
            problem: 'open-failed',
            baudRate: 9600,
          },
        ],
      }),
      NOW_MS,
    );
    expect(first).toMatchObject({
      id: 'scanner-/dev/ttyACM0',
      state: 'bad',
      dataState: 'unplugged',
      advice: 'Máy quét đã rút ra. Cắm lại, máy sẽ tự nhận.',
    });
  });

  test('name the reason of a log that does not record', () => {
    const [first] = chipsOf(texts.t, gateView({ log: { ok: false, errorCode: 'log/disk-full' } }), NOW_MS);
    expect(first?.advice).toContain('Ổ đĩa đã đầy');
  });

  test('beside the middle of the screen say in a word what it tells with what to do, and nothing less of the rest', () => {
    const shown = (over: Parameters<typeof gateView>[0]) =>
      columnChips(texts.t, gateView(over), NOW_MS)
        .filter(({ state }) => state !== 'ok' && state !== 'none')
        .map(({ state, title, word, advice }) => [state, title, word, advice]);
    const scanner = { kind: 'serial', lane: '1', state: 'unplugged', problem: null, baudRate: 9600 } as const;
    const lost = { id: '/dev/ttyACM0', ...scanner };
    expect([
      shown({ log: { ok: false, errorCode: 'log/disk-full' }, clock: 'suspect' }),
      shown({ scanners: [lost] }),
      shown({ scanners: [lost], log: { ok: false, errorCode: null } }),
      shown({ scanners: [{ ...lost, state: 'failed' }] }),
    ]).toEqual([
      [
        ['warn', 'Đồng hồ', '', vi.clockProblem],
        ['told', 'Sổ ghi', 'không ghi được', null],
      ],
      [['told', 'Máy quét', 'mất kết nối', null]],
      [
        ['bad', 'Máy quét', '', vi.scannerProblem.unplugged],
        ['told', 'Sổ ghi', 'không ghi được', null],
      ],
      [['bad', 'Máy quét', '', vi.scannerProblem.failed]],
    ]);
  });

  test('count as wrong, for the room that they take, whether the column or the middle says what to do', () => {
    const lost = {
      id: '/dev/ttyACM0',
      kind: 'serial',
      lane: '1',
      state: 'unplugged',
      problem: null,
      baudRate: 9600,
    } as const;
    const wrong = (over: Parameters<typeof gateView>[0]) =>
      columnChips(texts.t, gateView(over), NOW_MS)
        .filter(isProblem)
        .map(({ id }) => id);
    expect([wrong({}), wrong({ clock: 'suspect', scanners: [lost] })]).toEqual([
      [],
      ['clock', 'scanner-/dev/ttyACM0'],
    ]);
  });

  test('ask for the administrator when the clock is doubted', () => {
    const [first] = chipsOf(texts.t, gateView({ clock: 'suspect', clockDoubt: 'jumped' }), NOW_MS);
    expect(first).toMatchObject({ id: 'clock', dataState: 'suspect', state: 'warn' });
    expect(first?.advice).toContain('mời quản trị xem lại giờ');
  });

  test('name a scanner that is well by its lane, and by a number where the lane has two', () => {
    const serial = (id: string, lane: string) =>
      ({ id, kind: 'serial', lane, state: 'ready', problem: null, baudRate: 9600 }) as const;
    const chips = chipsOf(
      texts.t,
      gateView({
        lanes: [
          { name: 'Trước', direction: 'in' },
          { name: 'Sau', direction: 'out' },
        ],
        scanners: [
          serial('/dev/ttyACM0', 'Trước'),
          serial('/dev/ttyACM1', 'Sau'),
          serial('/dev/ttyACM2', 'Sau'),
        ],
      }),
      NOW_MS,
    );
    expect(chips.filter((chip) => chip.kind === 'scanner').map((chip) => chip.title)).toEqual([
      'Trước',
      'Máy quét 1 · làn Sau',
      'Máy quét 2 · làn Sau',
    ]);
  });

  test('warn of events that lie nowhere else for longer than the setting says, louder the longer they do', () => {
    const HOUR_MS = DAY_MS / 24;
    const shown = (hours: number, deliveryWarnHours: number, undeliveredEvents = 12) => {
      const undeliveredSinceMs = NOW_MS - hours * HOUR_MS;
      const gate = gateView({
        lastDeliveryAtMs: NOW_MS - 900 * HOUR_MS,
        undeliveredEvents,
        undeliveredSinceMs,
        deliveryWarnHours,
      });
      const chip = chipsOf(texts.t, gate, NOW_MS).find(({ id }) => id === 'delivery');
      return [chip?.state, chip?.advice];
    };
    expect(shown(167, 168)).toEqual(['ok', null]);
    expect(shown(170, 168)).toEqual(['warn', expect.stringContaining('Đã 7 ngày')]);
    expect(shown(700, 168)).toEqual(['bad', expect.stringContaining('Đã 29 ngày')]);
    expect(shown(26, 24)).toEqual(['warn', expect.stringContaining('Đã 26 giờ')]);
    expect(shown(700, 168, 0)).toEqual(['ok', null]);
  });

  test('say that a target gets open files', () => {
    const gate = gateView({ batchOpeners: 'recipients', targets: { count: 1, blocked: 0, open: 1 } });
    const [first] = chipsOf(texts.t, gate, NOW_MS);
    expect(first).toMatchObject({ id: 'openers', state: 'warn', advice: vi.chips.openersTargetDo });
  });

  test('tell of a signing key only where new batches cannot be sealed', () => {
    const shown = (signingProblem: string | null) =>
      chipsOf(texts.t, gateView({ signingProblem }), NOW_MS).flatMap(({ id, state, advice }) =>
        id === 'signing' ? [[state, advice]] : [],
      );
    expect([shown(null), shown('key/signing-missing')]).toEqual([[], [['warn', vi.chips.signingDo]]]);
  });

  test('show a word for a problem that this build does not know', () => {
    const [first] = chipsOf(
      texts.t,
      gateView({
        scanners: [
          {
            id: 'camera',
            kind: 'camera',
            lane: '1',
            state: 'failed',
            problem: 'NotReadableError',
            baudRate: null,
          },
        ],
      }),
      NOW_MS,
    );
    expect(first?.advice).toBe(vi.cameraProblem.failed);
  });
});
