import koffi from 'koffi';

/** What kernel32 says of the volume in one drive. */
export interface VolumeFacts {
  readonly label: string;
  /** As Windows names it, such as `FAT32`, `exFAT`, `NTFS`; empty where Windows can read none. */
  readonly fileSystem: string;
  /** The volume's own number; 0 where it has none. */
  readonly serial: number;
  readonly sizeBytes: number;
  readonly freeBytes: number | null;
  readonly readOnly: boolean;
}

/** Drives of this Windows PC, asked of kernel32 itself: no account is too small for it and no program is started. */
export interface WindowsDrives {
  /** Every drive that can be pulled out, such as `E:`. Lies in memory: no medium is touched. */
  removable(): readonly string[];
  /** Every drive. */
  all(): readonly string[];
  /** The one that Windows runs from. */
  readonly system: string;
  /** What lies in a drive; null where nothing does, as in a card reader. May take as long as the medium does. */
  volume(drive: string): VolumeFacts | null;
}

/** GetDriveTypeW, fileapi.h. */
const DRIVE_REMOVABLE = 2;
/** GetVolumeInformationW, fileapi.h. */
const FILE_READ_ONLY_VOLUME = 0x80000;
/** SetErrorMode, errhandlingapi.h: an empty drive is an error to the caller and no window on the guard's screen. */
const SEM_FAILCRITICALERRORS = 1;
/** Longest name of a volume or a file system, and its end. MAX_PATH + 1, UTF-16 units. */
const NAME_UNITS = 261;

/**
 * Errors of a medium that is there and cannot be read (winerror.h): CRC, no known file system, changed from outside, I/O,
 * file and disk corrupt, medium not recognised, BitLocker's lock. Every other error is taken for a drive with nothing in
 * it.
 */
const UNREADABLE = new Set([23, 1005, 1006, 1117, 1392, 1393, 1785, 0x80310000]);

/** Opens kernel32. Windows only: throws elsewhere. */
export function openWindowsDrives(): WindowsDrives {
  const kernel = koffi.load('kernel32.dll');
  const setErrorMode = kernel.func('uint32_t __stdcall SetErrorMode(uint32_t mode)');
  const getLastError = kernel.func('uint32_t __stdcall GetLastError()');
  const getLogicalDrives = kernel.func('uint32_t __stdcall GetLogicalDrives()');
  const getDriveType = kernel.func('uint32_t __stdcall GetDriveTypeW(const char16_t *root)');
  const getVolumeInformation = kernel.func(
    'bool __stdcall GetVolumeInformationW(const char16_t *root, void *label, uint32_t labelUnits, _Out_ uint32_t *serial, _Out_ uint32_t *longestName, _Out_ uint32_t *flags, void *fileSystem, uint32_t fileSystemUnits)',
  );
  const getDiskFreeSpace = kernel.func(
    'bool __stdcall GetDiskFreeSpaceExW(const char16_t *root, _Out_ uint64_t *mine, _Out_ uint64_t *total, _Out_ uint64_t *free)',
  );
  setErrorMode(SEM_FAILCRITICALERRORS);

  const all = (): readonly string[] => {
    const mask = Number(getLogicalDrives());
    return Array.from({ length: 26 }, (_, at) => at)
      .filter((at) => (mask & (1 << at)) !== 0)
      .map((at) => `${String.fromCharCode(65 + at)}:`);
  };
  return {
    all,
    system: (process.env['SystemDrive'] ?? 'C:').toUpperCase(),
    removable: () => all().filter((drive) => Number(getDriveType(`${drive}\\`)) === DRIVE_REMOVABLE),
    volume: (drive) => {
      const root = `${drive}\\`;
      const [label, fileSystem] = [Buffer.alloc(NAME_UNITS * 2), Buffer.alloc(NAME_UNITS * 2)];
      const [serial, longest, flags] = [[0], [0], [0]];
      const isRead = getVolumeInformation(
        root,
        label,
        NAME_UNITS,
        serial,
        longest,
        flags,
        fileSystem,
        NAME_UNITS,
      );
      if (isRead !== true) {
        if (!UNREADABLE.has(Number(getLastError()))) return null;
        return { label: '', fileSystem: '', serial: 0, sizeBytes: 0, freeBytes: null, readOnly: false };
      }
      const [mine, total, free] = [[0], [0], [0]];
      const hasRoom = getDiskFreeSpace(root, mine, total, free) === true;
      return {
        label: textIn(label),
        fileSystem: textIn(fileSystem),
        serial: Number(serial[0]),
        sizeBytes: hasRoom ? Number(total[0]) : 0,
        freeBytes: hasRoom ? Number(mine[0]) : null,
        readOnly: (Number(flags[0]) & FILE_READ_ONLY_VOLUME) !== 0,
      };
    },
  };
}

/** UTF-16 up to its end. */
const textIn = (bytes: Buffer): string => {
  const text = bytes.toString('utf16le');
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
};
