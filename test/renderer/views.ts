import type { GateStateView } from '../../preload/contract/gate-views.ts';
import type { VerdictView } from '../../preload/contract/verdict-views.ts';

/** A quiet gate with everything well; invented names. */
export function gateView(over: Partial<GateStateView> = {}): GateStateView {
  return {
    siteName: 'Trường Thử Nghiệm',
    gateName: 'Cổng trước',
    onlyGate: false,
    language: 'vi',
    lanes: [{ name: '1', direction: 'in' }],
    autoOffered: false,
    typing: 'telex',
    counts: { inside: 3, inToday: 5, outToday: 2 },
    capacity: null,
    recent: [],
    scanners: [
      { id: '/dev/ttyACM0', kind: 'serial', lane: '1', state: 'ready', problem: null, baudRate: 9600 },
    ],
    log: { ok: true, errorCode: null },
    clock: 'ok',
    clockDoubt: null,
    keyProtected: true,
    purposes: ['Khám bệnh', 'Giao hàng'],
    soundVolume: 70,
    trust: { lists: 0, oldestAtMs: null, damaged: 0, warnDays: 90 },
    batchOpeners: 'recipients',
    stick: null,
    suddenEnd: null,
    codeOpensKey: true,
    lastDeliveryAtMs: null,
    undeliveredEvents: 0,
    undeliveredSinceMs: null,
    deliveryWarnHours: 168,
    targets: { count: 0, blocked: 0, open: 0 },
    signingProblem: null,
    retention: { days: 30, phase: 'resting', heldBy: null, lastAtMs: null },
    undo: null,
    openAskSeq: null,
    guard: null,
    camera: { enabled: false, device: null, againAfterMs: 60_000 },
    wedge: { lane: '1', prefixes: [], terminator: 'enter', silenceMs: 120, burstGapMs: 35, burstMinKeys: 6 },
    nowMs: 1_795_000_000_000,
    ...over,
  };
}

/** A welcome; invented person. */
export function verdictView(over: Partial<VerdictView> = {}): VerdictView {
  return {
    id: 1,
    verdict: 'welcome',
    seq: 1,
    reason: 'entered',
    name: 'Nguyễn Văn Thử',
    birthYear: '2002',
    documentMasked: '001•••••0001',
    credentialKind: 'cccd',
    lane: '1',
    atMs: 1_795_000_000_000,
    sinceMs: null,
    damage: [],
    rawShort: null,
    notes: [],
    checks: [],
    decidedBy: null,
    parts: null,
    askedDirection: null,
    errorCode: null,
    hideAfterMs: 5_000,
    readAtMs: 1_795_000_000_000,
    committedAtMs: 1_795_000_000_000,
    ...over,
  };
}
