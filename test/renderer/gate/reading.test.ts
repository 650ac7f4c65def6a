import { describe, expect, test } from 'vitest';
import type { ScannerState, ScannerView } from '../../../preload/contract/views.ts';
import { centreOf, deadLanes } from '../../../renderer/gate/reading.ts';
import { gateView } from '../views.ts';

const LOST: readonly ScannerState[] = ['waiting', 'unplugged', 'failed', 'closed'];

const cable = (lane: string, state: ScannerState): ScannerView => ({
  id: `/dev/tty${lane}`,
  kind: 'serial',
  lane,
  state,
  problem: null,
  baudRate: 9600,
});
const camera = (lane: string, state: ScannerState): ScannerView => ({
  id: 'camera',
  kind: 'camera',
  lane,
  state,
  problem: null,
  baudRate: null,
});
const { wedge } = gateView();
/** A keyboard scanner that was set up by what it types first. */
const prefixed = { ...wedge, lane: 'Ra', prefixes: ['#1'] };
const centre = (scanners: readonly ScannerView[], over = {}) => centreOf(gateView({ scanners, ...over }));

describe('the middle of the idle screen', () => {
  test('asks for the code where something can read it, and names only what does', () => {
    const table: readonly [readonly ScannerView[], string][] = [
      [[], 'scanner'],
      [[cable('1', 'ready')], 'scanner'],
      [[cable('1', 'opening')], 'scanner'],
      [[camera('1', 'ready')], 'camera'],
      [[cable('1', 'ready'), camera('1', 'ready')], 'both'],
      [[cable('1', 'ready'), camera('1', 'unplugged')], 'scanner'],
      [[cable('1', 'unplugged'), camera('1', 'ready')], 'camera'],
      [[cable('1', 'failed'), cable('2', 'ready')], 'scanner'],
    ];
    expect(table.map(([scanners]) => centre(scanners))).toEqual(
      table.map(([, to]) => ({ kind: 'prompt', to })),
    );
  });

  test('says so once nothing reads any more, whatever became of it', () => {
    for (const state of LOST) {
      expect([
        centre([cable('1', state)]),
        centre([cable('1', state), cable('2', state)]),
        centre([camera('1', state)]),
        centre([cable('1', state), camera('1', state)]),
      ]).toEqual([
        { kind: 'unread', what: 'scanner' },
        { kind: 'unread', what: 'scanner' },
        { kind: 'unread', what: 'camera' },
        { kind: 'unread', what: 'both' },
      ]);
    }
  });

  test('goes on asking where a keyboard scanner was set up: nobody can see whether it is plugged in', () => {
    expect(centre([cable('1', 'unplugged')], { wedge: prefixed })).toEqual({ kind: 'prompt', to: 'scanner' });
  });

  test('says before all else that nothing can be written down', () => {
    const full = { log: { ok: false, errorCode: 'log/disk-full' } };
    const gone = { log: { ok: false, errorCode: 'log/gone' } };
    const unknown = { log: { ok: false, errorCode: null } };
    expect([
      centre([cable('1', 'ready')], full),
      centre([cable('1', 'unplugged')], full),
      centre([cable('1', 'ready')], gone),
      centre([cable('1', 'ready')], unknown),
    ]).toEqual([
      { kind: 'unwritten', cause: 'disk-full' },
      { kind: 'unwritten', cause: 'disk-full' },
      { kind: 'unwritten', cause: 'log' },
      { kind: 'unwritten', cause: 'log' },
    ]);
  });
});

describe('the lanes at which nothing reads any more', () => {
  const dead = (scanners: readonly ScannerView[], over = {}) => [
    ...deadLanes(gateView({ scanners, ...over })),
  ];

  test('are only those whose own scanners are all lost', () => {
    expect([
      dead([]),
      dead([cable('Vào', 'ready'), cable('Ra', 'ready')]),
      dead([cable('Vào', 'ready'), cable('Ra', 'opening')]),
      ...LOST.map((state) => dead([cable('Vào', 'ready'), cable('Ra', state)])),
      dead([cable('Vào', 'failed'), camera('Vào', 'ready'), cable('Ra', 'failed')]),
      dead([cable('Vào', 'failed'), camera('Ra', 'closed')]),
      dead([camera('Ra', 'closed')]),
    ]).toEqual([[], [], [], ...LOST.map(() => ['Ra']), ['Ra'], ['Vào', 'Ra'], ['Ra']]);
  });

  test('are never the one to which a keyboard scanner was set up, or may stand beside a camera alone', () => {
    expect(dead([camera('1', 'closed')])).toEqual([]);
    expect(dead([cable('Vào', 'failed'), cable('Ra', 'failed')], { wedge: prefixed })).toEqual(['Vào']);
  });
});
