import { randomUUID } from 'node:crypto';
import type { SmeCommand } from '../../cli/command.js';
import type { RunningSandbox } from '../../config/sandbox-registry.js';
import { describeThrown, makeError } from '../../errors/user-error.js';
import type { Session } from '../../exasol/session.js';
import type { FoundTable } from '../../jobs/table-name.js';
import type { Progress } from '../../logger.js';
import type { CommandIo } from '../../terminal/io.js';
import { formatHint, printResult } from '../../terminal/output.js';
import { withProgress } from '../../terminal/progress.js';
import { formatCount, formatRate } from '../../text/format-values.js';

interface LoadFlags {
  readonly name?: string | undefined;
  readonly replace?: boolean | undefined;
}

/** A CSV file for IMPORT, and the table for it. */
export interface TableFile {
  /** Path of the CSV file, which has a header. */
  readonly file: string;
  readonly rows: number;
  readonly columns: readonly {
    readonly header: string;
    readonly name: string;
    readonly type: { readonly sql: string };
  }[];
  /** Sentences about what is unusual in the file of the user. */
  readonly notes: readonly string[];
}

/** `sme sandbox load FILE [TABLE]` */
export function addSandboxLoad(sandbox: SmeCommand): void {
  sandbox
    .command('load')
    .argument('<file>', 'CSV file with a header, or Parquet file (.parquet)')
    .argument('[table]', 'new table as SCHEMA.TABLE; default: the name of the file in the schema SANDBOX')
    .description('Load a CSV or Parquet file into a new table of a running sandbox')
    .option('--name <name>', 'name of the sandbox, if several run')
    .option('--replace', 'replace the table if it exists')
    .examples('sme sandbox load customers.csv', 'sme sandbox load orders.parquet SALES.ORDERS --replace')
    .runs(runSandboxLoad);
}

