/** Lets one thing happen at a time, in the order in which it was asked for. */
export interface Turns {
  /** Runs `work` once everything before it has ended, well or not. */
  take<T>(work: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  let before: Promise<unknown> = Promise.resolve();
  return {
    take: (work) => {
      const mine = before.then(work, work);
      before = mine.catch(() => undefined);
      return mine;
    },
  };
}
