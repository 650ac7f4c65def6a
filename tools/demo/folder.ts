import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashPassword } from '../../main/staff/password.ts';
import { PROJECT } from '../project.ts';

/** Where everything of a run of the demo lies. */
export interface DemoFolder {
  readonly root: string;
  readonly settingsFile: string;
  /** Log, keys and spool of the demo's kiosk. */
  readonly dataFolder: string;
  /** Where the batch is delivered to. */
  readonly batchFolder: string;
  /** What control cards of this site are made with. */
  readonly siteSecret: Uint8Array;
  readonly adminPassword: string;
}

export const GATE_SLUG = 'cong-chinh';
export const LANES = { entrance: 'Vào', exit: 'Ra' } as const;

/** Makes demo-out/ anew with a settings file such as a site would write. */
export function makeDemoFolder(ports: { readonly entrance: string; readonly exit: string }): DemoFolder {
  const root = join(PROJECT, 'demo-out');
  rmSync(root, { recursive: true, force: true });
  const dataFolder = join(root, 'data');
  const batchFolder = join(root, 'batch');
  const settingsFile = join(root, 'settings.json');
  const secretFile = join(root, 'site-secret.txt');
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  mkdirSync(batchFolder);
  const siteSecret = randomBytes(32);
  writeFileSync(secretFile, `${siteSecret.toString('hex')}\n`, { mode: 0o600 });
  const adminPassword = 'mat-khau-demo';
  const settings = {
    language: 'vi',
    site: { slug: 'benh-vien-mau', name: 'Bệnh viện Mẫu' },
    gate: { slug: GATE_SLUG, name: 'Cổng chính' },
    onlyGate: true,
    lanes: [
      { name: LANES.entrance, direction: 'in' },
      { name: LANES.exit, direction: 'out' },
    ],
    scanners: [
      { port: ports.entrance, lane: LANES.entrance, baudRate: 115_200, terminator: 'crlf' },
      { port: ports.exit, lane: LANES.exit },
    ],
    // xdotool on a busy machine pauses where no scanner does; a read is not cut in two for that.
    wedge: { lane: LANES.entrance, silenceMs: 1000 },
    camera: { enabled: true, lane: LANES.entrance },
    verdictSeconds: 2,
    dataFolder,
    siteSecretFile: secretFile,
    target: batchFolder,
    // So that whoever tries it can open the files.
    batches: { encryption: { plain: { reason: 'Bản thử, không có người thật' } } },
    adminPassword: hashPassword(adminPassword),
    fullscreen: false,
  };
  writeFileSync(settingsFile, `${JSON.stringify(settings, null, 2)}\n`);
  return { root, settingsFile, dataFolder, batchFolder, siteSecret, adminPassword };
}
