import type { SmeCommand } from '../../cli/command.js';
import { prepareScripts, type ScriptFlags } from '../../cli/script-session.js';
import { readText } from '../../exasol/rows.js';
import { callScript } from '../../jobs/call-script.js';
import { names } from '../../scripts/names.js';
import { type ConfirmFlags, confirm } from '../../terminal/confirm.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';

type StopFlags = ScriptFlags & ConfirmFlags;

/** `sme batch stop BATCH` */
export function addBatchStop(batch: SmeCommand): void {
  batch
    .command('stop')
    .argument('<batch>', 'batch name, as in "sme batch list"')
    .description('Stop a batch prediction without adding any of its predictions (asks first)')
    .confirmOptions()
    .connectionOptions()
    .examples('sme batch stop nightly', 'sme batch stop nightly --yes')
    .runs(runBatchStop);
}

async function runBatchStop(name: string, flags: StopFlags, io: CommandIo): Promise<void> {
  const access = await prepareScripts(flags, io);
  await access.open(names.stopBatch, async (session, schema) => {
    await confirm(
      io,
      flags,
      `The batch ${name} will be stopped. None of its predictions will be added to its target table.`,
    );
    const [row] = await callScript(session, schema, names.stopBatch, [name]);
    const status = readText(row?.['STATUS']) ?? '?';
    const data = { batch_name: readText(row?.['BATCH_NAME']) ?? name, status };
    const next = status === 'Stopping' ? `Remove its files when it has stopped: sme batch finish ${name} --wait\n` : '';
    printResult<'batch.stop'>(io, data, () => `${name}: ${status}\n${next}`);
  });
}
