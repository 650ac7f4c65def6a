import { readdirSync, readFileSync } from 'node:fs';

/** Every process below this one, by their ids; those that end meanwhile are left out. Linux. */
export function processesBelow(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readIfThere(`/proc/${name}/stat`);
    // After the name in brackets, which may hold anything: state and parent (proc(5)).
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (parent > 0) parents.set(Number(name), parent);
  }
  const isBelow = (pid: number): boolean => {
    for (let at = parents.get(pid); at !== undefined; at = parents.get(at)) if (at === root) return true;
    return false;
  };
  return [...parents.keys()].filter(isBelow);
}

/** The one that Chromium opens cameras in, or undefined where none is open. A killed one is a driver that crashed. */
export function videoCaptureBelow(root: number): number | undefined {
  return processesBelow(root).find((pid) =>
    readIfThere(`/proc/${pid}/cmdline`).includes('video_capture.mojom.VideoCaptureService'),
  );
}

/** Clock ticks a second, in which Linux counts the time of processes; 100 wherever Linux runs a kiosk (times(2)). */
const TICKS = 100;

/** Processor time that this process and all below it have used so far, in their own code and the kernel's. ms */
export function processorTimeMs(root: number): ReadonlyMap<number, number> {
  return new Map(
    [root, ...processesBelow(root)].map((pid) => {
      const stat = readIfThere(`/proc/${pid}/stat`);
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // utime and stime, fields 14 and 15 of proc(5); the first of these is field 3.
      return [pid, ((Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 1000) / TICKS];
    }),
  );
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
