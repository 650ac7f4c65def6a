/** A rendition whose bytes lie in the spool though a copy of it was confirmed. */
export interface DeliveredRendition {
  readonly name: string;
  /** What it takes in the spool. */
  readonly sizeBytes: number;
  /** Newest confirmed copy, ms since the epoch. */
  readonly deliveredAtMs: number;
  readonly firstSeq: number;
  /** Whether its files tell of people: every profile but counts. */
  readonly tellsOfPeople: boolean;
}

/** How long, and how much of, what was delivered is kept for a stick that gets lost. */
export interface KeepingLimits {
  readonly nowMs: number;
  /** 0: nothing is kept. */
  readonly keepMs: number;
  readonly keepBytes: number;
  /** First seq whose personal part is still in the log; null where none is. */
  readonly personalFrom: number | null;
}

/**
 * Names of the delivered renditions that the spool keeps, so that a lost stick is delivered again byte for byte: the
 * newest first, as long and as much as the limits allow. What retention has deleted from the log is not kept here
 * either. A time of delivery in the future, which a clock that was set back leaves, counts as now.
 */
export function keptForLost(
  delivered: readonly DeliveredRendition[],
  { nowMs, keepMs, keepBytes, personalFrom }: KeepingLimits,
): ReadonlySet<string> {
  const kept = new Set<string>();
  let bytes = 0;
  const newestFirst = [...delivered].sort(
    (a, b) => b.deliveredAtMs - a.deliveredAtMs || b.firstSeq - a.firstSeq,
  );
  for (const { name, sizeBytes, deliveredAtMs, firstSeq, tellsOfPeople } of newestFirst) {
    if (nowMs - deliveredAtMs >= keepMs) continue;
    if (tellsOfPeople && (personalFrom === null || firstSeq < personalFrom)) continue;
    if (bytes + sizeBytes > keepBytes) break;
    bytes += sizeBytes;
    kept.add(name);
  }
  return kept;
}
