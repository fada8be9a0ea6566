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
import { formatMetric } from '../text/format-values.js';

const header = ['MODEL', 'VERSION', 'JOB', 'STATUS', 'BEST', 'ENDPOINT', 'TRAINED AT (UTC)'];

/** `sme models` */
export function addModels(program: SmeCommand): void {
  program
    .command('models')
    .description('List the versions of each model, newest first: jobs trained with the same --model-name')
    .connectionOptions()
    .examples('sme models', "sme models --json | jq -r '.data.models[] | select(.is_served) | .job_name'")
    .runs(runModels);
}

async function runModels(flags: ScriptFlags, io: CommandIo): Promise<void> {
  const access = await prepareScripts(flags, io);
  const rows = await access.read(names.listModels, async (session, schema) =>
    callScript(session, schema, names.listModels, []),
  );
  printResult<'models'>(io, { models: rows.map(toJsonVersion) }, () =>
    rows.length === 0
      ? 'No models yet. Train one with: sme train SCHEMA.TABLE --target COLUMN --model-name NAME\n'
      : formatList([header, ...rows.map(formatVersion)], {
          width: readTerminalWidth(io.stdout),
          numeric: ['VERSION'],
          shrinkable: [],
          droppable: ['TRAINED AT (UTC)', 'BEST'],
          colorStatus: io.colorStatus,
        }),
  );
}

function toJsonVersion(row: Row) {
  const { trained_at_utc: _column, ...version } = toJsonRow(row, results.modelListResult);
  return { ...version, trained_at: toMoment(row['TRAINED_AT_UTC']) };
}

function formatVersion(row: Row): readonly string[] {
  const text = (column: string) => readText(row[column]);
  const metric = text('BEST_METRIC_NAME');
  const value = readNumber(row['BEST_METRIC_VALUE']);
  return [
    text('MODEL_NAME') ?? '',
    text('VERSION') ?? '',
    text('JOB_NAME') ?? '',
    text('JOB_STATUS') ?? '?',
    metric === undefined || value === undefined ? '' : `${metric} ${formatMetric(value)}`,
    text('ENDPOINT_NAME') ?? '',
    text('TRAINED_AT_UTC') ?? '',
  ];
}
