import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import koffi from 'koffi';
import { renamePatiently, renamePatientlySync } from '../../../main/rename.ts';

/**
 * Renames files that another handle has open as a virus scanner does (no sharing of deletion), which lets go after a while;
 * prints what became of each.
 */
const kernel = koffi.load('kernel32.dll');
const createFile = kernel.func(
  'intptr_t __stdcall CreateFileW(const char16_t *name, uint32_t access, uint32_t share, void *security, uint32_t how, uint32_t flags, intptr_t template)',
);
const closeHandle = kernel.func('bool __stdcall CloseHandle(intptr_t handle)');
const [GENERIC_READ, FILE_SHARE_READ, OPEN_EXISTING] = [0x80000000, 1, 3];

const folder = process.argv[2] ?? '';
/** A file that is held until `letGo`. */
function held(name: string): { from: string; to: string; letGo: () => void } {
  const from = join(folder, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(from, 'x');
  const handle = createFile(from, GENERIC_READ, FILE_SHARE_READ, null, OPEN_EXISTING, 0, 0);
  return { from, to: `${from}.renamed`, letGo: () => void closeHandle(handle) };
}

const soon = held('soon');
setTimeout(soon.letGo, 300);
await renamePatiently(soon.from, soon.to);

const never = held('never');
let refused = '';
try {
  renamePatientlySync(never.from, never.to);
} catch (error) {
  refused = (error as NodeJS.ErrnoException).code ?? '';
}
never.letGo();
renamePatientlySync(never.from, never.to);
console.log(JSON.stringify({ soon: existsSync(soon.to), refused, never: existsSync(never.to) }));
