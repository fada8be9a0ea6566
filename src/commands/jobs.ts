import type { SmeCommand } from '../cli/command.js';
import { prepareScripts, type ScriptFlags } from '../cli/script-session.js';
import { type Row, readNumber, readText } from '../exasol/rows.js';
import { callScript } from '../jobs/call-script.js';
import { names } from '../scripts/names.js';
import type { CommandIo } from '../terminal/io.js';
import { toJsonRow } from '../terminal/json-row.js';
import { formatList } from '../terminal/list-table.js';
import { printResult } from '../terminal/output.js';
import { readTerminalWidth } from '../terminal/streams.js';

import { formatAge, formatMetric, formatSeconds } from '../text/format-values.js';

const numericColumns = new Set(['AGE_IN_SECONDS', 'DURATION_IN_SECONDS', 'BEST_METRIC_VALUE']);
const header = ['JOB', 'STATUS', 'AGE', 'DURATION', 'BEST', 'ENDPOINT', 'PHASE', 'NOTE'];
const layout = {
  numeric: ['AGE', 'DURATION'],
  shrinkable: ['PHASE', 'NOTE'],
  droppable: ['PHASE', 'DURATION', 'BEST'],
};

/** `sme jobs` */
export function addJobs(program: SmeCommand): void {
  program
    .command('jobs')
    .description('List all jobs with status, age, duration, best metric and endpoint, newest first')
    .connectionOptions()
    .examples('sme jobs', 'sme jobs --json | jq -r \'.data.jobs[] | select(.job_status == "Failed") | .job_name\'')
    .runs(runJobs);
}

async function runJobs(flags: ScriptFlags, io: CommandIo): Promise<void> {
  const access = await prepareScripts(flags, io);
  const rows = await access.read(names.listJobs, async (session, schema) =>
    callScript(session, schema, names.listJobs, []),
  );
  printResult(io, { jobs: rows.map((row) => toJsonRow(row, numericColumns)) }, () =>
    rows.length === 0
      ? 'No jobs yet. Start one with: sme train SCHEMA.TABLE --target COLUMN\n'
      : formatList([header, ...rows.map(formatJob)], {
          ...layout,
          width: readTerminalWidth(io.stdout),
          colorStatus: io.colorStatus,
        }),
  );
}

function formatJob(row: Row): readonly string[] {
  const text = (column: string) => readText(row[column]);
  const seconds = readNumber(row['DURATION_IN_SECONDS']);
  const age = readNumber(row['AGE_IN_SECONDS']);
  const metric = text('BEST_METRIC_NAME');
  const value = readNumber(row['BEST_METRIC_VALUE']);
  return [
    text('JOB_NAME') ?? '',
    text('JOB_STATUS') ?? '?',
    age === undefined ? '' : formatAge(age),
    seconds === undefined ? '' : formatSeconds(seconds),
    metric === undefined || value === undefined ? '' : `${metric} ${formatMetric(value)}`,
    text('ENDPOINT_NAME') ?? '',
    text('JOB_SECONDARY_STATUS') ?? '',
    text('FAILURE_REASON') ?? text('REMARK') ?? '',
  ];
}
