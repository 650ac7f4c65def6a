import type { TFunction } from 'i18next';
import type { GateStateView } from '../../preload/contract/gate-views.ts';
import type { ScannerView } from '../../preload/contract/scanner-views.ts';
import { isHeld } from '../ui/retention.ts';
import { errorText, textFor } from '../ui/texts.ts';
import { timeOrDay } from '../ui/time.ts';
import { tooOldDays } from '../ui/trust-age.ts';
import { laneName, laneText } from './lane-text.ts';
import { toldInMiddle } from './reading.ts';

/** `none`: nothing is wrong, and nothing has been done yet that could be well. */
export type ChipState = 'ok' | 'none' | 'busy' | 'warn' | 'bad';

/** One thing that the gate depends on. `advice` is null while all is well; else it says what to do. */
export interface Chip {
  readonly id: string;
  readonly kind:
    | 'scanner'
    | 'camera'
    | 'log'
    | 'clock'
    | 'delivery'
    | 'stick'
    | 'trust'
    | 'openers'
    | 'signing'
    | 'retention';
  readonly state: ChipState;
  /** State word for tests and styles; a scanner's own state where it is one. */
  readonly dataState: string;
  readonly title: string;
  readonly word: string;
  readonly advice: string | null;
}

const HOUR_MS = 3_600_000;
/** Events that wait for a delivery so many times longer than is worth a warning are worth a louder one. */
const BAD_TIMES = 4;

/** A chip beside the middle of the idle screen; `told`: something is wrong, and the middle says so and what to do. */
export type ColumnChip = Omit<Chip, 'state'> & { readonly state: ChipState | 'told' };

/** Whether a chip tells of something wrong, here or in the middle: it takes more room than one that is well. Pure. */
export const isProblem = ({ state, advice }: Pick<ColumnChip, 'state' | 'advice'>): boolean =>
  advice !== null || state === 'told';

/** Chips of the column: of what the middle tells, only that it is so, after those with something to do. Pure. */
export function columnChips(t: TFunction, gate: GateStateView, nowMs: number): readonly ColumnChip[] {
  const scanners = toldInMiddle(gate);
  const isTold = ({ id, advice }: Chip): boolean =>
    advice !== null && (id === 'log' || scanners.has(id.replace(/^scanner-/, '')));
  const chips = chipsOf(t, gate, nowMs);
  return [
    ...chips.filter((chip) => chip.advice !== null && !isTold(chip)),
    ...chips.filter(isTold).map((chip) => ({
      ...chip,
      state: 'told' as const,
      word: t(chip.id === 'log' ? 'chips.logFailed' : 'chips.lost'),
      advice: null,
    })),
    ...chips.filter((chip) => chip.advice === null),
  ];
}

/** Every chip of the gate, those with something to do first. Pure. */
export function chipsOf(t: TFunction, gate: GateStateView, nowMs: number): readonly Chip[] {
  const chips = [
    logChip(t, gate),
    ...gate.scanners.map((scanner) => scannerChip(t, scanner, gate)),
    clockChip(t, gate),
    deliveryChip(t, gate, nowMs),
    ...stickChip(t, gate),
    ...signingChip(t, gate),
    ...trustChip(t, gate, nowMs),
    ...openersChip(t, gate),
    ...retentionChip(t, gate),
  ];
  const order: Readonly<Record<ChipState, number>> = { bad: 0, warn: 1, busy: 2, none: 3, ok: 3 };
  return chips
    .map((chip, index) => ({ chip, index }))
    .sort((a, b) => order[a.chip.state] - order[b.chip.state] || a.index - b.index)
    .map(({ chip }) => chip);
}

function scannerChip(t: TFunction, scanner: ScannerView, gate: GateStateView): Chip {
  const kind = scanner.kind === 'camera' ? 'camera' : 'scanner';
  const name =
    scanner.kind === 'serial'
      ? scannerName(t, scanner, gate)
      : scanner.kind === 'wedge'
        ? t('chips.wedge')
        : t('chips.camera');
  const manyLanes = gate.lanes.length > 1;
  const title = manyLanes ? `${name} · ${laneText(t, scanner.lane)}` : name;
  const base = { id: `scanner-${scanner.id}`, kind, dataState: scanner.state, title } as const;
  if (scanner.state === 'ready') {
    // Well and one of several: the lane says which it is, unless the lane has more than one.
    const alone = gate.scanners.filter((one) => one.lane === scanner.lane).length === 1;
    return {
      ...base,
      title: manyLanes && alone ? laneName(t, scanner.lane) : title,
      state: 'ok',
      word: t('chips.ready'),
      advice: null,
    };
  }
  if (scanner.state === 'opening') return { ...base, state: 'busy', word: t('chips.opening'), advice: null };
  const group = scanner.kind === 'camera' ? 'cameraProblem' : 'scannerProblem';
  const plain = textFor(t, group, scanner.state, t('scannerProblem.failed'));
  // The problem is more exact than the state where it is known, but "unplugged" is the plainest of all.
  const advice =
    scanner.problem === null || scanner.state === 'unplugged'
      ? plain
      : textFor(t, group, scanner.problem, plain);
  return { ...base, state: scanner.kind === 'camera' ? 'warn' : 'bad', word: '', advice };
}

/** A guard knows no port: scanners of one lane are numbered, in the order of the settings. */
function scannerName(t: TFunction, scanner: ScannerView, gate: GateStateView): string {
  const beside = gate.scanners.filter(({ kind, lane }) => kind === 'serial' && lane === scanner.lane);
  return beside.length > 1
    ? t('chips.serialNumber', { number: beside.indexOf(scanner) + 1 })
    : t('chips.serial');
}

