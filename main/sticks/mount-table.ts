import { readFile } from 'node:fs/promises';

/** One line of /proc/self/mountinfo (proc(5)) that has a device of its own. */
export interface MountLine {
  readonly device: string;
  readonly place: string;
  readonly readOnly: boolean;
}

/** What of the mount table tells of devices. */
export function parseMountTable(text: string): readonly MountLine[] {
  return text.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ');
    const [, , , , place = '', options = ''] = before.split(' ');
    const [, device = '', superOptions = ''] = after.split(' ');
    if (!device.startsWith('/dev/')) return [];
    const readOnly = [options, superOptions].some((all) => all.split(',').includes('ro'));
    return [{ device: plain(device), place: plain(place), readOnly }];
  });
}

/** Space, tab, line feed and backslash stand there in octal. */
const plain = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

/** The mount table as it is now; reading it touches no stick. */
export const readMountTable = (): Promise<string> => readFile('/proc/self/mountinfo', 'utf8').catch(() => '');

/** Where a device is mounted now, newest first, or null. */
export async function placeOf(device: string): Promise<string | null> {
  return parseMountTable(await readMountTable()).findLast((line) => line.device === device)?.place ?? null;
}
