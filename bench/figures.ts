/** A distribution in few numbers; the unit is that of what was measured. */
export interface Figures {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/**
 * The smallest of the given numbers that at least this share of them does not exceed (nearest rank): always a
 * number that was measured, never one in between. NaN where there are none.
 * @param share more than 0, at most 1
 */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(sorted.length * share)) - 1] ?? Number.NaN;
}

/** Count, three percentiles and the largest. */
export const figuresOf = (numbers: readonly number[]): Figures => ({
  count: numbers.length,
  p50: percentile(numbers, 0.5),
  p95: percentile(numbers, 0.95),
  p99: percentile(numbers, 0.99),
  max: percentile(numbers, 1),
});

/** Each figure as a multiple of the floor's same figure. */
export const ratiosOf = (figures: Figures, floor: Figures): Pick<Figures, 'p50' | 'p95' | 'p99'> => ({
  p50: figures.p50 / floor.p50,
  p95: figures.p95 / floor.p95,
  p99: figures.p99 / floor.p99,
});

/** One line of a figures table; `unit` stands behind the name. */
export interface FiguresLine {
  readonly name: string;
  readonly figures: Figures;
  /** The line that this one is compared with. */
  readonly floor?: Figures;
}

/** Lines for a terminal: name, count, percentiles in their unit, and the ratio to the floor at p50 and p99. */
export function figuresTable(lines: readonly FiguresLine[], unit: 'ms' | 'µs' = 'ms'): string[] {
  const width = Math.max(...lines.map((line) => line.name.length));
  const row = (name: string, cells: readonly string[]): string =>
    `${name.padEnd(width)} ${cells.map((cell) => cell.padStart(9)).join('')}`.trimEnd();
  const number = (value: number): string =>
    Number.isFinite(value) ? value.toFixed(unit === 'µs' && value >= 1000 ? 0 : 2) : '-';
  return [
    row(unit, ['n', 'p50', 'p95', 'p99', 'max', 'p50 x', 'p99 x']),
    ...lines.map(({ name, figures, floor }) => {
      const ratios = floor === undefined ? null : ratiosOf(figures, floor);
      return row(name, [
        String(figures.count),
        ...[figures.p50, figures.p95, figures.p99, figures.max].map(number),
        ratios === null ? '' : number(ratios.p50),
        ratios === null ? '' : number(ratios.p99),
      ]);
    }),
  ];
}
