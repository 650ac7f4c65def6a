import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import '../../preload/contract/window.ts';
import { directoryOf, type TestShcIssuer } from '../core/credential/shc/cards.ts';
import type { TestCertificate } from './certificates.ts';
import type { RunningKiosk } from './kiosk.ts';

/** Who is trusted: signers of HC1 certificates and issuers of SMART Health Cards. */
export interface Trusted {
  readonly signers: readonly TestCertificate[];
  readonly issuers: readonly TestShcIssuer[];
}

/**
 * Puts lists in force as an administrator does it: a folder is chosen in the system's dialog, previewed and applied.
 * @param folder an existing folder; the caller removes it
 */
export async function importTrustLists(
  { app, page }: RunningKiosk,
  folder: string,
  { signers, issuers }: Trusted,
): Promise<void> {
  const stick = join(folder, 'danh-sach-noi-cap');
  await mkdir(stick, { recursive: true });
  await Promise.all([
    ...signers.map(({ pem }, at) => writeFile(join(stick, `signer-${at}.pem`), pem)),
    writeFile(join(stick, 'directory.json'), directoryOf(...issuers)),
  ]);
  // The dialog is the system's own window, which no test can press; all behind it is real.
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, stick);
  const failed = await page.evaluate(async () => {
    const { gatelog } = window;
    const signedIn = await gatelog.call('staff.sign-in', { password: 'none is set' });
    const preview = await gatelog.call('trust.choose', { what: 'folder' });
    if (!preview.ok) return `choose: ${preview.code}`;
    if (preview.value === null) return 'choose: nothing was chosen';
    const applied = await gatelog.call('trust.apply', { preview: preview.value.id });
    await gatelog.call('staff.sign-out', {});
    return signedIn.ok && applied.ok ? null : 'not applied';
  });
  if (failed !== null) throw new Error(`the trust lists are not in force: ${failed}`);
}
