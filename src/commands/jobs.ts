import { prepareScripts, type ScriptFlags } from '../cli/script-session.js';
import { type Row, readNumber, readText } from '../exasol/rows.js';
import { callScript } from '../jobs/call-script.js';
import { names } from '../scripts/names.js';
import type { CommandIo } from '../terminal/io.js';
import { printResult } from '../terminal/output.js';
import { describeRow } from '../terminal/row-as-json.js';
import { readColumns } from '../terminal/streams.js';
import { fitTable } from '../terminal/table.js';
import { formatMetric, formatSeconds } from '../text/format-values.js';

/** `sme jobs`: all jobs of the job table, the newest first, as AWS sees them now. */
export async function runJobs(flags: ScriptFlags, io: CommandIo): Promise<void> {
  const access = await prepareScripts(flags, io);
  const rows = await access.read(names.listJobs, async (session, schema) =>
    callScript(session, schema, names.listJobs, []),
  );
  printResult(io, { jobs: rows.map((row) => describeRow(row, numbers)) }, () =>
    rows.length === 0
      ? 'There is no job yet. Start one with: sme train SCHEMA.TABLE --target COLUMN\n'
      : fitTable([header, ...rows.map(describeJob)], {
          width: readColumns(io.stdout),
          numbers: new Set([3]),
          paint: io.paint,
        }),
  );
}

const numbers = new Set(['AGE_IN_SECONDS', 'DURATION_IN_SECONDS', 'BEST_METRIC_VALUE']);
const header = ['JOB', 'STATUS', 'PHASE', 'TOOK', 'BEST', 'ENDPOINT', 'NOTE'];

function describeJob(row: Row): readonly string[] {
  const text = (column: string) => readText(row[column]);
  const [seconds, metric, value] = [
    readNumber(row['DURATION_IN_SECONDS']),
    text('BEST_METRIC_NAME'),
    readNumber(row['BEST_METRIC_VALUE']),
  ];
  return [
    text('JOB_NAME') ?? '',
    text('JOB_STATUS') ?? '?',
    text('JOB_SECONDARY_STATUS') ?? '',
    seconds === undefined ? '' : formatSeconds(seconds),
    metric === undefined || value === undefined ? '' : `${metric} ${formatMetric(value)}`,
    text('ENDPOINT_NAME') ?? '',
    text('FAILURE_REASON') ?? text('REMARK') ?? '',
  ];
}
