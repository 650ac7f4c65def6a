import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ENVELOPE_SUFFIX } from '../../../core/batch/encryption.ts';
import { type Manifest, type ManifestFile, manifestBytes, sumsText } from '../../../core/batch/manifest.ts';
import { MANIFEST_FILE, renditionName, SIGNATURE_FILE, SUMS_FILE } from '../../../core/batch/names.ts';
import type { Rendition, RenditionFile } from '../rendition.ts';
import type { SealInput } from '../seal.ts';
import type { Signer } from '../signing-key.ts';
import { type Sink, type SpooledFile, writeEnvelopedFile, writeSpoolFile } from '../spool.ts';
import type { Tallied } from '../tally.ts';
import { type RenderedRecord, renderRecord } from './range.ts';

/**
 * Writes every file of a rendition into the folder: the plain rendition, and around each of its files, where there is
 * one, the envelope, with a manifest that lies in the open. Throws what rendering and the spool throw.
 * @param batch name of the batch
 */
export async function renderInto(
  folder: string,
  batch: string,
  input: SealInput,
): Promise<{ tallied: Tallied; rendition: Rendition }> {
  const { plan, signer } = input;
  const { envelope } = plan;
  const plainFiles: RenditionFile[] = [];
  const enveloped: RenditionFile[] = [];
  const write = (file: string, fill: (sink: Sink) => Promise<void>): Promise<SpooledFile> =>
    envelope === null
      ? writeSpoolFile(join(folder, file), input.spoolKey, fill).then((plain) => ({ plain, stored: plain }))
      : writeEnvelopedFile(join(folder, `${file}${ENVELOPE_SUFFIX}`), envelope.encrypter(), fill);
  const note = (name: string, { plain, stored }: SpooledFile): void => {
    plainFiles.push({ name, ...plain });
    if (envelope !== null) enveloped.push({ name: `${name}${ENVELOPE_SUFFIX}`, ...stored });
  };
  const record = await renderRecord(input, write);
  for (const { name, file } of record.files) note(name, file);
  const manifestFor = (files: readonly RenditionFile[], encryption: Rendition['encryption']): Manifest =>
    manifestOf(input, record, encryption, files.map(listed));
  for (const { name, bytes } of await outside(manifestFor(plainFiles, null), signer))
    note(name, await write(name, (sink) => sink.write(bytes)));

  let files = plainFiles;
  let name = renditionName(batch, plan.profile, null);
  if (envelope !== null) {
    files = [...enveloped];
    for (const file of await outside(manifestFor(enveloped, envelope.encryption), signer)) {
      const plain = await writeSpoolFile(join(folder, file.name), null, (sink) => sink.write(file.bytes));
      files.push({ name: file.name, ...plain });
      if (file.name === MANIFEST_FILE)
        name = renditionName(batch, plan.profile, { manifestSha256: plain.sha256 });
    }
  }
  const rendition: Rendition = {
    name,
    schemaVersion: plan.schemaVersion,
    profile: plan.profile,
    headings: plan.headings,
    encryption: envelope?.encryption ?? null,
    passphraseTag: envelope?.passphraseTag ?? null,
    pseudonymKeyId: plan.pseudonyms?.keyId ?? null,
    keyId: signer.keyId,
    files,
    plainFiles,
    eventsWithoutPayload: record.tallied.withoutPayload,
  };
  return { tallied: record.tallied, rendition };
}

function manifestOf(
  { identity, signer, plan, ...range }: SealInput,
  { tallied, auditLines }: RenderedRecord,
  encryption: Rendition['encryption'],
  files: ManifestFile[],
): Manifest {
  const common = {
    format: 'gatelog-batch' as const,
    log_id: identity.logId,
    site: identity.site,
    gate: identity.gate,
    gate_id: identity.gateId,
    app_version: identity.appVersion,
    first_seq: range.firstSeq,
    last_seq: range.lastSeq,
    first_at_ms: tallied.firstAtMs,
    last_at_ms: tallied.lastAtMs,
    events: range.lastSeq - range.firstSeq + 1,
    events_without_payload: tallied.withoutPayload,
    counts: tallied.counts,
    audit_lines: auditLines,
    chain_before: hex(range.chainBefore),
    chain_after: hex(tallied.chainAfter),
    files,
    key_id: signer.keyId,
    public_key: signer.publicKey,
  };
  if (plan.schemaVersion === 1) return { ...common, schema_version: 1, profile: 'full' };
  return {
    ...common,
    schema_version: 2,
    profile: plan.profile,
    encryption,
    headings: plan.headings,
    pseudonym_key_id: plan.pseudonyms?.keyId ?? null,
  };
}

/** Manifest, signature and sums, in the order in which they are written. */
async function outside(
  manifest: Manifest,
  signer: Signer,
): Promise<readonly { readonly name: string; readonly bytes: Uint8Array }[]> {
  const bytes = manifestBytes(manifest);
  const signature = Buffer.from(await signer.sign(bytes));
  return [
    { name: MANIFEST_FILE, bytes },
    { name: SIGNATURE_FILE, bytes: signature },
    { name: SUMS_FILE, bytes: Buffer.from(sumsText(manifest, sha256(bytes), sha256(signature))) },
  ];
}

const listed = ({ name, sizeBytes, sha256: hash }: RenditionFile): ManifestFile => ({
  name,
  size_bytes: sizeBytes,
  sha256: hash,
});
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
