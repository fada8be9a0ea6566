import type { SmeCommand } from '../cli/command.js';
import { prepareScripts, type ScriptFlags } from '../cli/script-session.js';
import { makeError } from '../errors/user-error.js';
import type { PagingSession } from '../exasol/session.js';
import type { Evaluation } from '../jobs/evaluate-predictions.js';
import { names } from '../scripts/names.js';
import type { CommandIo } from '../terminal/io.js';
import { printResult } from '../terminal/output.js';
import { withProgress } from '../terminal/progress.js';
import { readTerminalWidth } from '../terminal/streams.js';

interface EvaluateFlags extends ScriptFlags {
  readonly actual?: string | undefined;
  readonly predicted?: string | undefined;
  readonly probability?: string | undefined;
  readonly probabilityOf?: string | undefined;
  readonly positiveLabel?: string | undefined;
  readonly problemType?: string | undefined;
  readonly query?: string | undefined;
  readonly holdout?: string | undefined;
  readonly endpoint?: string | undefined;
}

/** `sme evaluate TABLE` and `sme evaluate --holdout JOB` */
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
    const holdout = flags.holdout === undefined ? undefined : await makeHoldout(session, schema, flags.holdout, flags);
    const text = holdout === undefined ? 'Evaluating' : 'Predicting and evaluating';
    const parameters = {
      input_schema_name: found?.schema,
      input_table_or_view_name: found?.table,
      input_query: holdout?.sql ?? flags.query,
      actual_column: holdout?.actualColumn ?? parseColumn(flags.actual),
      predicted_column: holdout?.predictedColumn ?? parseColumn(flags.predicted),
      probability_column: holdout?.probabilityColumn ?? parseColumn(flags.probability),
      probability_of: flags.probabilityOf,
      positive_label: flags.positiveLabel,
      problem_type: flags.problemType ?? (holdout && !holdout.probabilityColumn ? 'Regression' : undefined),
    };
    return await withProgress(io, text, () => evaluatePredictions(session, schema, parameters));
  });
  if (sharesNoLabel(evaluation)) {
    io.warn('No predicted value is one of the actual values. Check the two columns, and the case of their values.');
  }
  printResult<'evaluate'>(io, evaluation, () => formatEvaluation(evaluation, readTerminalWidth(io.stdout)));
}

/** Whether another column than the predictions was probably given: then every metric is 0, without any error. */
function sharesNoLabel({ confusion }: Evaluation): boolean {
  const actual = new Set(confusion.filter(({ rows }) => rows > 0).map((cell) => cell.actual));
  const predicted = confusion.filter(({ rows }) => rows > 0).map((cell) => cell.predicted);
  return predicted.length > 0 && !predicted.some((label) => actual.has(label));
}

/** The query that predicts for the rows that a training kept apart. @throws UserError E-SME-577, E-SME-231 */
async function makeHoldout(session: PagingSession, schema: string, name: string, flags: EvaluateFlags) {
  const [{ findJob }, { findTrainedJob }, { readEndpointsOfJob }, { findPredictionFunction }, query] =
    await Promise.all([
      import('../jobs/find-job.js'),
      import('../tables/job-table.js'),
      import('../tables/endpoint-table.js'),
      import('../tables/prediction-function.js'),
      import('../tables/holdout-query.js'),
    ]);
  const { job } = await findJob(session, schema, name, {
    connection: undefined,
    region: undefined,
    defaultRegion: '-',
  });
  const [trained, holdout] = [
    await findTrainedJob(session, schema, job),
    await query.findHoldout(session, schema, job),
  ];
  if (holdout === undefined) {
    throw makeError('E-SME-577.none', { job });
  }
  const { columns, target, source } = trained ?? {};
  if (columns === undefined || target === undefined || source === undefined) {
    throw makeError('E-SME-577.unknown_input', { job });
  }
  const endpoints = await readEndpointsOfJob(session, schema, job);
  const endpoint = flags.endpoint ?? endpoints[0]?.name;
  if (endpoint === undefined) {
    throw makeError('E-SME-577.no_endpoint', { job });
  }
  const prediction = await findPredictionFunction(session, schema, endpoint);
  if (!endpoints.some((each) => each.name === prediction.endpoint)) {
    throw makeError('E-SME-577.other_job', { job, endpoint });
  }
  const options = { columns, target, source, holdout, groups: prediction.groups };
  const returned = await readColumnNames(session, query.writeEmptyPrediction(prediction, options));
  return query.writeHoldoutQuery(prediction, options, returned);
}

async function readColumnNames(session: PagingSession, sql: string): Promise<readonly string[]> {
  const { toScriptError } = await import('../jobs/script-error.js');
  try {
    for await (const { columns } of session.readPages(sql)) {
      return columns.map(({ name }) => name);
    }
  } catch (thrown) {
    throw toScriptError(thrown);
  }
  return [];
}

/** @throws UserError E-SME-576 */
function checkInput(table: string | undefined, flags: EvaluateFlags): void {
  const { query, holdout, actual, predicted, probability, probabilityOf, endpoint } = flags;
  const sources = [table, query, holdout].filter((source) => source !== undefined);
  const named = {
    '--actual': actual,
    '--predicted': predicted,
    '--probability': probability,
    '--probability-of': probabilityOf,
  };
  const superfluous = holdout === undefined ? [] : Object.entries(named).filter(([, value]) => value !== undefined);
  const problems = [
    ...(sources.length === 1 ? [] : ['use one of table, --query and --holdout']),
    ...(actual === undefined && holdout === undefined ? ['name the column with the actual values with --actual'] : []),
    ...superfluous.map(([flag]) => `${flag} has no effect with --holdout`),
    ...(endpoint !== undefined && holdout === undefined ? ['--endpoint has no effect without --holdout'] : []),
  ];
  if (problems.length > 0) {
    throw makeError('E-SME-576', { problems: problems.join('; ') });
  }
}
