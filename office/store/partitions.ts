import { literal, quoted } from './tables.ts';

/** A month of UTC, `2026-11`. */
type Month = string;

/** Months that get a partition of their own; a clock that was lost or lies goes to the site's default. */
const FIRST_YEAR = 2020;
const LAST_YEAR = 2099;

/**
 * Statements that make the partitions into which rows of these batches go, by site and by month; what is there stays.
 * @param months by site, the months in which its rows lie
 */
export function partitionSql(
  schema: string,
  months: ReadonlyMap<string, ReadonlySet<Month>>,
): readonly string[] {
  return [...months].flatMap(([site, some]) => {
    const ofSite = `${schema}.${quoted(`event_${site}`)}`;
    return [
      `CREATE TABLE IF NOT EXISTS ${ofSite} PARTITION OF ${schema}.event FOR VALUES IN (${literal(site)})
        PARTITION BY RANGE ("at")`,
      `CREATE TABLE IF NOT EXISTS ${schema}.${quoted(`event_${site}_other`)} PARTITION OF ${ofSite} DEFAULT`,
      ...[...some].filter(isOrdinary).map((month) => {
        const name = quoted(`event_${site}_${month.replace('-', '_')}`);
        return `CREATE TABLE IF NOT EXISTS ${schema}.${name} PARTITION OF ${ofSite}
          FOR VALUES FROM ('${month}-01 00:00:00+00') TO ('${after(month)}-01 00:00:00+00')`;
      }),
    ];
  });
}

const isOrdinary = (month: Month): boolean => {
  const year = Number(month.slice(0, -3));
  return year >= FIRST_YEAR && year <= LAST_YEAR;
};

function after(month: Month): Month {
  const [year = 0, nth = 0] = month.split('-').map(Number);
  return nth === 12 ? `${year + 1}-01` : `${year}-${String(nth + 1).padStart(2, '0')}`;
}
