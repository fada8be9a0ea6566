import type { DuckDBConnection } from '@duckdb/node-api';
import { makeColumnNames } from '../../csv/column-names.js';
import { describeThrown, makeError } from '../../errors/user-error.js';
import { literal } from '../../exasol/quote.js';
import type { TableFile } from './load.js';

/** Exasol's limit for VARCHAR, in characters. */
const maxVarchar = 2_000_000;
const maxPrecision = 36;

/** A column of the file: its name, and its type in DuckDB. */
interface ParquetColumn {
  readonly name: string;
  readonly type: string;
}

/** How a column becomes a column in Exasol. */
interface Conversion {
  readonly sql: string;
  /** DuckDB expression of the cell as text for IMPORT; NULL for no value. */
  readonly cell: string;
}

/**
 * Converts a Parquet file with DuckDB to a CSV file for IMPORT.
 * @param target path of the CSV file
 * @throws UserError E-SME-621 if the file cannot be read, E-SME-622 with all columns that Exasol cannot store
 */
export async function convertParquet(path: string, target: string): Promise<TableFile> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '1GB' });
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    return await convert(connection, path, target);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function convert(connection: DuckDBConnection, path: string, target: string): Promise<TableFile> {
  const source = `read_parquet(${literal(escapePattern(path))})`;
  const columns = await describe(connection, path, source);
  const names = makeColumnNames(columns.map(({ name }) => name));
  const lengths = await measureTexts(connection, path, source, columns);
  const notes: string[] = [];
  const problems: string[] = [];
  const conversions = columns.flatMap((column, index) => {
    const conversion = chooseConversion(column, lengths[index] ?? 1);
    if (conversion === undefined) {
      problems.push(`- '${column.name}' of the type ${column.type}`);
    }
    return conversion === undefined ? [] : [conversion];
  });
  if (problems.length > 0) {
    throw makeError('E-SME-622', { file: path, problems: problems.join('\n') });
  }
  columns.forEach(({ name, type }, index) => {
    if (/WITH TIME ZONE$/.test(type)) {
      notes.push(`Column ${names[index] ?? name} is stored in UTC.`);
    }
  });
  notes.push(...(await countInfinite(connection, path, source, columns, names)));
  const cells = conversions.map(({ cell }, index) => `${cell} AS c${index}`).join(', ');
  const written = await runOnFile(
    connection,
    path,
    `COPY (SELECT ${cells} FROM ${source}) TO ${literal(target)} (FORMAT csv, HEADER true)`,
  );
  return {
    file: target,
    rows: Number(written[0]?.[0] ?? 0),
    columns: conversions.map(({ sql }, index) => ({
      header: columns[index]?.name ?? '',
      name: names[index] ?? '',
      type: { sql },
    })),
    notes,
  };
}

/** DuckDB expands wildcards in paths; brackets make them literal. */
const escapePattern = (path: string) => path.replaceAll(/[*?[]/g, '[$&]');

async function describe(connection: DuckDBConnection, path: string, source: string): Promise<readonly ParquetColumn[]> {
  const rows = await runOnFile(connection, path, `DESCRIBE SELECT * FROM ${source}`);
  return rows.map(([name, type]) => ({ name: String(name), type: String(type) }));
}

async function runOnFile(connection: DuckDBConnection, path: string, sql: string): Promise<readonly unknown[][]> {
  try {
    return (await connection.runAndReadAll(sql)).getRows();
  } catch (thrown) {
    throw makeError('E-SME-621', { file: path, reason: describeThrown(thrown).split('\n')[0] ?? '' }, thrown);
  }
}

async function measureTexts(
  connection: DuckDBConnection,
  path: string,
  source: string,
  columns: readonly ParquetColumn[],
): Promise<readonly number[]> {
  const lengths = columns.map(({ name, type }) => (isText(type) ? `max(length(${quote(name)}::VARCHAR))` : 'NULL'));
  const [row = []] = await runOnFile(connection, path, `SELECT ${lengths.join(', ')} FROM ${source}`);
  return row.map((length) => Number(length ?? 1));
}

/** Exasol has neither NaN nor infinite numbers and dates, so they become NULL. Reports how many, by column. */
async function countInfinite(
  connection: DuckDBConnection,
  path: string,
  source: string,
  columns: readonly ParquetColumn[],
  names: readonly string[],
): Promise<readonly string[]> {
  const affected = columns.flatMap(({ name, type }, index) => {
    const isNumber = type === 'FLOAT' || type === 'DOUBLE';
    return isNumber || type === 'DATE' || type.startsWith('TIMESTAMP')
      ? [{ column: quote(name), name: names[index] ?? name, isNumber }]
      : [];
  });
  if (affected.length === 0) {
    return [];
  }
  const counts = affected.flatMap(({ column, isNumber }) => [
    isNumber ? `count(*) FILTER (isnan(${column}))` : '0',
    `count(*) FILTER (isinf(${column}))`,
  ]);
  const [row = []] = await runOnFile(connection, path, `SELECT ${counts.join(', ')} FROM ${source}`);
  return affected.flatMap(({ name }, index) => {
    const found = [
      { count: Number(row[2 * index]), kind: 'NaN' },
      { count: Number(row[2 * index + 1]), kind: 'infinite' },
    ].filter(({ count }) => count > 0);
    const list = found.map(({ count, kind }) => `${count} ${count === 1 ? 'value is' : 'values are'} ${kind}`);
    return list.length === 0 ? [] : [`Column ${name}: ${list.join(' and ')}, stored as NULL.`];
  });
}

const isText = (type: string) => /^(?:VARCHAR|UUID|ENUM\(.*\)|JSON|TIME(?: WITH TIME ZONE)?)$/.test(type);
const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;

function chooseConversion({ name, type }: ParquetColumn, length: number): Conversion | undefined {
  const column = quote(name);
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
  if (decimal !== null) {
    return Number(decimal[1]) <= maxPrecision ? { sql: type, cell: column } : { sql: 'DOUBLE', cell: column };
  }
  if (isText(type)) {
    return length > maxVarchar
      ? undefined
      : { sql: `VARCHAR(${Math.max(1, length)}) UTF8`, cell: `${column}::VARCHAR` };
  }
  if (/^TIMESTAMP/.test(type)) {
    return {
      sql: 'TIMESTAMP',
      cell: `strftime(CASE WHEN isfinite(${column}) THEN ${column} END, '%Y-%m-%d %H:%M:%S.%f')`,
    };
  }
  switch (type) {
    case 'BOOLEAN':
      return { sql: 'BOOLEAN', cell: column };
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'UTINYINT':
    case 'USMALLINT':
    case 'UINTEGER':
      return { sql: 'DECIMAL(18,0)', cell: column };
    case 'BIGINT':
    case 'UBIGINT':
      return { sql: 'DECIMAL(20,0)', cell: column };
    case 'FLOAT':
    case 'DOUBLE':
      return { sql: 'DOUBLE', cell: `CASE WHEN isfinite(${column}) THEN ${column} END` };
    case 'DATE':
      return { sql: 'DATE', cell: `strftime(CASE WHEN isfinite(${column}) THEN ${column} END, '%Y-%m-%d')` };
    default:
      return undefined;
  }
}
