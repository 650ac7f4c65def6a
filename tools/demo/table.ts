/** Rows of text as lines with aligned columns; widths count letters, not bytes, tone marks included. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => width(row[column] ?? ''))));
  const line = (row: readonly string[]): string =>
    `  ${row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell))).join('  ')}`.trimEnd();
  return [line(head), line(widths.map((one) => '-'.repeat(one))), ...rows.map(line)];
}

const width = (text: string): number => [...new Intl.Segmenter().segment(text)].length;
