import type { SmeCommand } from '../cli/command.js';
import { prepareScripts, type ScriptFlags } from '../cli/script-session.js';
import { type Row, readNumber, readText } from '../exasol/rows.js';
import { callScript } from '../jobs/call-script.js';
import { names } from '../scripts/names.js';
import { results } from '../scripts/results.js';
import type { CommandIo } from '../terminal/io.js';
import { toJsonRow, toMoment } from '../terminal/json-row.js';
import { formatList } from '../terminal/list-table.js';
import { printResult } from '../terminal/output.js';
import { readTerminalWidth } from '../terminal/streams.js';

import { formatAge, formatMetric, formatSeconds } from '../text/format-values.js';

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
  printResult<'jobs'>(io, { jobs: rows.map(toJsonJob) }, () =>
    rows.length === 0
      ? 'No jobs yet. Start one with: sme train SCHEMA.TABLE --target COLUMN\n'
      : formatList([header, ...rows.map(formatJob)], {
          ...layout,
          width: readTerminalWidth(io.stdout),
          colorStatus: io.colorStatus,
        }),
  );
}

function toJsonJob(row: Row) {
  return {
    ...toJsonRow(row, results.jobsResult),
    created_at: toMoment(row['CREATION_TIME_UTC']),
    endpoints: splitEndpoints(row),
  };
}

/** Splits the lists of names, statuses and times that the script joins, in the same order, with `, `. */
function splitEndpoints(row: Row) {
  const list = (column: string) => readText(row[column])?.split(', ') ?? [];
  const [statuses, times] = [list('ENDPOINT_STATUS'), list('ENDPOINT_EXPIRES_AT_UTC')];
  return list('ENDPOINT_NAME').map((name, index) => ({
    endpoint_name: name,
    endpoint_status: statuses[index] ?? '?',
    expires_at: toMoment(times[index]),
  }));
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
