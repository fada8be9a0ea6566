import { Option } from 'commander';
import type { SmeCommand } from '../cli/command.js';
import { prepareScripts, type ScriptFlags } from '../cli/script-session.js';
import { makeError } from '../errors/user-error.js';
import type { PagingSession, ResultPage, SqlValue } from '../exasol/session.js';
import { toScriptError } from '../jobs/script-error.js';
import { readSourceTypes } from '../jobs/source-columns.js';
import { findTable, parseTableName, writeTable } from '../jobs/table-name.js';
import { names } from '../scripts/names.js';
import { findPredictionFunction } from '../tables/prediction-function.js';
import { writePredictionQuery } from '../tables/prediction-statement.js';
import type { CommandIo } from '../terminal/io.js';
import { toJsonValue } from '../terminal/json-row.js';
import { formatDocument, printResult } from '../terminal/output.js';
import { readTerminalWidth, writeWithBackpressure } from '../terminal/streams.js';
import { chooseWidths, formatRows } from '../terminal/table.js';
import { formatCount } from '../text/format-values.js';
import { quoteValue } from '../text/quote-value.js';
import type { BatchStartFlags } from './batch/start.js';

interface PredictFlags extends ScriptFlags, BatchStartFlags {
  readonly batch?: boolean | undefined;
  readonly sql?: string | undefined;
  readonly limit?: string | undefined;
  readonly format?: string | undefined;
  readonly output?: string | undefined;
  readonly parallel?: string | boolean | undefined;
  readonly inOrder?: boolean | undefined;
  readonly maxErrors?: string | undefined;
  readonly withInputs?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

/** `documents` is the format of --json: one document per page. */
type Format = 'table' | 'csv' | 'json' | 'documents';

/** `sme predict ENDPOINT TABLE` */
export function addPredict(program: SmeCommand): void {
  program
    .command('predict')
    .argument('<endpoint>', 'endpoint name; with --batch: job name')
    .argument('[table]', 'table or view with the input columns of the model, as SCHEMA.TABLE')
    .description('Predict with an endpoint and print the rows, or without one into a table (--batch, asks first)')
    .option('--sql <select>', 'predict for the rows of this SELECT instead of a table')
    .option('--limit <n>', 'maximum number of rows')
    .option('--parallel [n]', 'groups of rows per node that are predicted in parallel; default 4 if the order is free')
    .option('--in-order', 'predict in one process, which keeps the order of the rows')
    .option('--max-errors <n>', 'print NULL and the error for up to n bad rows per process instead of ending the query')
    .option('--with-inputs', 'print the input columns, too; slower for endpoints with key columns')
    .option('--format <format>', 'table, csv, or json (one object per line); --json prints one document per page')
    .addOption(new Option('-o, --output <format>').hideHelp())
    .option('--batch', 'predict with a transform job of AWS, without an endpoint, into the table --into')
    .option('--into <table>', 'with --batch: table that gets the predictions, as SCHEMA.TABLE; created if missing')
    .option('--key-columns <list>', 'with --batch: columns to copy to that table, such as ID; default: all columns')
    .option('--instance-type <type>', 'with --batch: instance type, such as ml.m5.xlarge')
    .option('--instance-count <n>', 'with --batch: number of instances; default 1')
    .option('--max-concurrent-transforms <n>', 'with --batch: parallel requests per instance; default: chosen by AWS')
    .option('--candidate <name>', 'with --batch: candidate that predicts; default: the best one')
    .option('--batch-name <name>', 'with --batch: name of the batch; default: the job name and the time')
    .repeatableOption('--tag <key=value>', 'with --batch: tag of the model and the transform job, repeatable')
    .option('--no-wait', 'with --batch: return as soon as the transform job has started')
    .option('--interval <time>', 'with --batch: time between status checks; default 15s')
    .option('--timeout <time>', 'with --batch: stop waiting after this time, such as 90m')
    .jobOptions()
    .confirmOptions()
    .option('--dry-run', 'print the statement, run nothing')
    .securityOptions('batch')
    .connectionOptions()
    .examples(
      'sme predict churn SALES.CUSTOMERS --limit 10',
      "sme predict churn --sql 'SELECT * FROM SALES.CUSTOMERS WHERE AGE > 60' --format csv > predictions.csv",
      'sme predict churn-20261122213000 SALES.CUSTOMERS --batch --into SALES.SCORES --key-columns ID --instance-type ml.m5.xlarge',
    )
    .runs(runPredict);
}

/** Prints one page of rows at a time, so that results of any size fit into memory. */
async function runPredict(
  endpoint: string,
  table: string | undefined,
  flags: PredictFlags,
  io: CommandIo,
): Promise<void> {
  const format = readFormat(flags, io);
  checkBatchFlags(flags);
  if ((table === undefined) === (flags.sql === undefined)) {
    throw makeError('E-SME-242', { problem: 'use either a table or --sql' });
  }
  if (flags.batch === true) {
    const { runBatchPrediction } = await import('./batch/start.js');
    await runBatchPrediction(endpoint, table, flags, io);
    return;
  }
  const limit = readNumber('--limit', flags.limit, 'number of rows');
  const maxErrors = readNumber('--max-errors', flags.maxErrors, 'number of rows');
  const parallel = readParallel(flags);
  const access = await prepareScripts(flags, io);
  await access.open(names.createEndpoint, async (session, schema) => {
    const found = await findPredictionFunction(session, schema, endpoint);
    const source =
      table === undefined ? `(\n${flags.sql}\n)` : writeTable(await findTable(session, parseTableName(table)));
    if (maxErrors !== undefined && !found.udf.hasCsvFunctions) {
      throw makeError('E-SME-367', { endpoint: found.endpoint });
    }
    const isOrderFree = !/\border\s+by\b/i.test(flags.sql ?? '') && (limit ?? minParallelRows) >= minParallelRows;
    const sql = writePredictionQuery(found, {
      source,
      types: await readSourceTypes(session, found, { sql: source, table }),
      limit: limit === undefined ? undefined : String(limit),
      groups: parallel === true ? found.groups : (parallel ?? (isOrderFree ? found.groups : undefined)) || undefined,
      maxErrors,
      withInputs: flags.withInputs === true,
    });
    if (flags.dryRun === true) {
      printResult<'predict'>(io, { dry_run: true, parameters: null, sql }, () => `${sql};\n`);
      return;
    }
    io.logger.info(`${sql};`);
    await printPages(session, sql, format, io);
  });
}

/** Flags that only one of the two ways to predict has. @throws UserError E-SME-242 */
function checkBatchFlags(flags: PredictFlags): void {
  const ofBatch: readonly (readonly [flag: string, value: unknown])[] = [
    ['--into', flags.into],
    ['--key-columns', flags.keyColumns],
    ['--instance-type', flags.instanceType],
    ['--instance-count', flags.instanceCount],
    ['--max-concurrent-transforms', flags.maxConcurrentTransforms],
    ['--candidate', flags.candidate],
    ['--batch-name', flags.batchName],
    ['--tag', flags.tag],
  ];
  const ofEndpoint: readonly (readonly [flag: string, value: unknown])[] = [
    ['--limit', flags.limit],
    ['--format', flags.format],
    ['--output', flags.output],
    ['--parallel', flags.parallel],
    ['--in-order', flags.inOrder],
    ['--max-errors', flags.maxErrors],
    ['--with-inputs', flags.withInputs],
  ];
  const isBatch = flags.batch === true;
  const [misplaced] = (isBatch ? ofEndpoint : ofBatch).filter(([, value]) => value !== undefined);
  if (misplaced !== undefined) {
    const problem = isBatch ? `${misplaced[0]} cannot be combined with --batch` : `${misplaced[0]} requires --batch`;
    throw makeError('E-SME-242', { problem });
  }
}

/** `--output` is the older name of `--format`. */
function readFormat({ format, output }: PredictFlags, io: CommandIo): Format {
  const name = format ?? output ?? 'table';
  if (name !== 'table' && name !== 'csv' && name !== 'json') {
    const flag = format === undefined ? '--output' : '--format';
    throw makeError('E-SME-242', { problem: `${flag} '${quoteValue(name)}' is not table, csv or json` });
  }
  return io.json ? 'documents' : name;
}

function readNumber(flag: string, text: string | undefined, meaning: string): number | undefined {
  if (text !== undefined && !/^\d{1,9}$/.test(text)) {
    throw makeError('E-SME-242', { problem: `${flag} '${quoteValue(text)}' is not a ${meaning}` });
  }
  return text === undefined ? undefined : Number(text);
}

/** Fewer rows than this are predicted sooner by one process than by several, which all have to start. */
const minParallelRows = 10_000;
const maxGroups = 256;

/** The number of groups; true for the default number, false for one process, undefined if the user did not choose. */
function readParallel({ parallel, inOrder }: PredictFlags): number | boolean | undefined {
  if (inOrder === true && parallel !== undefined) {
    throw makeError('E-SME-242', { problem: '--in-order cannot be combined with --parallel' });
  }
  if (inOrder === true) {
    return false;
  }
  if (typeof parallel !== 'string') {
    return parallel;
  }
  const groups = /^\d{1,3}$/.test(parallel) ? Number(parallel) : 0;
  if (groups < 1 || groups > maxGroups) {
    throw makeError('E-SME-242', {
      problem: `--parallel '${quoteValue(parallel)}' is not a number of groups from 1 to ${maxGroups}`,
    });
  }
  return groups;
}

async function printPages(session: PagingSession, sql: string, format: Format, io: CommandIo): Promise<void> {
  const write = makeWriter(format, io);
  const { progress } = io;
  // Rows on the same terminal show the progress themselves, and elsewhere the statement is enough.
  const isShown = progress.isLive && readTerminalWidth(io.stdout) === undefined;
  let total = 0;
  if (progress.isLive) {
    progress.show('Predicting');
  }
  try {
    let isFirst = true;
    for await (const page of session.readPages(sql)) {
      total += page.rows.length;
      if (isShown) {
        progress.detail(`${formatCount(total)} rows`);
      } else {
        progress.end();
      }
      await writeWithBackpressure(io.stdout, write(page, isFirst));
      isFirst = false;
    }
  } catch (thrown) {
    throw toScriptError(thrown);
  } finally {
    progress.end();
  }
}

/** Formats a page of rows. */
type PageWriter = (page: ResultPage, isFirst: boolean) => string;

function makeWriter(format: Format, io: CommandIo): PageWriter {
  const writers: Readonly<Record<Format, PageWriter>> = {
    table: makeTableWriter(readTerminalWidth(io.stdout)),
    csv: ({ columns, rows }, isFirst) =>
      [...(isFirst ? [columns.map(({ name }) => name)] : []), ...rows]
        .map((row) => `${row.map(writeCsvCell).join(',')}\r\n`)
        .join(''),
    json: ({ columns, rows }) =>
      rows
        .map((row) => toJsonCells(row, columns))
        .map((cells) => Object.fromEntries(columns.map(({ name }, index) => [name, cells[index]])))
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(''),
    documents: ({ columns, rows }) => {
      const data = { columns: columns.map(({ name }) => name), rows: rows.map((row) => toJsonCells(row, columns)) };
      return formatDocument<'predict'>(io, data);
    },
  };
  return writers[format];
}

const toJsonCells = (row: readonly SqlValue[], columns: ResultPage['columns']) =>
  columns.map(({ type }, index) => toJsonValue(row[index] ?? null, type));

/** Chooses the widths of the columns from the first page, because later pages are not read yet. */
function makeTableWriter(width: number | undefined): PageWriter {
  let widths: readonly number[] = [];
  return ({ columns, rows }, isFirst) => {
    const numericColumns = new Set(columns.flatMap(({ type }, index) => (/DECIMAL|DOUBLE/.test(type) ? [index] : [])));
    const cells = rows.map((row) => row.map((cell) => (cell === null ? 'NULL' : String(cell))));
    const lines = isFirst ? [columns.map(({ name }) => name), ...cells] : cells;
    widths = isFirst ? chooseWidths(lines, width) : widths;
    return formatRows(lines, widths, { numericColumns });
  };
}

/** Formats a cell as in RFC 4180. NULL is an empty cell, an empty string is `""`. */
function writeCsvCell(cell: SqlValue): string {
  if (cell === null) {
    return '';
  }
  const text = String(cell);
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
