import { makeError } from '../errors/user-error.js';
import type { PagingSession } from '../exasol/session.js';
import { readEndpointsOfJob } from '../tables/endpoint-table.js';
import { findHoldout, type HoldoutQuery, writeEmptyPrediction, writeHoldoutQuery } from '../tables/holdout-query.js';
import { findTrainedJob } from '../tables/job-table.js';
import { findPredictionFunction } from '../tables/prediction-function.js';
import { findJob } from './find-job.js';
import { parseColumn } from './flag-values.js';
import { toScriptError } from './script-error.js';

/** The columns that an evaluation compares, as the user names them. */
export interface EvaluatedColumns {
  readonly actual?: string | undefined;
  readonly predicted?: string | undefined;
  readonly probability?: string | undefined;
  readonly probabilityOf?: string | undefined;
  readonly positiveLabel?: string | undefined;
  readonly problemType?: string | undefined;
  readonly query?: string | undefined;
}

type EvaluationParameters = Readonly<Record<string, string | undefined>>;

/** The parameters of an evaluation of a table or a query. */
export function makeTableParameters(
  table: { readonly schema: string; readonly table: string } | undefined,
  flags: EvaluatedColumns,
): EvaluationParameters {
  return {
    input_schema_name: table?.schema,
    input_table_or_view_name: table?.table,
    input_query: flags.query,
    actual_column: parseColumn(flags.actual),
    predicted_column: parseColumn(flags.predicted),
    probability_column: parseColumn(flags.probability),
    probability_of: flags.probabilityOf,
    positive_label: flags.positiveLabel,
    problem_type: flags.problemType,
  };
}

/**
 * The parameters of an evaluation of the rows that a training kept apart. The evaluation predicts them.
 * @throws UserError E-SME-577, E-SME-231
 */
export async function makeHoldoutParameters(
  session: PagingSession,
  schema: string,
  name: string,
  flags: Pick<EvaluatedColumns, 'positiveLabel' | 'problemType'> & { readonly endpoint?: string | undefined },
): Promise<EvaluationParameters> {
  const holdout = await makeHoldoutQuery(session, schema, name, flags.endpoint);
  return {
    input_query: holdout.sql,
    actual_column: holdout.actualColumn,
    predicted_column: holdout.predictedColumn,
    probability_column: holdout.probabilityColumn,
    positive_label: flags.positiveLabel,
    problem_type: flags.problemType ?? (holdout.probabilityColumn === undefined ? 'Regression' : undefined),
  };
}

async function makeHoldoutQuery(
  session: PagingSession,
  schema: string,
  name: string,
  endpointName: string | undefined,
): Promise<HoldoutQuery> {
  const { job } = await findJob(session, schema, name, {
    connection: undefined,
    region: undefined,
    defaultRegion: '-',
  });
  const [trained, holdout] = [await findTrainedJob(session, schema, job), await findHoldout(session, schema, job)];
  if (holdout === undefined) {
    throw makeError('E-SME-577.none', { job });
  }
  const { columns, target, source } = trained ?? {};
  if (columns === undefined || target === undefined || source === undefined) {
    throw makeError('E-SME-577.unknown_input', { job });
  }
  const endpoints = await readEndpointsOfJob(session, schema, job);
  const endpoint = endpointName ?? endpoints[0]?.name;
  if (endpoint === undefined) {
    throw makeError('E-SME-577.no_endpoint', { job });
  }
  const prediction = await findPredictionFunction(session, schema, endpoint);
  if (!endpoints.some((each) => each.name === prediction.endpoint)) {
    throw makeError('E-SME-577.other_job', { job, endpoint });
  }
  const options = { columns, target, source, holdout, groups: prediction.groups };
  const returned = await readColumnNames(session, writeEmptyPrediction(prediction, options));
  return writeHoldoutQuery(prediction, options, returned);
}

async function readColumnNames(session: PagingSession, sql: string): Promise<readonly string[]> {
  try {
    for await (const { columns } of session.readPages(sql)) {
      return columns.map(({ name }) => name);
    }
  } catch (thrown) {
    throw toScriptError(thrown);
  }
  return [];
}
