import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventKind, EventRow } from '../../core/batch/event.ts';
import { type Manifest, type ManifestFile, manifestBytes, sumsText } from '../../core/batch/manifest.ts';
import {
  BATCH_MAX_EVENTS,
  batchName,
  MANIFEST_FILE,
  PARTIAL_SUFFIX,
  RECORD_FILES,
  SIGNATURE_FILE,
  SUMS_FILE,
} from '../../core/batch/names.ts';
import { type OpenedRow, openRow } from '../../core/batch/table.ts';
import { GatelogError } from '../../core/errors.ts';
import { type AuditLine, renderAudit } from './render/audit.ts';
import { csvRenderer, type Renderer } from './render/csv.ts';
import { parquetRenderer } from './render/parquet.ts';
import { xlsxRenderer } from './render/xlsx.ts';
import type { Signer } from './signing-key.ts';
import { type Sink, type WrittenFile, writeSpoolFile } from './spool.ts';

/** Rows asked for at once: short enough that the gate, which may share the process, is not held up. */
const PAGE_EVENTS = 500;

/** One file of a sealed batch: plain size and hash, as a target will hold it. */
export interface SealedFile extends WrittenFile {
  readonly name: string;
}

/** A sealed batch: everything the log records of it. The bytes lie in `<spool>/<name>/`. */
export interface SealedBatch {
  readonly name: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly events: number;
  readonly counts: Readonly<Partial<Record<EventKind, number>>>;
  /** Hex. */
  readonly chainBefore: string;
  readonly chainAfter: string;
  readonly profile: 'full';
  readonly keyId: string;
  /** Under which names it was sealed: settings and program may be others by the time it goes out. */
  readonly identity?: SealedIdentity | undefined;
  /** All seven files, SHA256SUMS last. */
  readonly files: readonly SealedFile[];
}

/** What of the identity can change while a batch waits; log_id and gate_id are the log's for ever. */
export type SealedIdentity = Pick<SealIdentity, 'site' | 'gate' | 'appVersion'>;

/** Which gate speaks. `gateId` is the log's; site and gate are slugs. */
export interface SealIdentity {
  readonly logId: string;
  readonly site: string;
  readonly gate: string;
  readonly gateId: string;
  readonly appVersion: string;
}

export interface SealInput {
  /** Rows firstSeq..lastSeq in order; called for short pages. `Log.rows` fits. */
  readonly rows: (firstSeq: number, lastSeq: number) => Iterable<EventRow> | Promise<Iterable<EventRow>>;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Chain of the event before firstSeq; CHAIN_START for seq 1. */
  readonly chainBefore: Uint8Array;
  readonly auditLines: Iterable<AuditLine>;
  readonly identity: SealIdentity;
  readonly signer: Signer;
  readonly spoolFolder: string;
  /** age identity that the spool is encrypted to, or null for plain files (tests, encrypted disks). */
  readonly spoolKey: string | null;
  readonly onProgress?: (events: number) => void;
}

/**
 * Renders a range of the log once into the spool and signs it. The batch's folder appears in the spool whole
 * (written under `.partial`, fsynced, renamed) or not at all. Same rows, same bytes, wherever and whenever.
 * Throws `batch/empty`, `batch/invalid` (more than 200,000 events, a hole in the range, a row that does not
 * follow), `delivery/no-space` or `delivery/write-failed` (the spool).
 */
