import { open, rename } from 'node:fs/promises';

/** What makes an export last: a power cut behind the command's word must not take any of it. */
export interface Disk {
  /** Waits until what a file holds is on its medium. */
  readonly syncFile: (path: string) => Promise<void>;
  /** The same for the names in a folder. */
  readonly syncFolder: (path: string) => Promise<void>;
  readonly rename: (from: string, to: string) => Promise<void>;
}

/** File systems that know no such call (FUSE, SMB) have nothing to wait for. */
const UNKNOWN_HERE: ReadonlySet<unknown> = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

async function sync(path: string, flags: string): Promise<void> {
  const opened = await open(path, flags);
  try {
    await opened.sync();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && UNKNOWN_HERE.has(error.code))) throw error;
  } finally {
    await opened.close();
  }
}

/** The disk itself. */
export const DISK: Disk = {
  // Windows flushes only what is open for writing.
  syncFile: (path) => sync(path, 'r+'),
  // Windows has no such call for a folder and needs none.
  syncFolder: async (path) => {
    if (process.platform !== 'win32') await sync(path, 'r');
  },
  rename,
};
