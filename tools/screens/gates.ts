import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashPassword } from '../../main/staff/password.ts';

/** Invented, as long as names of people and places get. */
export const LONG_NAME = "H'Hen Niê Kđăm Êban Thị Ngọc Bích Tuyền";

/** A kiosk to take pictures of. */
export interface PicturedGate {
  readonly settingsFile: string;
  readonly dataFolder: string;
  readonly siteSecret: Uint8Array;
  readonly adminPassword: string;
}

/** Writes the settings of a kiosk into a new folder; `over` is what tells it from a plain one. */
export function makeGate(folder: string, over: Record<string, unknown>): PicturedGate {
  const dataFolder = join(folder, 'data');
  const siteSecret = randomBytes(32);
  const siteSecretFile = join(folder, 'site-secret.txt');
  const settingsFile = join(folder, 'settings.json');
  const adminPassword = 'mat-khau-thu';
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(siteSecretFile, `${siteSecret.toString('hex')}\n`, { mode: 0o600 });
  const settings = {
    site: { slug: 'benh-vien-mau', name: 'Bệnh viện Mẫu', place: 'hospital' },
    gate: { slug: 'cong-chinh', name: 'Cổng chính' },
    onlyGate: true,
    // Long enough for every look; what goes by itself would go between two pictures.
    verdictSeconds: 60,
    dataFolder,
    siteSecretFile,
    adminPassword: hashPassword(adminPassword),
    fullscreen: false,
    ...over,
  };
  writeFileSync(settingsFile, JSON.stringify(settings, null, 2));
  return { settingsFile, dataFolder, siteSecret, adminPassword };
}
