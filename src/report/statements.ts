import { UserError } from '../errors/user-error.js';
import { identifier, literal, qualify } from '../exasol/quote.js';
import { names } from '../scripts/names.js';
import { toEndpointName } from '../tables/aws-names.js';
import type { EndpointRow, PredictionUdf } from '../tables/endpoint-table.js';
import type { TrainingSource } from '../tables/job-table.js';
import { chooseGroups, makePrediction, writePredictionQuery } from '../tables/prediction-statement.js';
import type { ReportData } from './types.js';

/** The statements under "Next steps in SQL". */
export interface NextStatements {
  readonly createEndpoint: string;
  readonly predict: string;
  readonly deleteEndpoint: string;
  /** Predicts without an endpoint. */
  readonly predictBatch: string;
}

/** The instance type in most samples of AWS; sufficient for most tabular models. */
const instanceType = 'ml.m5.large';
/** Reads rows in parallel, and is billed for minutes only. */
const batchInstanceType = 'ml.m5.xlarge';

/**
 * Statements that serve a job, predict and delete the endpoint. They refer to the latest endpoint of the job, or to one still to create.
 * @returns undefined if the row contains a name that Exasol does not accept
 */
export function writeNextStatements(report: ReportData): NextStatements | undefined {
  return ignoreInvalidNames(() => {
    const { job, places } = report;
    const endpoint = listEndpoints(report)[0] ?? suggestEndpoint(report);
    const { schema } = endpoint.prediction;
    const parameters = {
      job_name: job,
      endpoint_name: endpoint.name,
      prediction_schema: schema,
      instance_type: instanceType,
      wait: true,
    };
    const createArgument = literal(JSON.stringify(parameters, undefined, 2));
    const deleteArguments = [endpoint.name, places.connection, places.region].map(literal).join(', ');
    return {
      createEndpoint: `EXECUTE SCRIPT ${qualify(places.schema, names.createEndpoint)}(${createArgument});`,
      predict: `${writePrediction(report, endpoint)};`,
      deleteEndpoint: `EXECUTE SCRIPT ${qualify(places.schema, names.deleteEndpoint)}(${deleteArguments});`,
      predictBatch: writeBatch(report, schema),
    };
  });
}

/** The predictions are added by the script that finishes the batch, whose argument is in the result. */
function writeBatch({ job, places, training }: ReportData, targetSchema: string): string {
  const { source } = training;
  const parameters = {
    job_name: job,
    ...(source?.kind === 'table'
      ? { input_schema_name: source.schema, input_table_or_view_name: source.table }
      : { input_query: source === undefined ? 'SELECT * FROM YOUR_TABLE' : source.sql }),
    target_schema_name: targetSchema,
    target_table_name: 'PREDICTIONS',
    instance_type: batchInstanceType,
  };
  const argument = literal(JSON.stringify(parameters, undefined, 2));
  return [
    `EXECUTE SCRIPT ${qualify(places.schema, names.startBatch)}(${argument});`,
    `EXECUTE SCRIPT ${qualify(places.schema, names.finishBatch)}('<BATCH_NAME of the result>');`,
  ].join('\n');
}

/**
 * A query for the confusion matrix. It needs a prediction function that passes the target through as a key column.
 * @returns as `writeNextStatements`; also undefined if the target is unknown
 */
export function writeConfusionQuery(report: ReportData): string | undefined {
  return ignoreInvalidNames(() => {
    const { target } = report.training;
    if (target === undefined) {
      return undefined;
    }
    const actual = identifier(target);
    const udf = findUdfWithKey(report, target) ?? { ...suggestEndpoint(report).prediction, keyColumns: [target] };
    return [
      `SELECT ${actual} AS ACTUAL, PREDICTIONS AS PREDICTED, COUNT(*) AS NUMBER_OF_ROWS`,
      `FROM (\n${writePrediction(report, { prediction: udf, maxConcurrency: undefined })}\n)`,
      `GROUP BY ${actual}, PREDICTIONS\nORDER BY ${actual}, PREDICTIONS;`,
    ].join('\n');
  });
}

/** Whether a prediction function of the job returns the actual value next to the prediction. */
export function returnsTarget(report: ReportData): boolean {
  const { target } = report.training;
  return target !== undefined && findUdfWithKey(report, target) !== undefined;
}

function ignoreInvalidNames<Result>(write: () => Result): Result | undefined {
  try {
    return write();
  } catch (thrown) {
    if (thrown instanceof UserError) {
      return undefined;
    }
    throw thrown;
  }
}

function listEndpoints({ endpoints }: ReportData): readonly EndpointRow[] {
  return endpoints.kind === 'known' ? endpoints.value : [];
}

function findUdfWithKey(report: ReportData, column: string): PredictionUdf | undefined {
  return listEndpoints(report).find(({ prediction }) => prediction.keyColumns.includes(column))?.prediction;
}

/** By default, the script names an endpoint like its job, and the function like the endpoint in the spelling of SQL. */
function suggestEndpoint({
  job,
  training,
  places,
}: ReportData): Pick<EndpointRow, 'name' | 'prediction' | 'maxConcurrency'> {
  const name = toEndpointName(job).toLowerCase();
  const schema = training.source?.kind === 'table' ? training.source.schema : places.schema;
  return {
    name,
    maxConcurrency: undefined,
    prediction: {
      schema,
      name: name.toUpperCase().replaceAll('-', '_'),
      keyColumns: [],
      hasCsvFunctions: true,
      parallelRequests: 4,
    },
  };
}

function writePrediction(
  { training }: ReportData,
  { prediction, maxConcurrency }: Pick<EndpointRow, 'prediction' | 'maxConcurrency'>,
): string {
  return writePredictionQuery(makePrediction(prediction, training), {
    source: writeSource(training.source),
    groups: chooseGroups(maxConcurrency, prediction.parallelRequests),
  });
}

/** A longer query would hide the statement around it. */
const maxQueryLength = 1000;

/** The rows of the training, for the reader to replace. */
function writeSource(source: TrainingSource | undefined): string {
  if (source?.kind === 'table') {
    return qualify(source.schema, source.table);
  }
  return source === undefined || source.sql.length > maxQueryLength ? 'YOUR_TABLE' : `(\n${source.sql}\n)`;
}
