import koffi from 'koffi';

/**
 * Plugs a drive in or pulls it out as Wine's own settings window does: `plug E place device`, `pull E`. Prints when it
 * was done. The call is Wine's, include/ddk/mountmgr.h: IOCTL_MOUNTMGR_DEFINE_UNIX_DRIVE with mountmgr_unix_drive.
 */
const DEFINE_UNIX_DRIVE = 0x6dc080;
const DRIVE_NO_ROOT_DIR = 1;
const DRIVE_REMOVABLE = 2;
const HEAD_BYTES = 32;
const READ_AND_WRITE = 0xc0000000;
const OPEN_EXISTING = 3;

const [act, letter = '', place = '', device = ''] = process.argv.slice(2);
const kernel = koffi.load('kernel32.dll');
const createFile = kernel.func(
  'intptr_t __stdcall CreateFileW(const char16_t *name, uint32_t access, uint32_t share, void *security, uint32_t how, uint32_t flags, intptr_t template)',
);
const deviceIoControl = kernel.func(
  'bool __stdcall DeviceIoControl(intptr_t device, uint32_t code, void *in, uint32_t inBytes, void *out, uint32_t outBytes, _Out_ uint32_t *given, void *overlapped)',
);

const [placeBytes, deviceBytes] = [Buffer.from(`${place}\0`), Buffer.from(`${device}\0`)];
const drive = Buffer.concat([Buffer.alloc(HEAD_BYTES), placeBytes, deviceBytes]);
drive.writeUInt32LE(drive.length, 0);
drive.writeUInt32LE(act === 'plug' ? DRIVE_REMOVABLE : DRIVE_NO_ROOT_DIR, 4);
drive.writeUInt16LE(letter.toLowerCase().charCodeAt(0), 24);
if (act === 'plug') {
  drive.writeUInt16LE(HEAD_BYTES, 26);
  drive.writeUInt16LE(HEAD_BYTES + placeBytes.length, 28);
}
const manager = createFile('\\\\.\\MountPointManager', READ_AND_WRITE, 3, null, OPEN_EXISTING, 0, 0);
if (deviceIoControl(manager, DEFINE_UNIX_DRIVE, drive, drive.length, null, 0, [0], null) !== true)
  throw new Error(`Wine did not ${act} ${letter}`);
console.log(Date.now());
