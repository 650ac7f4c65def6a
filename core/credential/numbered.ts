/** Most statements of one kind whose fields are kept: doses, results. A card with more says so in its count. */
export const STATEMENT_LIMIT = 20;

/**
 * Fields of several statements in one record: the first under the names as they are, the second with a 2 behind them,
 * and so on.
 */
export function numberedFields<Statement>(
  statements: readonly Statement[],
  fieldsOf: (statement: Statement) => Readonly<Record<string, string | null>>,
): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    statements
      .slice(0, STATEMENT_LIMIT)
      .flatMap((statement, at) =>
        Object.entries(fieldsOf(statement)).map(([name, value]) => [
          `${name}${at === 0 ? '' : at + 1}`,
          value,
        ]),
      ),
  );
}