/** @throws UserError E-SME-125, E-SME-126, E-SME-621, E-SME-622 for an unusable file, E-SME-616, E-SME-620 */
async function runSandboxLoad(
  file: string,
  tableName: string | undefined,
  flags: LoadFlags,
  io: CommandIo,
): Promise<void> {
  const [{ requireSandbox }, { chooseTableName, writeName }, { resolve, join }, { mkdtemp, rm }, { tmpdir }] =
    await Promise.all([
      import('./running.js'),
      import('./table-name.js'),
      import('node:path'),
      import('node:fs/promises'),
      import('node:os'),
    ]);
  const sandbox = await requireSandbox(flags.name, io);
  const table = chooseTableName(tableName, file);
  const folder = await mkdtemp(join(tmpdir(), 'sme-load-'));
  try {
    const path = resolve(io.cwd, file);
    const source = await withProgress(io, `Reading ${file}`, (progress) => readTableFile(path, folder, progress));
    const startedAt = Date.now();
    const rows = await withProgress(io, `Loading ${countRows(source.rows)}`, () =>
      loadIntoTable(source, table, { sandbox, replaces: flags.replace === true }, io),
    );
    const duration = rows < minTimedRows ? '' : ` in ${formatRate(rows, (Date.now() - startedAt) / 1000)}`;
    for (const note of source.notes) {
      io.warn(note);
    }
    const shownName = `${writeName(table.schema)}.${writeName(table.table)}`;
    const columns = source.columns.map(({ header, name, type }) => ({ name, type: type.sql, file_column: header }));
    printResult<'sandbox.load'>(io, { schema_name: table.schema, table_name: table.table, rows, columns }, () => {
      const width = Math.max(...columns.map(({ name }) => name.length));
      const lines = columns.map(({ name, type }) => `  ${name.padEnd(width)}  ${type}\n`).join('');
      const flag = flags.name === undefined ? '--sandbox' : `--sandbox-name ${flags.name}`;
      const argument = /^[\w.]+$/.test(shownName) ? shownName : `'${shownName.replaceAll("'", "'\\''")}'`;
      return `Loaded ${countRows(rows)} into ${shownName}${duration}:\n${lines}${formatHint(io, `Next: sme train ${argument} --target COLUMN ${flag}`)}`;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The time of fewer rows says nothing about the rate. */
const minTimedRows = 10_000;

const countRows = (rows: number) => (rows === 1 ? '1 row' : `${rows} rows`);

/** Converts the file of the user to a CSV file for IMPORT in `folder`. */
async function readTableFile(path: string, folder: string, progress: Progress): Promise<TableFile> {
  const target = `${folder}/table.csv`;
  if (/\.(parquet|pq)$/i.test(path)) {
    const [{ assertEnginesInstalled }, { convertParquet }, { toSandboxError }] = await Promise.all([
      import('../../sandbox/engines.js'),
      import('./read-parquet.js'),
      import('./start.js'),
    ]);
    try {
      assertEnginesInstalled();
    } catch (thrown) {
      throw await toSandboxError(thrown);
    }
    return await convertParquet(path, target);
  }
  const [{ profileFile, writeRows }, { createWriteStream }, { pipeline }] = await Promise.all([
    import('../../csv/table-file.js'),
    import('node:fs'),
    import('node:stream/promises'),
  ]);
  const onProgress = (rowsSoFar: number) => progress.detail(`${formatCount(rowsSoFar)} rows`);
  const { columns, rows, notes } = await profileFile(path, onProgress);
  await pipeline(writeRows(path, columns), createWriteStream(target));
  return { file: target, rows, columns, notes };
}

/**
 * Uploads the file to the bucket of the sandbox and imports it in one transaction, so that a failure leaves no table.
 * @returns the number of rows that were imported
 */
async function loadIntoTable(
  source: TableFile,
  { schema, table }: FoundTable,
  { sandbox, replaces }: { readonly sandbox: RunningSandbox; readonly replaces: boolean },
  io: CommandIo,
): Promise<number> {
  const [{ toAccess, toConnectionConfig }, { writeConnection }, { makeS3Client }, objects, quoting, { withSession }] =
    await Promise.all([
      import('./running.js'),
      import('./prepare.js'),
      import('../../aws/clients.js'),
      import('../../aws/s3-objects.js'),
      import('../../exasol/quote.js'),
      import('../../exasol/session.js'),
    ]);
  const { identifier, literal, qualify } = quoting;
  const access = toAccess(sandbox);
  const { bucket } = access.aws;
  const id = randomUUID();
  const key = `upload/${id}.csv`;
  const connection = `SME_LOAD_${id}`;
  const name = qualify(schema, table);
  const definitions = source.columns.map((column) => `${identifier(column.name)} ${column.type.sql}`).join(', ');
  const load = async (session: Session) => {
    await session.query(`CREATE SCHEMA IF NOT EXISTS ${identifier(schema)}`);
    const { rows } = await session.query(
      `SELECT 1 FROM SYS.EXA_ALL_TABLES WHERE TABLE_SCHEMA = ${literal(schema)} AND TABLE_NAME = ${literal(table)}`,
    );
    if (rows.length > 0 && !replaces) {
      throw makeError('E-SME-620', { table: `${schema}.${table}` });
    }
    await session.query(`CREATE ${replaces ? 'OR REPLACE ' : ''}TABLE ${name} (${definitions})`);
    await session.query(writeConnection(connection, access.aws));
    const { rowCount } = await session.query(
      `IMPORT INTO ${name} FROM CSV AT ${identifier(connection)} FILE ${literal(key)} SKIP = 1`,
    );
    await session.query(`DROP CONNECTION ${identifier(connection)}`);
    await session.query('COMMIT');
    return rowCount;
  };
  const s3 = makeS3Client(access.aws, io.signal);
  try {
    await objects.uploadFile(s3, source.file, bucket, key);
    const options = { autocommit: false, signal: io.signal, logger: io.logger };
    return await withSession(toConnectionConfig(access), load, options);
  } finally {
    // The sandbox deletes nothing by itself, and a failure of the load matters more than a file in its bucket.
    await objects.deleteObjects(s3, bucket, [key]).catch((thrown: unknown) => {
      io.logger.debug(`The uploaded file was not deleted: ${describeThrown(thrown)}`);
    });
    s3.destroy();
  }
}
