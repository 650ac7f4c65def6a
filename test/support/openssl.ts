import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sequence, type TestCertificate, tagged } from './certificates.ts';

/** Runs `openssl` as a shell would; throws with what it says where it fails. */
function openssl(...args: readonly string[]): Buffer {
  const ended = spawnSync('openssl', args, { maxBuffer: 64 << 20 });
  if (ended.status !== 0) throw new Error(`openssl ${args.join(' ')}: ${ended.stderr.toString()}`);
  return ended.stdout;
}

/** What one file of signed data shall be like. */
export interface CmsWish {
  readonly by: TestCertificate;
  /** Further signers of the same content. */
  readonly alsoBy?: TestCertificate;
  /** True: the signature alone, the content elsewhere. Default: inside. */
  readonly detached?: boolean;
  /** Further options of `openssl cms -sign`. */
  readonly options?: readonly string[];
}

/** Signed data in DER as OpenSSL makes it (RFC 5652). */
export function signedData(
  folder: string,
  content: Uint8Array,
  { by, alsoBy, detached = false, options = [] }: CmsWish,
): Buffer {
  const input = join(folder, 'content');
  writeFileSync(input, content);
  const signers = [by, ...(alsoBy === undefined ? [] : [alsoBy])].flatMap((one, index) => {
    const [certificate, key] = [join(folder, `signer-${index}.pem`), join(folder, `signer-${index}.key`)];
    writeFileSync(certificate, one.pem);
    writeFileSync(key, one.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    return ['-signer', certificate, '-inkey', key];
  });
  const inside = detached ? [] : ['-nodetach'];
  const form = ['-sign', '-binary', '-md', 'sha256', '-outform', 'DER', '-in', input];
  return openssl('cms', ...form, ...inside, ...signers, ...options);
}

/** The certificates alone, as a PKCS #7 file. */
export function certificateBundle(
  folder: string,
  ones: readonly TestCertificate[],
  form: 'DER' | 'PEM',
): Buffer {
  const file = join(folder, 'bundle.pem');
  writeFileSync(file, ones.map(({ pem }) => pem).join(''));
  return openssl('crl2pkcs7', '-nocrl', '-certfile', file, '-outform', form);
}

/** Content of a master list: version 0 and a set of certificates (ICAO Doc 9303, part 12, section 9). */
export const masterListContent = (ders: readonly Buffer[]): Buffer =>
  sequence(tagged(0x02, Buffer.of(0)), tagged(0x31, ...ders));

/** Options for signing a master list. */
export const AS_MASTER_LIST = ['-econtent_type', '2.23.136.1.1.2'];
