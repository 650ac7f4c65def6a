import { readdirSync, readFileSync } from 'node:fs';

/** What one process of the family held. MiB of proportional set size: pages that several share count once in all. */
export interface ProcessMemory {
  /** As the system's list of processes shows it: what kind it is, or the name that the kiosk gave it. */
  readonly name: string;
  readonly miB: number;
}

/** Memory of a process and everything that it started, sampled while something runs. */
export interface MemoryWatched {
  readonly firstMiB: number;
  readonly mostMiB: number;
  /** Of the first sample and of the one that held most: which process held how much. */
  readonly first: readonly ProcessMemory[];
  readonly most: readonly ProcessMemory[];
}

/** Seldom: to be counted, a process is held up for as long as its pages are looked at. */
const EVERY_MS = 500;

/** Watches the family of a process by /proc (Linux): proc(5), smaps_rollup. `stop` ends the watch. */
export function watchMemory(pid: number): { stop(): MemoryWatched } {
  const first = family(pid);
  let most = first;
  const timer = setInterval(() => {
    const now = family(pid);
    if (sumOf(now) > sumOf(most)) most = now;
  }, EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return { firstMiB: sumOf(first), mostMiB: sumOf(most), first, most };
    },
  };
}

const sumOf = (processes: readonly ProcessMemory[]): number =>
  processes.reduce((sum, { miB }) => sum + miB, 0);

function family(root: number): readonly ProcessMemory[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    // "pid (name) state ppid": the name may hold anything, even a bracket.
    const stat = Number.isInteger(pid) ? textOf(`/proc/${pid}/stat`) : '';
    if (stat !== '') parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const belongs = (pid: number): boolean => {
    for (let one: number | undefined = pid; one !== undefined; one = parents.get(one))
      if (one === root) return true;
    return false;
  };
  const processes: ProcessMemory[] = [];
  for (const pid of parents.keys()) {
    if (!belongs(pid)) continue;
    const kib = Number(/^Pss:\s+(\d+)/m.exec(textOf(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
    processes.push({ name: pid === root ? 'main' : nameOf(pid), miB: kib / 1024 });
  }
  return processes.sort((one, other) => other.miB - one.miB);
}

/** Chromium tells on the command line what a process is; utility processes get the name that Electron was given. */
function nameOf(pid: number): string {
  const line = textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
  const told = (what: string): string | undefined => new RegExp(`--${what}=(\\S+)`).exec(line)?.[1];
  return told('utility-sub-type') ?? told('type') ?? (line.trim().split(' ')[0] || 'gone');
}

/** Empty where the process has gone meanwhile. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
