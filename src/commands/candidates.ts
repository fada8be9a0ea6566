import type { SmeCommand } from '../cli/command.js';
import { type ScriptFlags, withJob } from '../cli/script-session.js';
import type { DocumentData } from '../documents/documents.js';
import { type Row, readNumber, readText } from '../exasol/rows.js';
import { callJobScript } from '../jobs/job-state.js';
import { names } from '../scripts/names.js';
import { results } from '../scripts/results.js';
import type { CommandIo } from '../terminal/io.js';
import { toJsonRow, toMoment } from '../terminal/json-row.js';
import { printResult } from '../terminal/output.js';
import { readTerminalWidth } from '../terminal/streams.js';
import { formatTable, measureTable } from '../terminal/table.js';
import { formatMetric, formatSeconds } from '../text/format-values.js';

/** Columns of the leaderboard that are not metrics. */
const otherColumns: ReadonlySet<string> = new Set([...results.candidateColumns.map(({ name }) => name), 'METRICS']);

/** `sme candidates JOB` */
export function addCandidates(program: SmeCommand): void {
  program
    .command('candidates')
    .argument('<job>', 'job name, as in "sme jobs"')
    .description('List the models of a job with their metrics, best first')
    .jobOptions()
    .connectionOptions()
    .examples(
      'sme candidates churn-20261122213000',
      "sme candidates churn-20261122213000 --json | jq '.data.candidates[0]'",
    )
    .runs(runCandidates);
}

async function runCandidates(job: string, flags: ScriptFlags, io: CommandIo): Promise<void> {
  const { reference, rows } = await withJob(job, names.listCandidates, flags, io, async (session, reference) => ({
    reference,
    rows: await callJobScript(session, names.listCandidates, reference),
  }));
  const metrics = Object.keys(rows[0] ?? {}).filter((column) => !otherColumns.has(column));
  const data = { job_name: reference.job, candidates: rows.map(toJsonCandidate) };
  printResult<'candidates'>(io, data, () =>
    rows.length === 0
      ? `The job ${reference.job} has no candidates yet. Follow it with: sme watch ${reference.job}\n`
      : formatLeaderboard(rows, metrics, io),
  );
}

/** Shows as many metrics as fit on the terminal, in the order of the script. */
function formatLeaderboard(rows: readonly Row[], metrics: readonly string[], io: CommandIo): string {
  const objective = readText(rows.find((row) => row['OBJECTIVE_METRIC'] !== null)?.['OBJECTIVE_METRIC']);
  const makeRows = (shown: readonly string[]) => [
    ['RANK', 'CANDIDATE', 'STATUS', objective ?? 'OBJECTIVE', 'TRAINING TIME', ...shown],
    ...rows.map((row) => formatCandidate(row, shown)),
  ];
  const width = readTerminalWidth(io.stdout);
  const shown = [...metrics];
  while (width !== undefined && shown.length > 0 && measureTable(makeRows(shown)) > width) {
    shown.pop();
  }
  const hidden = metrics.length - shown.length;
  const table = formatTable(makeRows(shown), {
    width,
    numericColumns: new Set([0, 3, 4, ...shown.map((_metric, index) => index + 5)]),
    colorStatus: io.colorStatus,
  });
  return hidden === 0
    ? table
    : `${table}${hidden} more ${hidden === 1 ? 'metric does' : 'metrics do'} not fit; pipe the output or use --json to see all.\n`;
}

function formatCandidate(row: Row, metrics: readonly string[]): readonly string[] {
  const number = (column: string, format: (value: number) => string) => {
    const value = readNumber(row[column]);
    return value === undefined ? '' : format(value);
  };
  return [
    readText(row['RANK']) ?? '',
    readText(row['CANDIDATE_NAME']) ?? '',
    readText(row['CANDIDATE_STATUS']) ?? '',
    number('OBJECTIVE_VALUE', formatMetric),
    number('TRAINING_SECONDS', formatSeconds),
    ...metrics.map((column) => number(column, formatMetric)),
  ];
}

/** The metrics come from METRICS, which SQL returns as JSON text, instead of one column for each. */
function toJsonCandidate(row: Row) {
  return {
    ...toJsonRow(row, results.candidateColumns),
    created_at: toMoment(row['CREATION_TIME_UTC']),
    ended_at: toMoment(row['END_TIME_UTC']),
    metrics: JSON.parse(
      readText(row['METRICS']) ?? '[]',
    ) as DocumentData<'candidates'>['candidates'][number]['metrics'],
  };
}
