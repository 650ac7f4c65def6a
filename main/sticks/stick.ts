/** A USB stick, or whatever else the system says can be pulled out, as it is found right now. */
export interface Stick {
  /** What the system calls it while it is plugged in: `/dev/sdb1`, `E:`. */
  readonly device: string;
  /** Tells it from others when it comes back: its file system's own number and its size; null where it has none. */
  readonly id: string | null;
  /** As somebody named it; empty where nobody did. A text from elsewhere. */
  readonly label: string;
  /** As the system names it, in small letters, such as `exfat`, `vfat`, `ntfs`; empty where none can be read. */
  readonly fileSystem: string;
  readonly sizeBytes: number;
  /** Null where it is not mounted, or does not answer. */
  readonly freeBytes: number | null;
  /** Mounted, and every call on it fails: it was pulled out while it was in use. */
  readonly dead: boolean;
  /** Held up whoever asked it before anything was known of it: it is there, and that is all. */
  readonly hangs?: true;
  readonly readOnly: boolean;
  /** Where it is mounted, or null. */
  readonly place: string | null;
}

/** Finds sticks. Another one is handed in where a test has sticks of its own. */
export interface StickFinder {
  /** Every stick that is plugged in, by device name. Never throws: a system that cannot say has none. */
  look(): Promise<readonly Stick[]>;
  /**
   * Calls back whenever a stick may have come, gone, or been mounted or unmounted; within a second. Looking again is up
   * to the caller. Returns what ends it.
   */
  watch(onChange: () => void): () => void;
}

/** Mounts and unmounts sticks as far as this account may. */
export interface StickMounts {
  /**
   * Unmounts a stick; nothing of it is left in memory then. False where somebody else uses it or this account may not.
   */
  unmount(stick: Stick): Promise<boolean>;
  /** Takes a mount away that no longer answers: what was pulled out while it was in use. */
  takeAway(stick: Stick): Promise<void>;
  /** Mounts a stick that is not; where it lies then, or null where this account may not or its file system is broken. */
  mount(stick: Stick): Promise<string | null>;
}

/** What a system can do with sticks. */
export interface StickSystem {
  readonly finder: StickFinder;
  /** Null where sticks can be read and written only, as on Windows, which keeps mounting for administrators. */
  readonly mounts: StickMounts | null;
}

/** File systems of the FAT kind that hold no file of 4 GiB or more. */
export const isFat = (fileSystem: string): boolean => /^(vfat|msdos|fat(12|16|32)?)$/.test(fileSystem);