export async function sealRange(input: SealInput): Promise<SealedBatch> {
  const { firstSeq, lastSeq, identity, signer } = input;
  const events = lastSeq - firstSeq + 1;
  if (events < 1) throw new GatelogError('batch/empty', 'nothing to seal', { firstSeq, lastSeq });
  if (events > BATCH_MAX_EVENTS)
    throw new GatelogError('batch/invalid', 'too many events for a batch', { events });
  const name = batchName({ ...identity, firstSeq, lastSeq });
  const partial = join(input.spoolFolder, `${name}${PARTIAL_SUFFIX}`);
  await mkdir(input.spoolFolder, { recursive: true, mode: 0o700 });
  // A crash while sealing left it; nothing was recorded of it and nothing was delivered.
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { mode: 0o700 });
  try {
    const write = (file: string, fill: (sink: Sink) => Promise<void>): Promise<WrittenFile> =>
      writeSpoolFile(join(partial, file), input.spoolKey, fill);
    const tally = new Tally(input);
    const audit = { lines: 0 };
    const rendered = await renderAll(write, tally, input, audit);
    const manifest = bytesOf(manifestBytes(tally.manifest(rendered, audit.lines)));
    const signature = bytesOf(Buffer.from(await signer.sign(manifest.bytes)));
    const sums = bytesOf(
      Buffer.from(sumsText(tally.manifest(rendered, audit.lines), manifest.sha256, signature.sha256)),
    );
    const files: SealedFile[] = rendered.map((file) => ({
      name: file.name,
      sizeBytes: file.size_bytes,
      sha256: file.sha256,
    }));
    for (const [file, content] of [
      [MANIFEST_FILE, manifest],
      [SIGNATURE_FILE, signature],
      [SUMS_FILE, sums],
    ] as const) {
      files.push({ name: file, ...(await write(file, (sink) => sink.write(content.bytes))) });
    }
    await syncFolder(partial);
    const whole = join(input.spoolFolder, name);
    // Sealed before, but the crash came before the log recorded it: the same range is rendered again.
    await rm(whole, { recursive: true, force: true });
    await rename(partial, whole);
    await syncFolder(input.spoolFolder);
    return { ...tally.sealed(), name, files };
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

/** Opens all renditions at once and feeds each page of rows to every one. */
async function renderAll(
  write: (file: string, fill: (sink: Sink) => Promise<void>) => Promise<WrittenFile>,
  tally: Tally,
  input: SealInput,
  audit: { lines: number },
): Promise<ManifestFile[]> {
  const feeds = [parquetRenderer, xlsxRenderer, csvRenderer].map((renderer) => feed(renderer));
  const [parquet, xlsx, csv] = feeds;
  if (parquet === undefined || xlsx === undefined || csv === undefined)
    throw new GatelogError('internal', 'no feed');
  const writing = Promise.all([
    write('events.parquet', parquet.fill),
    write('events.xlsx', xlsx.fill),
    write('events.csv', csv.fill),
    write('audit.ndjson', async (sink) => {
      audit.lines = await renderAudit(input.auditLines, sink);
    }),
  ]);
  // The first failure is the reason; those that follow only say that a file was closed.
  const reasons: unknown[] = [];
  const failAll = (error: unknown): void => {
    reasons.push(error);
    for (const one of feeds) one.fail(error);
  };
  writing.catch(failAll);
  try {
    for (let from = input.firstSeq; from <= input.lastSeq; from += PAGE_EVENTS) {
      const to = Math.min(from + PAGE_EVENTS - 1, input.lastSeq);
      const page: OpenedRow[] = [];
      for (const row of await input.rows(from, to)) page.push(openRow(tally.take(row)));
      await Promise.all(feeds.map((one) => one.page(page)));
      input.onProgress?.(to - input.firstSeq + 1);
      // Lets a read at the gate through between two pages.
      await new Promise((resolve) => setImmediate(resolve));
    }
    tally.finish();
    await Promise.all(feeds.map((one) => one.end()));
  } catch (error) {
    failAll(error);
    await writing.catch(() => undefined);
    throw reasons[0];
  }
  const written = await writing;
  return RECORD_FILES.map((name, index) => {
    const file = written[index];
    if (file === undefined) throw new GatelogError('internal', `no ${name}`);
    return { name, size_bytes: file.sizeBytes, sha256: file.sha256 };
  });
}

interface Feed {
  fill(sink: Sink): Promise<void>;
  page(rows: readonly OpenedRow[]): Promise<void>;
  end(): Promise<void>;
  fail(error: unknown): void;
}

/** Joins a renderer, which needs its sink, with the loop over pages, which serves several. */
function feed(make: (sink: Sink) => Renderer | Promise<Renderer>): Feed {
  const ready = Promise.withResolvers<Renderer>();
  const done = Promise.withResolvers<void>();
  ready.promise.catch(() => undefined);
  done.promise.catch(() => undefined);
  return {
    fill: async (sink) => {
      ready.resolve(await make(sink));
      await done.promise;
    },
    page: async (rows) => (await ready.promise).page(rows),
    end: async () => {
      await (await ready.promise).end();
      done.resolve();
    },
    fail: (error) => {
      ready.reject(error);
      done.reject(error);
    },
  };
}

/** Counts and checks rows as they pass; what the manifest says is what went by, not what was asked for. */
class Tally {
  readonly #input: SealInput;
  readonly #counts: Partial<Record<EventKind, number>> = {};
  #first: EventRow | null = null;
  #last: EventRow | null = null;
  #withoutPayload = 0;

  constructor(input: SealInput) {
    this.#input = input;
  }

  take(row: EventRow): EventRow {
    const expected = this.#last === null ? this.#input.firstSeq : this.#last.seq + 1;
    if (row.seq !== expected) {
      throw new GatelogError('batch/invalid', 'the range has a hole', { expected, got: row.seq });
    }
    this.#first ??= row;
    this.#last = row;
    this.#counts[row.kind] = (this.#counts[row.kind] ?? 0) + 1;
    if (row.payload === null) this.#withoutPayload += 1;
    return row;
  }

  finish(): void {
    const got = this.#last?.seq ?? 0;
    if (got !== this.#input.lastSeq) {
      throw new GatelogError('batch/invalid', 'the range ends early', { expected: this.#input.lastSeq, got });
    }
  }

  sealed(): Omit<SealedBatch, 'name' | 'files'> {
    const { firstSeq, lastSeq, chainBefore, signer } = this.#input;
    const { site, gate, appVersion } = this.#input.identity;
    return {
      firstSeq,
      lastSeq,
      events: lastSeq - firstSeq + 1,
      counts: this.#counts,
      chainBefore: hex(chainBefore),
      chainAfter: hex(this.#last?.chain ?? chainBefore),
      profile: 'full',
      keyId: signer.keyId,
      identity: { site, gate, appVersion },
    };
  }

  manifest(files: ManifestFile[], auditLines: number): Manifest {
    const { identity, signer } = this.#input;
    const sealed = this.sealed();
    return {
      format: 'gatelog-batch',
      schema_version: 1,
      profile: sealed.profile,
      log_id: identity.logId,
      site: identity.site,
      gate: identity.gate,
      gate_id: identity.gateId,
      app_version: identity.appVersion,
      first_seq: sealed.firstSeq,
      last_seq: sealed.lastSeq,
      first_at_ms: this.#first?.atMs ?? 0,
      last_at_ms: this.#last?.atMs ?? 0,
      events: sealed.events,
      events_without_payload: this.#withoutPayload,
      counts: sealed.counts,
      audit_lines: auditLines,
      chain_before: sealed.chainBefore,
      chain_after: sealed.chainAfter,
      files,
      key_id: signer.keyId,
      public_key: signer.publicKey,
    };
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytesOf = (bytes: Uint8Array): { bytes: Uint8Array; sha256: string } => ({
  bytes,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** Makes names in a folder durable. Windows has no such call and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
