/** Lets one thing happen at a time, in the order in which it was asked for. */
export interface Turns {
  /** Runs `work` once everything before it has ended, well or not. */
  take<T>(work: () => Promise<T>): Promise<T>;
  /** True while nothing happens and nothing waits. */
  idle(): boolean;
}

export function createTurns(): Turns {
  let before: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    take: (work) => {
      const mine = before.then(work, work);
      waiting += 1;
      const ended = (): void => {
        waiting -= 1;
      };
      before = mine.then(ended, ended);
      return mine;
    },
    idle: () => waiting === 0,
  };
}
