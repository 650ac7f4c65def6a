import type { FuzzPayload } from './payload.ts';

/** What a worker is told on its command line, as JSON. */
export interface FuzzTask {
  readonly seed: number;
  readonly from: number;
  readonly count: number;
  readonly budgetMs: number;
  /** File that always holds the payload which is being read, so that it is known after a hang or a crash. */
  readonly currentFile: string;
}

/** A payload that did what none may do, written so that it can be given to `gatelog read --hex`. */
export interface Culprit {
  readonly nth: number;
  readonly made: string;
  readonly payload: string;
  readonly what: string;
}

/** Memory after a collection of garbage, bytes. */
export interface MemorySample {
  readonly nth: number;
  readonly heapBytes: number;
  readonly residentBytes: number;
}

/** What a worker says; the last is `done`. */
export type FuzzMessage =
  | { readonly kind: 'alive'; readonly nth: number }
  | { readonly kind: 'fault'; readonly culprit: Culprit }
  | { readonly kind: 'memory'; readonly sample: MemorySample }
  | ({ readonly kind: 'done' } & FuzzSummary);

export interface FuzzSummary {
  readonly payloads: number;
  /** How often each kind was the answer. */
  readonly kinds: Readonly<Record<string, number>>;
  /** How often each way of making a payload was taken. */
  readonly ways: Readonly<Record<string, number>>;
  /** Payloads over the budget when they came, and those over it three times more when read again alone. */
  readonly suspects: number;
  readonly slow: readonly Culprit[];
  readonly slowestMs: number;
}

/** The payload as hex digits; what only a camera can deliver as its UTF-16 units. */
export const payloadHex = ({ bytes, text }: Pick<FuzzPayload, 'bytes' | 'text'>): string =>
  bytes === null ? `utf-16le:${Buffer.from(text ?? '', 'utf16le').toString('hex')}` : bytes.toString('hex');
