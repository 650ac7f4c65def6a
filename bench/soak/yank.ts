import { yankOften } from '../../test/support/yank/yank.ts';

/** What the soak tells of sticks that were pulled out. */
export interface YankTold {
  readonly lines: readonly string[];
  readonly broken: readonly { readonly where: string; readonly problem: string }[];
}

/** Pulls sticks out so many times and says at which moments, what the deliveries said, and what broke. */
export async function yank(
  folder: string,
  times: number,
  seed: number,
  onYank: (done: number) => void,
): Promise<YankTold> {
  const yanks = await yankOften({ folder, times, seed, onYank });
  const broken = yanks.flatMap(({ afterMs, phase, problem }) =>
    problem === null
      ? []
      : [{ where: `pulled out ${Math.round(afterMs)} ms after it began, ${phase}`, problem }],
  );
  return {
    lines: [
      `${yanks.length} times a stick was pulled out: ${tally(yanks.map(({ phase }) => phase))}`,
      `the delivery said: ${tally(yanks.map(({ said }) => said ?? 'delivered'))}`,
      `${broken.length} sticks with a batch that is half there, missing or doubled`,
    ],
    broken,
  };
}

/** `3 x writing, 1 x closing`, most first. */
function tally(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([word, count]) => `${count} x ${word}`)
    .join(', ');
}
