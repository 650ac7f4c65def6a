import { readdirSync, readFileSync } from 'node:fs';

/** Memory of a process and everything that it started, sampled while something runs. */
export interface MemoryWatch {
  /** Ends the watch. MiB of proportional set size: pages that several share count once in all. */
  stop(): { readonly firstMiB: number; readonly mostMiB: number };
}

const EVERY_MS = 250;

/** Watches the family of a process by /proc (Linux): proc(5), smaps_rollup. */
export function watchMemory(pid: number): MemoryWatch {
  const firstMiB = familyMiB(pid);
  let mostMiB = firstMiB;
  const timer = setInterval(() => {
    mostMiB = Math.max(mostMiB, familyMiB(pid));
  }, EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return { firstMiB, mostMiB };
    },
  };
}

function familyMiB(root: number): number {
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
  let kib = 0;
  for (const pid of parents.keys()) {
    if (belongs(pid)) kib += Number(/^Pss:\s+(\d+)/m.exec(textOf(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
  }
  return kib / 1024;
}

/** Empty where the process has gone meanwhile. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
