/**
 * Cells that a spreadsheet would run. Excel, LibreOffice and Google Sheets take a cell that begins with
 * = + - @ TAB or CR for a formula (OWASP, CSV Injection); a leading `'` makes it text. Values that already
 * begin with quotes before such a character get one more, so that `undefuse` gives back exactly what went in.
 */
const DANGEROUS = /^'*[=+\-@\t\r]/;
const DEFUSED = /^'+[=+\-@\t\r]/;

/** The text as a cell of CSV or XLSX may hold it: a `'` in front where a spreadsheet would compute. */
export function defuse(text: string): string {
  return DANGEROUS.test(text) ? `'${text}` : text;
}

/** Takes off what `defuse` put on. `undefuse(defuse(x)) === x` for every text. */
export function undefuse(cell: string): string {
  return DEFUSED.test(cell) ? cell.slice(1) : cell;
}
