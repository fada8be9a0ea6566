import type { SmeCommand } from '../../cli/command.js';
import { prepareScripts, type ScriptAccess, type ScriptFlags } from '../../cli/script-session.js';
import { readWaitTimes, type WaitFlags, type WaitTimes, withoutTimeout } from '../../cli/wait-options.js';
import { callScript } from '../../jobs/call-script.js';
import { assertPredicted, type BatchState, toBatchState, waitForBatch } from '../../jobs/wait-for-batch.js';
import { names } from '../../scripts/names.js';
import type { CommandIo } from '../../terminal/io.js';
import { formatHint, printResult } from '../../terminal/output.js';

interface FinishFlags extends ScriptFlags, WaitFlags {
  readonly wait?: boolean | undefined;
}

/** `sme batch finish BATCH` */
export function addBatchFinish(batch: SmeCommand): void {
  batch
    .command('finish')
    .argument('<batch>', 'batch name, as in "sme batch list"')
    .description('Add the predictions of a completed batch to its target table; can be repeated')
    .option('--wait', 'wait until the batch has ended')
    .option('--interval <time>', 'with --wait: time between status checks; default 15s')
    .option('--timeout <time>', 'with --wait: stop waiting after this time, such as 90m, and exit with 124')
    .connectionOptions()
    .examples('sme batch finish churn-20261122213000-20261123060000', 'sme batch finish nightly --wait --timeout 2h')
    .runs(runBatchFinish);
}

async function runBatchFinish(name: string, flags: FinishFlags, io: CommandIo): Promise<void> {
  const times = readWaitTimes(flags);
  const access = await prepareScripts(withoutTimeout(flags), io);
  const state =
    flags.wait === true
      ? await waitAndFinish(name, access, times, io)
      : assertPredicted(await callFinish(name, access, io.signal));
  printBatch(state, io);
}

/** Waits until a batch has ended and adds its predictions. @throws as `waitForBatch` */
export async function waitAndFinish(
  name: string,
  access: ScriptAccess,
  times: WaitTimes,
  io: CommandIo,
): Promise<BatchState> {
  const { signal, logger, progress } = io;
  const finish = (each: AbortSignal) => callFinish(name, access, each);
  return await waitForBatch({ ...times, name, signal, logger, progress, finish });
}

async function callFinish(name: string, access: ScriptAccess, signal: AbortSignal): Promise<BatchState> {
  return await access.open(
    names.finishBatch,
    async (session, schema) => {
      const [row] = await callScript(session, schema, names.finishBatch, [name]);
      return toBatchState(row);
    },
    signal,
  );
}

export function printBatch(state: BatchState, io: CommandIo): void {
  const { name, status, rowsExported, rowsPredicted, rowsFailed, target, failureReason } = state;
  const data = {
    batch_name: name,
    status,
    rows_exported: rowsExported ?? null,
    rows_predicted: rowsPredicted ?? null,
    rows_failed: rowsFailed ?? null,
    target_table: target,
    failure_reason: failureReason ?? null,
  };
  if ((rowsFailed ?? 0) > 0) {
    io.warn(
      `${rowsFailed} of ${rowsExported} rows have no prediction${failureReason === undefined ? '' : `: ${failureReason}`}`,
    );
  }
  printResult<'batch.finish'>(io, data, () =>
    status === 'Imported'
      ? `${name}: ${rowsPredicted} predictions added to ${target}\n`
      : `${name}: ${status}\n${formatHint(io, `Add its predictions when it has ended: sme batch finish ${name} --wait`)}`,
  );
}
