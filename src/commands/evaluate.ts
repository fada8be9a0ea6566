import type { SmeCommand } from '../cli/command.js';
import { prepareScripts, type ScriptFlags } from '../cli/script-session.js';
import { makeError } from '../errors/user-error.js';
import { names } from '../scripts/names.js';
import type { CommandIo } from '../terminal/io.js';
import { printResult } from '../terminal/output.js';
import { readTerminalWidth } from '../terminal/streams.js';

interface EvaluateFlags extends ScriptFlags {
  readonly actual?: string | undefined;
  readonly predicted?: string | undefined;
  readonly probability?: string | undefined;
  readonly probabilityOf?: string | undefined;
  readonly positiveLabel?: string | undefined;
  readonly problemType?: string | undefined;
  readonly query?: string | undefined;
}

/** `sme evaluate TABLE` */
export function addEvaluate(program: SmeCommand): void {
  program
    .command('evaluate')
    .argument('[table]', 'table or view with actual and predicted values, as SCHEMA.TABLE')
    .description('Evaluate predictions: compare actual with predicted values, in the database')
    .option('--actual <column>', 'column with the actual values')
    .option('--predicted <column>', 'column with the predicted values; default PREDICTIONS')
    .option('--probability <column>', 'column with a probability; default PROBABILITY, if it exists')
    .option('--probability-of <label>', 'predicted_label (default), or positive_label')
    .option('--positive-label <label>', 'label of ROC AUC and thresholds; default: of two labels the last in order')
    .option('--problem-type <type>', 'Regression, BinaryClassification or MulticlassClassification')
    .option('--query <select>', 'evaluate the rows of this SELECT instead of a table')
    .connectionOptions()
    .examples(
      'sme evaluate SALES.CHURN_PREDICTIONS --actual CHURNED --positive-label yes',
      "sme evaluate SALES.PRICES --actual PRICE --predicted ESTIMATE --json | jq '.data.metrics.rmse'",
    )
    .runs(runEvaluate);
}

async function runEvaluate(table: string | undefined, flags: EvaluateFlags, io: CommandIo): Promise<void> {
  const [{ findTable, parseTableName }, { parseColumn }, { evaluatePredictions }, { formatEvaluation }] =
    await Promise.all([
      import('../jobs/table-name.js'),
      import('../jobs/flag-values.js'),
      import('../jobs/evaluate-predictions.js'),
      import('../terminal/evaluation-view.js'),
    ]);
  checkInput(table, flags);
  const name = table === undefined ? undefined : parseTableName(table);
  const access = await prepareScripts(flags, io);
  const evaluation = await access.read(names.evaluatePredictions, async (session, schema) => {
    const found = name && (await findTable(session, name));
    return await evaluatePredictions(session, schema, {
      input_schema_name: found?.schema,
      input_table_or_view_name: found?.table,
      input_query: flags.query,
      actual_column: parseColumn(flags.actual),
      predicted_column: parseColumn(flags.predicted),
      probability_column: parseColumn(flags.probability),
      probability_of: flags.probabilityOf,
      positive_label: flags.positiveLabel,
      problem_type: flags.problemType,
    });
  });
  printResult(io, evaluation, () => formatEvaluation(evaluation, readTerminalWidth(io.stdout)));
}

/** @throws UserError E-SME-576 */
function checkInput(table: string | undefined, flags: EvaluateFlags): void {
  const problems = [
    ...((table === undefined) === (flags.query === undefined) ? ['use either a table or --query'] : []),
    ...(flags.actual === undefined ? ['name the column with the actual values with --actual'] : []),
  ];
  if (problems.length > 0) {
    throw makeError('E-SME-576', { problems: problems.join('; ') });
  }
}
