import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CHAIN_START } from '../../core/batch/chain.ts';
import type { Encryption } from '../../core/batch/encryption.ts';
import type { EventRow } from '../../core/batch/event.ts';
import {
  type Manifest,
  type ManifestFile,
  manifestBytes,
  parseManifest,
  sumsText,
} from '../../core/batch/manifest.ts';
import {
  batchName,
  listedFiles,
  MANIFEST_FILE,
  renditionName,
  renditionPath,
  SIGNATURE_FILE,
  SUMS_FILE,
} from '../../core/batch/names.ts';
import { pseudonymsOf } from '../../core/batch/pseudonym.ts';
import { deliver } from '../../main/delivery/deliver.ts';
import type { AuditLine } from '../../main/delivery/render/audit.ts';
import type { Rendition, RenditionPlan } from '../../main/delivery/rendition.ts';
import { type SealIdentity, type SealInput, sealRange } from '../../main/delivery/seal.ts';
import { openSigningKey, type Signer } from '../../main/delivery/signing-key.ts';
import { rowsOf } from './sample-log.ts';

/** The gate of every sample batch. */
export const SAMPLE_GATE: SealIdentity = {
  logId: '00112233445566778899aabbccddeeff',
  site: 'benh-vien-thu',
  gate: 'cong-chinh',
  gateId: 'gate-1',
  appVersion: '0.1.0',
};

export const SAMPLE_AUDIT: readonly AuditLine[] = [
  { at_ms: 1_763_942_400_000, offset_min: 420, clock: 'ok', who: 'admin', what: 'staff/signed-in' },
  { at_ms: 1_763_942_401_000, offset_min: 420, clock: 'ok', who: 'admin', what: 'delivery/delivered' },
];

/** Everything, in the open. */
export const FULL_PLAN: RenditionPlan = {
  schemaVersion: 2,
  profile: 'full',
  headings: 'vi',
  envelope: null,
  pseudonyms: null,
};

/** The plan of a profile; pseudonyms are made with a secret of the tests. */
export const planOf = (
  profile: RenditionPlan['profile'],
  change: Partial<RenditionPlan> = {},
): RenditionPlan => ({
  ...FULL_PLAN,
  profile,
  pseudonyms: profile === 'pseudonymous' ? pseudonymsOf(Buffer.alloc(32, 7)) : null,
  ...change,
});

/** A key of its own for each folder. */
export const sampleSigner = (folder: string): Signer =>
  openSigningKey(join(folder, 'gate-key.pem'), join(folder, 'gate-key.pub.json'));

/** What sealing needs for these rows; chainBefore is the chain's start unless given. */
export function sealInput(
  folder: string,
  rows: readonly EventRow[],
  change: Partial<SealInput> = {},
): SealInput {
  return {
    rows: rowsOf(rows),
    firstSeq: rows[0]?.seq ?? 1,
    lastSeq: rows.at(-1)?.seq ?? 0,
    chainBefore: CHAIN_START,
    auditLines: SAMPLE_AUDIT,
    identity: SAMPLE_GATE,
    signer: sampleSigner(folder),
    plan: FULL_PLAN,
    spoolFolder: join(folder, 'spool'),
    spoolKey: null,
    ...change,
  };
}

/** Folders of a rendition below a target. */
export const pathOf = ({ name }: Pick<Rendition, 'name'>): string[] => [...renditionPath(SAMPLE_GATE, name)];

/** Seals these rows and delivers them into `<folder>/stick`; returns the batch's folder there. */
export async function makeBatch(
  folder: string,
  rows: readonly EventRow[],
  change: Partial<SealInput> = {},
): Promise<string> {
  const input = sealInput(folder, rows, change);
  const { rendition } = await sealRange(input);
  await mkdir(join(folder, 'stick'), { recursive: true });
  const delivered = await deliver({
    spoolFolder: join(input.spoolFolder, rendition.name),
    spoolKey: rendition.encryption === null ? input.spoolKey : null,
    targetFolder: join(folder, 'stick'),
    batchPath: [...renditionPath(input.identity, rendition.name)],
    files: [...rendition.files],
  });
  return delivered.folder;
}

/**
 * What somebody with the gate's own key could do: changes manifest keys, takes sizes and hashes from the files
 * as they lie there now, and signs the whole anew.
 */
export async function reseal(
  batch: string,
  signer: Signer,
  change: (manifest: Manifest) => Manifest = (manifest) => manifest,
): Promise<void> {
  const before = parseManifest(await readFile(join(batch, MANIFEST_FILE)));
  const files: Manifest['files'] = [];
  for (const file of before.files) {
    const bytes = await readFile(join(batch, file.name));
    files.push({ ...file, size_bytes: bytes.length, sha256: sha256(bytes) });
  }
  const manifest = change({ ...before, files, key_id: signer.keyId, public_key: signer.publicKey });
  const bytes = manifestBytes(manifest);
  const signature = Buffer.from(await signer.sign(bytes));
  await writeFile(join(batch, MANIFEST_FILE), bytes);
  await writeFile(join(batch, SIGNATURE_FILE), signature);
  await writeFile(join(batch, SUMS_FILE), sumsText(manifest, sha256(bytes), sha256(signature)));
}

/**
 * The same around envelopes: takes sizes and hashes from the `.age` files as they lie there now, writes the manifest in
 * the open anew, signs it, and gives the folder the name that belongs to it.
 * @param encryption how the files are encrypted, where they were not before
 * @returns the folder's new path
 */
export async function resealEnvelope(
  batch: string,
  signer: Signer,
  encryption?: Encryption,
): Promise<string> {
  const before = parseManifest(await readFile(join(batch, MANIFEST_FILE)));
  if (before.schema_version === 1) throw new Error('schema 1 knows no envelopes');
  const files: ManifestFile[] = [];
  for (const name of listedFiles(before.profile, true)) {
    const bytes = await readFile(join(batch, name));
    files.push({ name, size_bytes: bytes.length, sha256: sha256(bytes) });
  }
  const manifest = { ...before, files, encryption: encryption ?? before.encryption };
  const bytes = manifestBytes(manifest);
  const signature = Buffer.from(await signer.sign(bytes));
  await writeFile(join(batch, MANIFEST_FILE), bytes);
  await writeFile(join(batch, SIGNATURE_FILE), signature);
  await writeFile(join(batch, SUMS_FILE), sumsText(manifest, sha256(bytes), sha256(signature)));
  const name = batchName({
    site: before.site,
    gate: before.gate,
    logId: before.log_id,
    firstSeq: before.first_seq,
    lastSeq: before.last_seq,
  });
  const place = join(dirname(batch), renditionName(name, before.profile, { manifestSha256: sha256(bytes) }));
  await rename(batch, place);
  return place;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
