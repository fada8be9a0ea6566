import { type ScriptFlags, withJob } from '../cli/script-session.js';
import { type Row, readNumber, readText } from '../exasol/rows.js';
import { callJobScript } from '../jobs/job-state.js';
import { names } from '../scripts/names.js';
import type { CommandIo } from '../terminal/io.js';
import { printResult } from '../terminal/output.js';
import { describeRow } from '../terminal/row-as-json.js';
import { readColumns } from '../terminal/streams.js';
import { fitTable, measureTable } from '../terminal/table.js';
import { formatMetric, formatSeconds } from '../text/format-values.js';

/** Columns of the leaderboard that are said in columns of their own, or too long for people. */
const notMetrics: ReadonlySet<string> = new Set([
  'RANK',
  'CANDIDATE_NAME',
  'CANDIDATE_STATUS',
  'OBJECTIVE_METRIC',
  'OBJECTIVE_VALUE',
  'TRAINING_SECONDS',
  'FAILURE_REASON',
  'CREATION_TIME_UTC',
  'END_TIME_UTC',
  'METRICS',
]);

/** `sme candidates JOB`: the leaderboard, the best first. */
export async function runCandidates(job: string, flags: ScriptFlags, io: CommandIo): Promise<void> {
  const { reference, rows } = await withJob(job, names.listCandidates, flags, io, async (session, reference) => ({
    reference,
    rows: await callJobScript(session, names.listCandidates, reference),
  }));
  const metrics = Object.keys(rows[0] ?? {}).filter((column) => !notMetrics.has(column));
  const data = { job_name: reference.job, candidates: rows.map((row) => describeCandidate(row, metrics)) };
  printResult(io, data, () => {
    if (rows.length === 0) {
      return `The job ${reference.job} has no candidate yet. Follow it with: sme watch ${reference.job}\n`;
    }
    const objective = readText(rows.find((row) => row['OBJECTIVE_METRIC'] !== null)?.['OBJECTIVE_METRIC']);
    const width = readColumns(io.stdout);
    const draw = (shown: readonly string[]) => [
      ['RANK', 'CANDIDATE', 'STATUS', objective ?? 'OBJECTIVE', 'TRAINED', ...shown],
      ...rows.map((row) => formatCandidate(row, shown)),
    ];
    const shown = chooseMetrics(metrics, (some) => width === undefined || measureTable(draw(some)) <= width);
    const hidden = metrics.length - shown.length;
    return [
      fitTable(draw(shown), {
        width,
        numbers: new Set([0, 3, 4, ...shown.map((_metric, index) => index + 5)]),
        paint: io.paint,
      }),
      hidden === 0 ? '' : `${hidden} more metrics do not fit here; a pipe and --json have them.\n`,
    ].join('');
  });
}

/** As many metrics as fit, the first ones first. */
function chooseMetrics(metrics: readonly string[], fits: (some: readonly string[]) => boolean): readonly string[] {
  let count = metrics.length;
  while (count > 0 && !fits(metrics.slice(0, count))) {
    count -= 1;
  }
  return metrics.slice(0, count);
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

/** METRICS is JSON within a cell in SQL; here it is JSON within JSON. */
function describeCandidate(row: Row, metrics: readonly string[]) {
  const { METRICS, ...rest } = row;
  const plain = Object.fromEntries(Object.entries(rest).filter(([column]) => !metrics.includes(column)));
  const list: unknown = JSON.parse(readText(METRICS) ?? '[]');
  return { ...describeRow(plain, new Set(['RANK', 'OBJECTIVE_VALUE', 'TRAINING_SECONDS'])), metrics: list };
}
