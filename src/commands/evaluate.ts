import type { SmeCommand } from '../cli/command.js';
import { addEvaluationOptions, type EvaluationFlags, listColumnFlags } from '../cli/evaluation-options.js';
import { prepareScripts, type ScriptFlags } from '../cli/script-session.js';
import { makeError } from '../errors/user-error.js';
import { names } from '../scripts/names.js';
import type { CommandIo } from '../terminal/io.js';
import { printResult } from '../terminal/output.js';
import { withProgress } from '../terminal/progress.js';
import { readTerminalWidth } from '../terminal/streams.js';

interface EvaluateFlags extends ScriptFlags, EvaluationFlags {
  readonly query?: string | undefined;
  readonly holdout?: string | undefined;
  readonly endpoint?: string | undefined;
}

/** `sme evaluate TABLE` and `sme evaluate --holdout JOB` */
export function addEvaluate(program: SmeCommand): void {
  const command = program
    .command('evaluate')
    .argument('[table]', 'table or view with actual and predicted values, as SCHEMA.TABLE')
    .description('Evaluate predictions: compare actual with predicted values, in the database');
  addEvaluationOptions(command)
    .option('--query <select>', 'evaluate the rows of this SELECT instead of a table')
    .option('--holdout <job>', 'predict and evaluate the rows that a training kept apart (train --holdout-fraction)')
    .option('--endpoint <name>', 'with --holdout: endpoint that predicts; default: the latest one that serves the job')
    .connectionOptions()
    .examples(
      'sme evaluate SALES.CHURN_PREDICTIONS --actual CHURNED --positive-label yes',
      'sme evaluate --holdout churn-20261122213000',
      "sme evaluate SALES.PRICES --actual PRICE --predicted ESTIMATE --json | jq '.data.metrics.rmse'",
    )
    .addHelpText('after', '\nWith --holdout, the endpoint predicts each row twice if the metrics need a probability.')
    .runs(runEvaluate);
}

async function runEvaluate(table: string | undefined, flags: EvaluateFlags, io: CommandIo): Promise<void> {
  const [{ findTable, parseTableName }, source, { evaluatePredictions, warnOfForeignLabels }, { formatEvaluation }] =
    await Promise.all([
      import('../jobs/table-name.js'),
      import('../jobs/evaluation-source.js'),
      import('../jobs/evaluate-predictions.js'),
      import('../terminal/evaluation-view.js'),
    ]);
  checkInput(table, flags);
  const name = table === undefined ? undefined : parseTableName(table);
  const access = await prepareScripts(flags, io);
  const evaluation = await access.read(names.evaluatePredictions, async (session, schema) => {
    const text = flags.holdout === undefined ? 'Evaluating' : 'Predicting and evaluating';
    const parameters =
      flags.holdout === undefined
        ? source.makeTableParameters(name && (await findTable(session, name)), flags)
        : await source.makeHoldoutParameters(session, schema, flags.holdout, flags);
    return await withProgress(io, text, () => evaluatePredictions(session, schema, parameters)).catch(
      async (thrown: unknown) => {
        const { evaluationFlagNames, nameFlagsInError } = await import('../jobs/name-flags.js');
        throw nameFlagsInError(thrown, evaluationFlagNames);
      },
    );
  });
  const warning = warnOfForeignLabels(evaluation);
  if (warning !== undefined) {
    io.warn(warning);
  }
  printResult<'evaluate'>(io, evaluation, () => formatEvaluation(evaluation, readTerminalWidth(io.stdout)));
}

/** @throws UserError E-SME-576 */
function checkInput(table: string | undefined, flags: EvaluateFlags): void {
  const { query, holdout, actual, endpoint } = flags;
  const sources = [table, query, holdout].filter((source) => source !== undefined);
  const superfluous = holdout === undefined ? [] : listColumnFlags(flags);
  const problems = [
    ...(sources.length === 1 ? [] : ['use one of table, --query and --holdout']),
    ...(actual === undefined && holdout === undefined ? ['name the column with the actual values with --actual'] : []),
    ...superfluous.map((flag) => `${flag} has no effect with --holdout`),
    ...(endpoint !== undefined && holdout === undefined ? ['--endpoint has no effect without --holdout'] : []),
  ];
  if (problems.length > 0) {
    throw makeError('E-SME-576', { problems: problems.join('; ') });
  }
}
