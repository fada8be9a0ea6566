// The columns of the prediction benchmark: integers, decimals, texts and dates in turn, as in a customer table.
const kinds = [
  { type: 'DECIMAL(9,0)', sql: (at) => `MOD(RANGE_VALUE * ${at + 7}, 97)`, cell: (row, at) => (row * (at + 7)) % 97 },
  { type: 'DOUBLE', sql: (at) => `MOD(RANGE_VALUE, 1009) / ${at + 8}.0`, cell: (row, at) => (row % 1009) / (at + 8) },
  { type: 'DECIMAL(9,0)', sql: () => 'MOD(RANGE_VALUE, 1000)', cell: (row) => row % 1000 },
  { type: 'VARCHAR(20) UTF8', sql: () => "'segment ' || MOD(RANGE_VALUE, 12)", cell: (row) => `segment ${row % 12}` },
  {
    type: 'DATE',
    sql: () => "ADD_DAYS(DATE '2020-01-01', MOD(RANGE_VALUE, 2000))",
    cell: (row) => new Date(Date.UTC(2020, 0, 1 + (row % 2000))).toISOString().slice(0, 10),
  },
];

/** `count` columns: names, Exasol types, and the SQL that computes each from RANGE_VALUE. */
export const makeColumns = (count) =>
  Array.from({ length: count }, (_, at) => {
    const { type, sql } = kinds[at % kinds.length];
    return { name: `C${at}`, type, sql: sql(at) };
  });

/** 600 rows with a header and a TARGET that depends on two columns. */
export function makeTrainingCsv(count) {
  const header = [...makeColumns(count).map(({ name }) => name), 'TARGET'].join(',');
  const rows = Array.from({ length: 600 }, (_, row) => {
    const cells = Array.from({ length: count }, (_, at) => kinds[at % kinds.length].cell(row, at));
    return [...cells, row % 1000 > 300 ? 'yes' : 'no'].join(',');
  });
  return `${[header, ...rows].join('\n')}\n`;
}
