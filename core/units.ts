declare const unit: unique symbol;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type TimestampMs = number & { readonly [unit]: 'TimestampMs' };
/** A length of time in milliseconds, never negative. */
export type DurationMs = number & { readonly [unit]: 'DurationMs' };

/** Brands a number of milliseconds since the epoch. */
export const timestampMs = (value: number): TimestampMs => value as TimestampMs;
/** Brands a number of milliseconds. */
export const durationMs = (value: number): DurationMs => value as DurationMs;
export const seconds = (value: number): DurationMs => durationMs(value * 1_000);
export const minutes = (value: number): DurationMs => durationMs(value * 60_000);
export const hours = (value: number): DurationMs => durationMs(value * 3_600_000);
