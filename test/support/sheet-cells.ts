import { Workbook } from '@cj-tech-master/excelts';

/** Rows of a workbook's first sheet as texts, read whole, as a person's program would: of a file that we made. */
export async function sheetCells(path: string, columns: number): Promise<readonly (readonly string[])[]> {
  const workbook = new Workbook();
  await workbook.xlsx.readFile(path);
  const rows: string[][] = [];
  workbook.worksheets[0]?.eachRow((row) => {
    rows.push(Array.from({ length: columns }, (_, index) => String(row.getCell(index + 1).value ?? '')));
  });
  return rows;
}
