import type { SmeCommand } from '../../cli/command.js';
import { prepareScripts, type ScriptFlags } from '../../cli/script-session.js';
import { type Row, readNumber, readText } from '../../exasol/rows.js';
import { callScript } from '../../jobs/call-script.js';
import { names } from '../../scripts/names.js';
import { results } from '../../scripts/results.js';
import type { CommandIo } from '../../terminal/io.js';
import { toJsonRow, toMoment } from '../../terminal/json-row.js';
import { formatList } from '../../terminal/list-table.js';
import { printResult } from '../../terminal/output.js';
import { readTerminalWidth } from '../../terminal/streams.js';
import { formatSeconds } from '../../text/format-values.js';

const header = ['BATCH', 'STATUS', 'AGE', 'DURATION', 'ROWS', 'PREDICTED', 'TARGET', 'NOTE'];

/** `sme batch list` */
export function addBatchList(batch: SmeCommand): void {
  batch
    .command('list')
    .description('List batch predictions with status, rows and target table, newest first')
    .connectionOptions()
    .examples('sme batch list', "sme batch list --json | jq '.data.batches[0].status'")
    .runs(runBatchList);
}

async function runBatchList(flags: ScriptFlags, io: CommandIo): Promise<void> {
  const access = await prepareScripts(flags, io);
  const rows = await access.read(names.listBatches, async (session, schema) =>
    callScript(session, schema, names.listBatches, []),
  );
  printResult<'batch.list'>(io, { batches: rows.map(toJsonBatch) }, () =>
    rows.length === 0
      ? 'No batch predictions yet. Start one with: sme predict JOB SCHEMA.TABLE --batch --into SCHEMA.TABLE\n'
      : formatList([header, ...rows.map(formatBatch)], {
          width: readTerminalWidth(io.stdout),
          numeric: ['AGE', 'DURATION', 'ROWS', 'PREDICTED'],
          shrinkable: ['NOTE'],
          droppable: ['DURATION', 'PREDICTED', 'ROWS'],
          colorStatus: io.colorStatus,
        }),
  );
}

function toJsonBatch(row: Row) {
  const { creation_time_utc: _column, ...batch } = toJsonRow(row, results.batchListResult);
  return { ...batch, created_at: toMoment(row['CREATION_TIME_UTC']) };
}

function formatBatch(row: Row): readonly string[] {
  const text = (column: string) => readText(row[column]) ?? '';
  const time = (column: string) => {
    const seconds = readNumber(row[column]);
    return seconds === undefined ? '' : formatSeconds(seconds);
  };
  return [
    text('BATCH_NAME'),
    text('STATUS'),
    time('AGE_IN_SECONDS'),
    time('DURATION_IN_SECONDS'),
    text('ROWS_EXPORTED'),
    text('ROWS_PREDICTED'),
    text('TARGET_TABLE'),
    text('FAILURE_REASON') || text('REMARK'),
  ];
}
