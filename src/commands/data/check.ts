import type { SmeCommand } from '../../cli/command.js';
import { prepareScripts, type ScriptFlags } from '../../cli/script-session.js';
import { addTrainingDataOptions } from '../../cli/training-options.js';
import type { Finding } from '../../jobs/examine-data.js';
import type { TrainingFlags } from '../../jobs/training-parameters.js';
import type { Severity } from '../../scripts/findings.js';
import { names } from '../../scripts/names.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';
import { withProgress } from '../../terminal/progress.js';
import { readTerminalWidth } from '../../terminal/streams.js';
import { toSingleLine, wrapLine } from '../../terminal/text-width.js';

interface DataCheckFlags extends ScriptFlags, TrainingFlags {
  readonly file?: string | undefined;
}

const severities = ['error', 'warning', 'hint'] as const;
const indent = '  ';

/** `sme data check TABLE` */
export function addDataCheck(data: SmeCommand): void {
  const command = data
    .command('check')
    .argument('[table]', 'table or view to examine, as SCHEMA.TABLE; upper-cased as in SQL unless in double quotes')
    .description('Examine the data of a training: what it would refuse, and what spoils the model')
    .addHelpText('after', '\nExit code 3 means that a training on this data would be refused or fail.');
  addTrainingDataOptions(command)
    .option('--file <json>', 'read parameters of a training from this JSON file; options take precedence')
    .connectionOptions()
    .examples(
      'sme data check SALES.CUSTOMERS --target CHURNED',
      'sme data check --file churn.json --json | jq -r \'.data.findings[] | select(.severity == "warning") | .detail\'',
    )
    .runs(runDataCheck);
}

async function runDataCheck(table: string | undefined, flags: DataCheckFlags, io: CommandIo): Promise<void> {
  const [{ findTable, parseTableName }, { readTrainingFile }, parameterModule, { examineData }, { countFindings }] =
    await Promise.all([
      import('../../jobs/table-name.js'),
      import('../../jobs/training-file.js'),
      import('../../jobs/training-parameters.js'),
      import('../../jobs/examine-data.js'),
      import('../../jobs/format-findings.js'),
    ]);
  const access = await prepareScripts(flags, io);
  const file = flags.file === undefined ? {} : await readTrainingFile(flags.file);
  const name = table === undefined ? undefined : parseTableName(table);
  const findings = await access.read(names.examineData, async (session, schema) => {
    const found = name === undefined ? undefined : await findTable(session, name);
    const parameters = parameterModule.makeExaminationParameters({ flags, file, table: found });
    return await withProgress(io, 'Examining the data', () => examineData(session, schema, parameters));
  });
  const { nameFlags } = await import('../../jobs/name-flags.js');
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const data = {
    findings: findings.map(({ severity, column = null, name: finding, detail, suggestion }) => ({
      severity,
      column_name: column,
      finding,
      detail,
      suggestion,
    })),
    counts: { error: count('error'), warning: count('warning'), hint: count('hint') },
  };
  const width = readTerminalWidth(io.stdout);
  const hasErrors = findings.some(({ severity }) => severity === 'error');
  printResult<'data.check'>(
    io,
    data,
    () =>
      `${[
        ...findings.flatMap((finding) => formatFinding(finding, io, nameFlags, width)),
        `${countFindings(findings, severities) || 'No findings'}.`,
      ].join('\n')}\n`,
    hasErrors ? 3 : 0,
  );
}

/** A finding in three lines or more: severity, column and name; what was found; what to do. */
function formatFinding(
  { severity, column, name, detail, suggestion }: Finding,
  { colorStatus }: CommandIo,
  nameFlags: (text: string) => string,
  width: number | undefined,
): readonly string[] {
  const where = column === undefined ? '(all data)' : toSingleLine(column);
  const texts = [nameFlags(detail), `→ ${nameFlags(suggestion)}`].flatMap((text) => {
    const line = `${indent}${toSingleLine(text)}`;
    return width === undefined ? [line] : wrapLine(line, width);
  });
  return [`${colorStatus(severity)}  ${where}  ${name}`, ...texts];
}
