import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The least that a durable row can cost on a disk: 4 KiB appended to a file and fdatasync. */
export interface DiskFloor {
  /** Writes once; how long it took, ms. */
  write(): number;
  /** Closes and removes the file. */
  end(): void;
}

const PAGE = Buffer.alloc(4096, 0x5a);

/** @param folder a folder on the disk in question; one file is made in it */
export function openDiskFloor(folder: string): DiskFloor {
  const path = join(folder, 'floor.bin');
  const file = openSync(path, 'w');
  return {
    write: () => {
      const begun = performance.now();
      writeSync(file, PAGE);
      fdatasyncSync(file);
      return performance.now() - begun;
    },
    end: () => {
      closeSync(file);
      rmSync(path, { force: true });
    },
  };
}
