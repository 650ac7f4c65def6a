import type { Worker } from 'node:worker_threads';

/** A thread that works but gets no core to work on has so many times as long. */
const STARVED = 10;
/** How often a thread is looked at; less often where it has little time. ms */
const LOOK_MS = 1_000;
/** A thread that did so little since the last look did nothing. ms */
const NOTHING_MS = 1;

/**
 * Tells of a thread that will not come to an end: it does nothing for `stalledMs`, waiting for what never comes, or works
 * on one core for as long, going round in circles. A thread that only waits for its turn on a busy PC is neither: what it
 * reads is not damaged, and must not be called so.
 * @returns ends the watch
 */
export function watchThread(worker: Worker, stalledMs: number, onStalled: () => void): () => void {
  const busyLimitMs = STARVED * stalledMs;
  let [quietMs, busyMs] = [0, 0];
  let lastMs = performance.now();
  let lastActiveMs = worker.performance.eventLoopUtilization().active;
  let firstCpuMs: number | null = null;
  let ended = false;
  const end = (): void => {
    ended = true;
    clearInterval(timer);
  };
  const stalled = (): void => {
    if (ended) return;
    end();
    onStalled();
  };
  const askForCpu = async (): Promise<void> => {
    // Only a thread that has run for a while answers; older ones of Node do not know the question.
    const { user, system } = await worker.cpuUsage();
    const cpuMs = (user + system) / 1_000;
    firstCpuMs ??= cpuMs;
    if (cpuMs - firstCpuMs >= stalledMs) stalled();
  };
  const look = (): void => {
    const nowMs = performance.now();
    const passedMs = nowMs - lastMs;
    lastMs = nowMs;
    // Before its first turn it has neither worked nor waited: it is still being made.
    const { active, idle } = worker.performance.eventLoopUtilization();
    const worked = active - lastActiveMs >= NOTHING_MS || idle === 0;
    lastActiveMs = active;
    if (worked) {
      quietMs = 0;
      busyMs += passedMs;
      if (typeof worker.cpuUsage === 'function') askForCpu().catch(() => undefined);
    } else quietMs += passedMs;
    if (quietMs >= stalledMs || busyMs >= busyLimitMs) stalled();
  };
  const timer = setInterval(look, Math.min(LOOK_MS, stalledMs / 4));
  return end;
}
