import { mkdirSync } from 'node:fs';
import { run } from './exfat.ts';

/**
 * A FAT32 image that trees are copied into and out of by mtools, and checked by fsck. This kernel has no vfat, and
 * fusefat loses what lies in a folder that is renamed (docs/decisions/sticks.md). Needs the device `fat32`.
 */
export interface Fat32 {
  /** Copies a folder with everything in it to the root. */
  copyIn(folder: string): void;
  /** Copies everything out, into a folder that is made. */
  copyOut(folder: string): void;
  /** Throws where the file system is not sound. */
  check(): void;
}

export function makeFat32(image: string, sizeMiB: number): Fat32 {
  run('truncate', '-s', `${sizeMiB}M`, image);
  run('mkfs.vfat', '-F', '32', image);
  return {
    // -s with folders, -m keeps times, -Q stops at the first mistake.
    copyIn: (folder) => void run('mcopy', '-s', '-m', '-Q', '-i', image, folder, '::'),
    copyOut: (folder) => {
      mkdirSync(folder, { recursive: true });
      run('mcopy', '-s', '-m', '-Q', '-n', '-i', image, '::*', folder);
    },
    check: () => void run('fsck.vfat', '-n', image),
  };
}
