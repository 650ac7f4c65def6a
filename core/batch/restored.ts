/** Where the log before this one ended: an event is (log_id, seq), and its chain says which history it closes. */
export interface RestoredFrom {
  /** 32 hex characters. */
  readonly logId: string;
  /** Newest event that the new log knows of; 0 where the old log had none. */
  readonly seq: number;
  /** Chain of that event, 32 bytes. */
  readonly chain: Uint8Array;
}

/** Reason of the first event of a restored log: `restored:<log_id>:<seq>:<chain, 64 hex>`. Public and chained. */
export function restoredReason({ logId, seq, chain }: RestoredFrom): string {
  return `restored:${logId}:${seq}:${Buffer.from(chain).toString('hex')}`;
}

/** The log that an event says it continues, by its reason, or null where the reason is none of ours. */
export function restoredFrom(reason: string): RestoredFrom | null {
  const match = /^restored:([0-9a-f]{32}):(0|[1-9]\d{0,9}):([0-9a-f]{64})$/.exec(reason);
  if (match === null) return null;
  const [, logId = '', seq = '', chain = ''] = match;
  return { logId, seq: Number(seq), chain: Buffer.from(chain, 'hex') };
}
