import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest, manifestBytes, parseManifest, sumsText } from '../../core/batch/manifest.ts';
import {
  batchName,
  MANIFEST_FILE,
  renditionPath,
  SIGNATURE_FILE,
  SUMS_FILE,
} from '../../core/batch/names.ts';
import { openSigningKey, type Signer } from '../../main/delivery/signing-key.ts';
import { type Engine, openEngine, rowsOf } from '../../office/store/engine.ts';
import { makeBatch } from '../../test/support/sample-batch.ts';
import { sampleRows } from '../../test/support/sample-log.ts';

/** Gates that a province of the bench has, each with a log of its own. */
const GATES = 4;

/** A folder of batches that can be imported, and the key that signed them. */
export interface Province {
  readonly stick: string;
  readonly key: string;
  readonly batches: number;
  readonly events: number;
}

/**
 * A province's batches, made once and found again. One batch is sealed by the gate's own code; DuckDB writes its record
 * again with later seqs and times and other salts, commitments and chains, and a manifest is signed around each. CSV,
 * workbook and audit are the first one's, under other names: an import compares their hashes and nothing else of them.
 * @param folder where it lies; a few hundred bytes an event
 */
export async function makeProvince(folder: string, batches: number, perBatch: number): Promise<Province> {
  const place = join(folder, `${batches}-of-${perBatch}`);
  const province = {
    stick: join(place, 'stick'),
    key: join(place, 'gate-key.pub.json'),
    batches,
    events: batches * perBatch,
  };
  if (existsSync(place)) return province;
  const making = `${place}.making`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true });
  const pattern = join(making, 'pattern');
  await mkdir(pattern);
  const first = await makeBatch(pattern, sampleRows(perBatch));
  await rename(join(pattern, 'gate-key.pem'), join(making, 'gate-key.pem'));
  await rename(join(pattern, 'gate-key.pub.json'), join(making, 'gate-key.pub.json'));
  const signer = openSigningKey(join(making, 'gate-key.pem'), join(making, 'gate-key.pub.json'));
  const engine = await openEngine(':memory:');
  try {
    for (let gate = 0; gate < GATES; gate += 1) {
      const count = Math.floor(batches / GATES) + (gate < batches % GATES ? 1 : 0);
      let before = '0'.repeat(64);
      for (let nth = 0; nth < count; nth += 1)
        before = await writeBatch(engine, signer, first, join(making, 'stick'), gate, nth, before);
    }
  } finally {
    engine.close();
  }
  await rm(pattern, { recursive: true });
  await rename(making, place);
  return province;
}

/** Writes the nth batch of a gate; gives its last chain. */
async function writeBatch(
  engine: Engine,
  signer: Signer,
  first: string,
  stick: string,
  gate: number,
  nth: number,
  chainBefore: string,
): Promise<string> {
  const pattern = parseManifest(await readFile(join(first, MANIFEST_FILE)));
  const logId = String(gate + 1)
    .repeat(32)
    .slice(0, 32);
  const shift = nth * pattern.events;
  const seqs = { firstSeq: 1 + shift, lastSeq: pattern.events + shift };
  const owner = { site: pattern.site, gate: `cong-${gate + 1}`, logId };
  const folder = join(stick, ...renditionPath(owner, batchName({ ...owner, ...seqs })));
  await mkdir(folder, { recursive: true });
  const later = shift * 7919;
  const other = (what: string): string => `unhex(sha256('${what} ${gate} ' || (seq + ${shift})))`;
  const record = join(folder, 'events.parquet');
  await engine.connection.run(
    `COPY (SELECT * REPLACE (seq + ${shift} AS seq, "at" + to_milliseconds(${later}) AS "at",
      uptime_ms + ${later} AS uptime_ms, answers_seq + ${shift} AS answers_seq,
      CASE WHEN salt IS NULL THEN NULL ELSE ${other('salt')} END AS salt,
      ${other('commitment')} AS commitment, ${other('chain')} AS chain)
    FROM read_parquet('${join(first, 'events.parquet')}') ORDER BY seq)
    TO '${record}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 10000)`,
  );
  const [[chainAfter] = []] = await rowsOf(
    engine.connection,
    `SELECT lower(hex(arg_max(chain, seq))) FROM read_parquet('${record}')`,
  );
  const files: Manifest['files'] = [];
  for (const file of pattern.files) {
    const path = join(folder, file.name);
    if (file.name !== 'events.parquet') await link(join(first, file.name), path);
    const bytes = file.name === 'events.parquet' ? await readFile(path) : null;
    files.push(
      bytes === null ? file : { ...file, size_bytes: (await stat(path)).size, sha256: sha256(bytes) },
    );
  }
  const manifest: Manifest = {
    ...pattern,
    log_id: logId,
    gate: owner.gate,
    first_seq: seqs.firstSeq,
    last_seq: seqs.lastSeq,
    first_at_ms: pattern.first_at_ms + later,
    last_at_ms: pattern.last_at_ms + later,
    chain_before: chainBefore,
    chain_after: String(chainAfter),
    files,
  };
  const bytes = manifestBytes(manifest);
  const signature = Buffer.from(await signer.sign(bytes));
  await writeFile(join(folder, MANIFEST_FILE), bytes);
  await writeFile(join(folder, SIGNATURE_FILE), signature);
  await writeFile(join(folder, SUMS_FILE), sumsText(manifest, sha256(bytes), sha256(signature)));
  return String(chainAfter);
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
