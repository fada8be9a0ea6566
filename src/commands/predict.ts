import { prepareScripts, type ScriptFlags } from '../cli/script-session.js';
import { makeError } from '../errors/user-error.js';
import { identifier } from '../exasol/quote.js';
import type { PagingSession, ResultPage, SqlValue } from '../exasol/session.js';
import { toScriptError } from '../jobs/script-error.js';
import { findTable, parseTableName, writeTable } from '../jobs/table-name.js';
import { names } from '../scripts/names.js';
import { findPredictionFunction, type PredictionFunction } from '../tables/prediction-function.js';
import { isLocalTime, writePredictionQuery } from '../tables/prediction-statement.js';
import type { CommandIo } from '../terminal/io.js';
import { printResult } from '../terminal/output.js';
import { readColumns, writePatiently } from '../terminal/streams.js';
import { chooseWidths, formatRows } from '../terminal/table.js';

export interface PredictFlags extends ScriptFlags {
  readonly sql?: string | undefined;
  readonly limit?: string | undefined;
  readonly output?: string | undefined;
  readonly parallel?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

type Format = 'table' | 'csv' | 'json' | 'documents';

/** `sme predict ENDPOINT TABLE`: shows the SQL, runs it, and hands rows on as they come, a page in memory at a time. */
export async function runPredict(
  endpoint: string,
  table: string | undefined,
  flags: PredictFlags,
  io: CommandIo,
): Promise<void> {
  const format = readFormat(flags, io);
  if ((table === undefined) === (flags.sql === undefined)) {
    throw makeError('E-SME-242', { problem: 'give either a table or --sql' });
  }
  const limit = readLimit(flags.limit);
  const access = await prepareScripts(flags, io);
  await access.open(names.createEndpoint, async (session, schema) => {
    const found = await findPredictionFunction(session, schema, endpoint);
    const source = table === undefined ? `(${flags.sql})` : writeTable(await findTable(session, parseTableName(table)));
    const predict = await matchTimeZones(session, found, source);
    const sql = writePrediction(predict, source, limit, flags.parallel === true);
    if (flags.dryRun === true) {
      printResult(io, { dry_run: true, sql }, () => `${sql};\n`);
      return;
    }
    io.logger.info(`${sql};`);
    await printPages(session, sql, format, io);
  });
}

function readFormat({ output }: PredictFlags, io: CommandIo): Format {
  if (output !== undefined && output !== 'table' && output !== 'csv' && output !== 'json') {
    throw makeError('E-SME-242', { problem: `--output '${output}' is none of table, csv, json` });
  }
  return io.json ? 'documents' : (output ?? 'table');
}

function readLimit(limit: string | undefined): string {
  if (limit !== undefined && !/^\d{1,15}$/.test(limit)) {
    throw makeError('E-SME-242', { problem: `--limit '${limit}' is no number of rows` });
  }
  return limit === undefined ? '' : ` LIMIT ${limit}`;
}

/** The rows are chosen within, so that the function never sees more than are wanted. */
function writePrediction(predict: PredictionFunction, source: string, limit: string, isParallel: boolean): string {
  const group = isParallel ? ' GROUP BY IPROC()' : '';
  return `${writePredictionQuery(predict, `(SELECT * FROM ${source}${limit})`)}${group}`;
}

/** A source may have a column in UTC already that the training read in the session's time zone: this one is not converted. */
async function matchTimeZones(
  session: PagingSession,
  predict: PredictionFunction,
  source: string,
): Promise<PredictionFunction> {
  const local = predict.inputs.filter(({ type }) => isLocalTime(type)).map(({ name }) => name);
  if (local.length === 0) {
    return predict;
  }
  const types = new Map<string, string>();
  try {
    const list = local.map(identifier).join(', ');
    for await (const { columns } of session.readPages(`SELECT ${list} FROM ${source} LIMIT 0`)) {
      for (const { name, type } of columns) {
        types.set(name, type);
      }
    }
  } catch (thrown) {
    throw toScriptError(thrown);
  }
  const toSourceType = (name: string, type: string | undefined) => (isLocalTime(types.get(name)) ? type : undefined);
  return {
    ...predict,
    inputs: predict.inputs.map(({ name, type }) => ({
      name,
      type: isLocalTime(type) ? toSourceType(name, type) : type,
    })),
  };
}

async function printPages(session: PagingSession, sql: string, format: Format, io: CommandIo): Promise<void> {
  const write = makeWriter(format, io);
  try {
    let isFirst = true;
    for await (const page of session.readPages(sql)) {
      await writePatiently(io.stdout, write(page, isFirst));
      isFirst = false;
    }
  } catch (thrown) {
    throw toScriptError(thrown);
  }
}

/** Page → text. */
type PageWriter = (page: ResultPage, isFirst: boolean) => string;

function makeWriter(format: Format, io: CommandIo): PageWriter {
  const writers: Readonly<Record<Format, PageWriter>> = {
    table: makeTableWriter(readColumns(io.stdout)),
    csv: ({ columns, rows }, isFirst) =>
      [...(isFirst ? [columns.map(({ name }) => name)] : []), ...rows]
        .map((row) => `${row.map(writeCsvCell).join(',')}\r\n`)
        .join(''),
    json: ({ columns, rows }) =>
      rows
        .map((row) => JSON.stringify(Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null]))))
        .map((line) => `${line}\n`)
        .join(''),
    documents: ({ columns, rows }) => {
      const data = { columns: columns.map(({ name }) => name), rows };
      let text = '';
      printResult({ ...io, stdout: { write: (line) => (text = line) } }, data, () => '');
      return text;
    },
  };
  return writers[format];
}

/** Columns are as wide as the first page wants them, for the rest is not known yet. */
function makeTableWriter(width: number | undefined): PageWriter {
  let widths: readonly number[] = [];
  return ({ columns, rows }, isFirst) => {
    const numbers = new Set(columns.flatMap(({ type }, index) => (/DECIMAL|DOUBLE/.test(type) ? [index] : [])));
    const cells = rows.map((row) => row.map((cell) => (cell === null ? 'NULL' : String(cell))));
    const lines = isFirst ? [columns.map(({ name }) => name), ...cells] : cells;
    widths = isFirst ? chooseWidths(lines, width) : widths;
    return formatRows(lines, widths, { numbers });
  };
}

/** RFC 4180; NULL is an empty cell, and an empty text `""`. */
function writeCsvCell(cell: SqlValue): string {
  if (cell === null) {
    return '';
  }
  const text = String(cell);
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
