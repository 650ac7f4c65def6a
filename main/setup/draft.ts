import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type SetupDraft, setupDraft } from '../../preload/contract/setup.ts';
import { replaceFile } from '../replace-file.ts';

/** What set-up asks first, with the answers that most gates give already given. */
const NOTHING_ANSWERED: SetupDraft = {
  step: 'language',
  language: 'vi',
  siteName: '',
  siteSlug: '',
  place: null,
  gateName: '',
  gateSlug: '',
  onlyGate: null,
  direction: 'in',
  scanners: [],
  camera: { enabled: false, device: null },
  target: null,
};

/** The answers so far, kept over a power cut. */
export interface DraftFile {
  read(): SetupDraft;
  /** Throws what the file system throws. */
  write(draft: SetupDraft): void;
  /** Takes the file away; that it is gone already is fine. */
  remove(): void;
}

/** @param dataFolder where `setup.json` lies; whatever else may stand in it, set-up then begins anew */
export function openDraft(dataFolder: string): DraftFile {
  const path = join(dataFolder, 'setup.json');
  return {
    read: () => {
      try {
        const parsed = setupDraft.safeParse(JSON.parse(readFileSync(path, 'utf8')));
        return parsed.success ? parsed.data : NOTHING_ANSWERED;
      } catch {
        return NOTHING_ANSWERED;
      }
    },
    write: (draft) => replaceFile(path, `${JSON.stringify(draft, null, 2)}\n`),
    remove: () => rmSync(path, { force: true }),
  };
}
