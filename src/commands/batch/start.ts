import { prepareScripts, type ScriptAccess, type ScriptFlags } from '../../cli/script-session.js';
import { readWaitTimes, type WaitFlags, type WaitTimes, withoutTimeout } from '../../cli/wait-options.js';
import type { DocumentData } from '../../documents/documents.js';
import { makeInterruption } from '../../errors/user-error.js';
import { readNumber, readText } from '../../exasol/rows.js';
import type { PagingSession } from '../../exasol/session.js';
import { type BatchFlags, type BatchParameters, makeBatchParameters } from '../../jobs/batch-parameters.js';
import { callScript, writeCall } from '../../jobs/call-script.js';
import { findJob } from '../../jobs/find-job.js';
import { describeSecurity } from '../../jobs/security-parameters.js';
import { findTable, parseTableName } from '../../jobs/table-name.js';
import { names } from '../../scripts/names.js';
import { type ConfirmFlags, confirm } from '../../terminal/confirm.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';
import { withProgress } from '../../terminal/progress.js';
import { printBatch, waitAndFinish } from './finish.js';

/** Flags of `sme predict --batch`. */
export interface BatchStartFlags extends ScriptFlags, BatchFlags, ConfirmFlags, WaitFlags {
  readonly dryRun?: boolean | undefined;
  readonly wait?: boolean | undefined;
}

/** `sme predict JOB TABLE --batch --into SCHEMA.TABLE`: starts a batch prediction, waits for it and adds its rows to the target table. */
export async function runBatchPrediction(
  job: string,
  table: string | undefined,
  flags: BatchStartFlags,
  io: CommandIo,
): Promise<void> {
  const times = readWaitTimes(flags);
  const access = await prepareScripts(withoutTimeout(flags), io);
  const batch = await access.open(names.startBatch, async (session, schema) => {
    const source = table === undefined ? undefined : await findTable(session, parseTableName(table));
    const reference = await findJob(session, schema, job, access.place);
    const parameters = makeBatchParameters(flags, reference, source, access.security);
    if (flags.dryRun === true) {
      const sql = writeCall(schema, names.startBatch, [JSON.stringify(parameters)]);
      io.logger.info('Nothing is started. sme predict --batch would run:');
      printResult<'predict'>(io, { dry_run: true, parameters, sql }, () => `${sql};\n`);
      return undefined;
    }
    await confirm(io, flags, describeBatch(parameters));
    return await startBatch({ session, schema, parameters }, access, io);
  });
  if (batch === undefined) return;
  await completeBatch(batch, flags, access, times, io);
}

type BatchStart = Extract<DocumentData<'predict'>, { readonly line_breaks_replaced: number }>;

interface StartedBatch {
  readonly name: string;
  readonly data: Omit<BatchStart, 'dry_run'>;
}

interface BatchCall {
  readonly session: PagingSession;
  readonly schema: string;
  readonly parameters: BatchParameters;
}

async function startBatch(
  { session, schema, parameters }: BatchCall,
  access: ScriptAccess,
  io: CommandIo,
): Promise<StartedBatch> {
  const { describeDuration, watchExport } = await import('../../jobs/export-stages.js');
  const { result, seen } = await withProgress(io, 'Checking, exporting and starting', (progress) =>
    watchExport(
      {
        session,
        schema,
        table: names.batchTable,
        progress,
        started: 'the transform job',
        open: (work, signal) => access.open(names.startBatch, work, signal),
      },
      () => callScript(session, schema, names.startBatch, [JSON.stringify(parameters)]),
    ),
  ).catch((thrown) => {
    throw io.signal.aborted ? toInterruption(parameters['batch_name']) : thrown;
  });
  const [row] = result;
  const name = readText(row?.['BATCH_NAME']) ?? '';
  const [rows, files] = [readNumber(row?.['ROWS_EXPORTED']), readNumber(row?.['FILES_EXPORTED'])];
  const replaced = readNumber(row?.['LINE_BREAKS_REPLACED']) ?? 0;
  io.logger.info(
    `Started ${name}: ${rows} rows in ${files === 1 ? '1 file' : `${files} files`}${describeDuration(rows, seen)}.`,
  );
  if (replaced > 0) {
    io.warn(`The line breaks in ${replaced} values were replaced by blanks, because AWS reads one row per line.`);
  }
  const data = {
    batch_name: name,
    status: readText(row?.['STATUS']) ?? null,
    rows_exported: rows ?? null,
    files_exported: files ?? null,
    line_breaks_replaced: replaced,
    target_table: readText(row?.['TARGET_TABLE']) ?? null,
  };
  return { name, data };
}

/** The script commits its steps, so that the batch may exist. */
function toInterruption(name: unknown): Error {
  return makeInterruption(
    typeof name === 'string'
      ? `The batch '${name}' may have started. To continue, run the same command; to undo, run "sme batch stop ${name}".`
      : 'The batch may have started: find it with "sme batch list", and finish or stop it. The same command starts another one.',
  );
}

/** Waits, unless the user asked not to, and prints the result. */
async function completeBatch(
  { name, data }: StartedBatch,
  flags: BatchStartFlags,
  access: ScriptAccess,
  times: WaitTimes,
  io: CommandIo,
): Promise<void> {
  if (flags.wait === false) {
    printResult<'predict'>(io, { dry_run: false as const, ...data }, () =>
      io.isQuiet ? `${name}\n` : `Add its predictions when it has ended: sme batch finish ${name}\n`,
    );
    return;
  }
  printBatch(await waitAndFinish(name, access, times, io), io);
}

/** Describes in full sentences what will happen and what AWS bills. */
function describeBatch(parameters: BatchParameters): string {
  const text = (key: string) => (parameters[key] === undefined ? undefined : String(parameters[key]));
  const input = text('input_query') ?? `${text('input_schema_name')}.${text('input_table_or_view_name')}`;
  const target = [text('target_schema_name'), text('target_table_name')].filter((part) => part !== undefined).join('.');
  return [
    `${input} will be exported to the bucket of the job ${text('job_name')}. A transform job with ${text('instance_count') ?? 1} x ${text('instance_type')} will predict its rows, and the predictions will be added to ${target}.`,
    ...describeSecurity(parameters),
    'AWS bills the instances from the start of the transform job to its end. A start takes some minutes, whatever the number of rows.',
  ].join('\n');
}
