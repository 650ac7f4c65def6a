import type { ErrorCode } from '../../core/errors.ts';
import type { StickOutcomeView, SticksView, StickView } from '../../preload/contract/stick-views.ts';
import type { KnownStick } from '../log/sticks.ts';
import type { Stick } from './stick.ts';

/** How the last delivery to a stick went, and which stick that was. */
export interface StickTold {
  readonly id: string | null;
  readonly label: string;
  readonly outcome: StickOutcomeView;
  /** When it was told. Unix ms. */
  readonly atMs: number;
}

export interface SticksViewParts {
  /** Null until the first look. */
  readonly found: readonly Stick[] | null;
  readonly known: readonly KnownStick[];
  /** By device. */
  readonly outcomes: ReadonlyMap<string, StickTold>;
  readonly delivering: string | null;
  readonly withoutAsking: SticksView['withoutAsking'];
}

/** What the page shows of sticks. */
export function sticksView(parts: SticksViewParts): SticksView {
  const known = new Map(parts.known.map((one) => [one.id, one]));
  const plugged = new Set(parts.found?.map(({ id }) => id));
  return {
    looked: parts.found !== null,
    sticks: (parts.found ?? []).map((stick) => stickView(stick, known, parts.outcomes)),
    known: parts.known.map(({ id, label, sizeBytes, lastAtMs, deliveries }) => ({
      id,
      label,
      sizeBytes,
      lastAtMs,
      deliveries,
      plugged: plugged.has(id),
    })),
    delivering: parts.delivering,
    lost: lostOf(parts),
    withoutAsking: parts.withoutAsking,
  };
}

/** One that was pulled out once it was done with is no loss: its outcome went with it. */
function lostOf({ found, outcomes }: SticksViewParts): SticksView['lost'] {
  const there = new Set((found ?? []).map(({ device }) => device));
  const [device, told] = [...outcomes].at(-1) ?? [];
  if (found === null || device === undefined || told === undefined || there.has(device)) return null;
  return { label: told.label, outcome: told.outcome };
}

function stickView(
  stick: Stick,
  known: ReadonlyMap<string, KnownStick>,
  outcomes: SticksViewParts['outcomes'],
): StickView {
  const before = stick.id === null ? undefined : known.get(stick.id);
  return {
    device: stick.device,
    label: stick.label,
    fileSystem: stick.fileSystem,
    sizeBytes: stick.sizeBytes,
    freeBytes: stick.freeBytes,
    readOnly: stick.readOnly,
    known:
      before === undefined
        ? null
        : { lastAtMs: before.lastAtMs, deliveries: before.deliveries, events: before.events },
    problem: problemOf(stick),
    outcome: outcomes.get(stick.device)?.outcome ?? null,
  };
}

/** Why nothing can be delivered to a stick, as far as looking tells. */
function problemOf(stick: Stick): ErrorCode | null {
  if (stick.hangs === true) return 'stick/hung';
  if (stick.fileSystem === '' && stick.place === null) return 'stick/no-file-system';
  if (stick.readOnly) return 'delivery/read-only';
  return null;
}