function logChip(t: TFunction, gate: GateStateView): Chip {
  const base = { id: 'log', kind: 'log', title: t('chips.log') } as const;
  return gate.log.ok
    ? { ...base, state: 'ok', dataState: 'ok', word: t('chips.logOk'), advice: null }
    : {
        ...base,
        state: 'bad',
        dataState: 'failed',
        word: '',
        advice: errorText(t, gate.log.errorCode ?? 'log/append-failed'),
      };
}

function clockChip(t: TFunction, gate: GateStateView): Chip {
  const base = { id: 'clock', kind: 'clock', title: t('chips.clock'), dataState: gate.clock } as const;
  return gate.clock === 'ok'
    ? { ...base, state: 'ok', word: t('chips.clockOk'), advice: null }
    : {
        ...base,
        state: 'warn',
        word: '',
        advice:
          gate.retention.heldBy === 'clock'
            ? `${t('clockProblem')} ${t('chips.clockRetention')}`
            : t('clockProblem'),
      };
}

function deliveryChip(t: TFunction, gate: GateStateView, nowMs: number): Chip {
  const base = { id: 'delivery', kind: 'delivery', title: t('chips.delivery') } as const;
  const { lastDeliveryAtMs: last, undeliveredSinceMs: since, undeliveredEvents: count } = gate;
  const hours = since === null ? 0 : Math.floor((nowMs - since) / HOUR_MS);
  if (count > 0 && hours >= gate.deliveryWarnHours) {
    const days = Math.floor(hours / 24);
    const advice =
      days < 3
        ? t('chips.deliveryOverdueHoursDo', { hours, count })
        : t('chips.deliveryOverdueDo', { days, count });
    const state = hours >= gate.deliveryWarnHours * BAD_TIMES ? 'bad' : 'warn';
    return { ...base, state, dataState: 'overdue', word: '', advice };
  }
  if (last !== null) {
    const when = timeOrDay(last, nowMs, gate.language);
    return { ...base, state: 'ok', dataState: 'ok', word: t('chips.deliveredAt', { when }), advice: null };
  }
  // A fresh kiosk has nothing to be ashamed of: only a log that has grown is overdue.
  return count < 1000
    ? { ...base, state: 'none', dataState: 'never', word: t('chips.neverDelivered'), advice: null }
    : {
        ...base,
        state: 'warn',
        dataState: 'overdue',
        word: '',
        advice: t('chips.neverDeliveredDo', { count }),
      };
}

/** Only while a stick is delivered to, or stays plugged in afterwards: whoever put it in wants to know when to pull it. */
function stickChip(t: TFunction, { stick }: GateStateView): readonly Chip[] {
  if (stick === null) return [];
  const base = { id: 'stick', kind: 'stick', dataState: stick.state, title: t('chips.stick') } as const;
  switch (stick.state) {
    case 'delivering':
      return [{ ...base, state: 'busy', word: '', advice: t('chips.stickDelivering') }];
    case 'safe':
      return [{ ...base, state: 'ok', word: t('chips.stickSafe'), advice: null }];
    case 'written':
      return [{ ...base, state: 'warn', word: '', advice: t('sticks.written') }];
    case 'failed':
      return [{ ...base, state: 'warn', word: '', advice: errorText(t, stick.code ?? 'internal') }];
  }
}

/** Nothing where no list is in force, as at most gates, or all are fresh: only a list to see to is worth a word. */
function trustChip(t: TFunction, gate: GateStateView, nowMs: number): readonly Chip[] {
  const base = { id: 'trust', kind: 'trust', title: t('chips.trust'), state: 'warn', word: '' } as const;
  if (gate.trust.damaged > 0) {
    return [{ ...base, dataState: 'damaged', advice: t('chips.trustDamagedDo') }];
  }
  const days = tooOldDays(gate.trust, nowMs);
  return days === null ? [] : [{ ...base, dataState: 'old', advice: t('chips.trustOldDo', { days }) }];
}

/** Only where what is old waits to be deleted and cannot be; a clock that is doubted says so with its own chip. */
function retentionChip(t: TFunction, { retention }: GateStateView): readonly Chip[] {
  return isHeld(retention)
    ? [
        {
          id: 'retention',
          kind: 'retention',
          state: 'warn',
          dataState: 'held',
          title: t('retention.title'),
          word: '',
          advice: t('chips.retentionHeldDo'),
        },
      ]
    : [];
}

/** Only where new batches cannot be signed: the gate goes on, but what it writes cannot leave. */
function signingChip(t: TFunction, { signingProblem }: GateStateView): readonly Chip[] {
  const base = { id: 'signing', kind: 'signing', title: t('chips.signing'), word: '' } as const;
  return signingProblem === null
    ? []
    : [{ ...base, state: 'warn', dataState: signingProblem, advice: t('chips.signingDo') }];
}

/** Only where batches that tell of people lie open: whoever carries the stick should know. */
function openersChip(t: TFunction, gate: GateStateView): readonly Chip[] {
  const base = {
    id: 'openers',
    kind: 'openers',
    title: t('chips.openers'),
    state: 'warn',
    word: '',
  } as const;
  if (gate.batchOpeners === 'plain')
    return [{ ...base, dataState: 'plain', advice: t('chips.openersPlainDo') }];
  return gate.targets.open === 0
    ? []
    : [{ ...base, dataState: 'target', advice: t('chips.openersTargetDo') }];
}
