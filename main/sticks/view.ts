import type { ErrorCode } from '../../core/errors.ts';
import type { StickOutcomeView, SticksView, StickView } from '../../preload/contract/views.ts';
import type { KnownStick } from '../log/sticks.ts';
import type { Stick } from './stick.ts';

export interface SticksViewParts {
  /** Null until the first look. */
  readonly found: readonly Stick[] | null;
  readonly known: readonly KnownStick[];
  /** By device. */
  readonly outcomes: ReadonlyMap<string, StickOutcomeView>;
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
    withoutAsking: parts.withoutAsking,
  };
}

function stickView(
  stick: Stick,
  known: ReadonlyMap<string, KnownStick>,
  outcomes: ReadonlyMap<string, StickOutcomeView>,
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
    outcome: outcomes.get(stick.device) ?? null,
  };
}

/** Why nothing can be delivered to a stick, as far as looking tells. */
function problemOf(stick: Stick): ErrorCode | null {
  if (stick.fileSystem === '' && stick.place === null) return 'stick/no-file-system';
  if (stick.readOnly) return 'delivery/read-only';
  return null;
}
