import { identifier, qualify } from '../../exasol/quote.js';
import { writeCall } from '../../jobs/call-script.js';
import { names } from '../../scripts/names.js';
import { connectionName, dataSchema, heldOutTableName, type TourPlace, type TourStep, tableName } from './tour.js';

/** The second half of the tour: inspect the models, serve the best one, predict, delete everything, and predict without an endpoint. */

const instanceType = 'ml.m5.large';
const batchInstanceType = 'ml.m5.xlarge';
const batchTableName = 'PREDICTIONS';
const sampleRows = 5;
const maxFeatures = 10;
/** Maximum number of input columns to show between the actual value and the prediction. */
const maxInputs = 5;

/** Names of the result columns of a prediction. The function adds a suffix if the data has a column of the same name. */
export interface PredictionColumns {
  readonly actual: string;
  readonly prediction: string;
}

/** The table to predict: the held-out rows, or the training rows if the file is too small to hold any out. */
const predictedTableName = ({ dataset }: TourPlace): string =>
  dataset.heldOut.rows > 0 ? heldOutTableName(dataset) : tableName(dataset);

const predictedTable = (place: TourPlace): string => qualify(dataSchema, predictedTableName(place));

export function planCandidates(place: TourPlace, jobName: string): TourStep {
  return {
    title: 'The leaderboard, the best candidate first',
    sql: planCall(place, names.listCandidates, jobName),
    show: 'table',
    columns: ['RANK', 'CANDIDATE_NAME', 'OBJECTIVE_METRIC', 'OBJECTIVE_VALUE'],
  };
}

export function planFeatureImportance(place: TourPlace, jobName: string): TourStep {
  return {
    title: 'The most important columns of the best candidate',
    sql: planCall(place, names.listFeatureImportance, jobName),
    show: 'table',
    maxRows: maxFeatures,
  };
}

/** The prefix `predict-` gives the function another name than the table. */
export function planEndpoint({ aws, dataset, scriptSchema }: TourPlace, jobName: string): TourStep {
  const parameters = {
    job_name: jobName,
    endpoint_name: `predict-${dataset.name}`,
    prediction_schema: dataSchema,
    instance_type: instanceType,
    key_columns: [dataset.target.name],
    wait: true,
    aws_credentials_connection_name: connectionName,
    aws_region: aws.region,
  };
  return {
    title: `Serve it: an endpoint, and a function that predicts with it in SQL ("${dataset.target.name}" passes through, so that you can compare)`,
    sql: writeCall(scriptSchema, names.createEndpoint, [JSON.stringify(parameters, undefined, 2)]),
    show: 'record',
  };
}

/** @param udf the prediction function as SQL text, from the result of the script */
export function planSamplePredictions(place: TourPlace, udf: string): TourStep {
  const { dataset } = place;
  const inputs = listInputs(place);
  const sample = `(SELECT * FROM ${predictedTable(place)} LIMIT ${sampleRows})`;
  return {
    title:
      dataset.heldOut.rows > 0
        ? 'Predict rows that the model has not seen: actual value first, prediction last'
        : 'Predict training rows, because the file is too small to hold any out: actual value first, prediction last',
    sql: `SELECT ${planPrediction(place, udf)}\nFROM ${sample}`,
    show: 'table',
    ...(inputs.length > maxInputs ? { hiddenColumns: inputs.slice(maxInputs) } : {}),
  };
}

/** Computes the quality of the predictions in SQL: accuracy or RMSE over all rows with a known actual value. */
export function planScore(place: TourPlace, udf: string, columns: PredictionColumns, isRegression: boolean): TourStep {
  const [actual, prediction] = [identifier(columns.actual), identifier(columns.prediction)];
  const score = isRegression
    ? `SQRT(AVG(POWER(CAST(${prediction} AS DOUBLE) - CAST(${actual} AS DOUBLE), 2))) AS RMSE`
    : `AVG(CASE WHEN ${prediction} = ${actual} THEN 1.0 ELSE 0.0 END) AS ACCURACY`;
  return {
    title: `${isRegression ? 'RMSE' : 'Accuracy'} over all held-out rows, computed in SQL`,
    sql: `SELECT COUNT(*) AS ROWS_COMPARED, ${score}\nFROM (\n  SELECT ${planPrediction(place, udf)}\n  FROM ${predictedTable(place)}\n)\nWHERE ${actual} IS NOT NULL`,
    show: 'table',
  };
}

export function planDeletion(place: TourPlace, endpointName: string): TourStep {
  return {
    title: 'Delete the endpoint and everything created for it, because AWS bills an endpoint by the hour',
    sql: planCall(place, names.deleteEndpoint, endpointName),
    show: 'table',
  };
}

export function planBatch(place: TourPlace, jobName: string): TourStep {
  const { aws, dataset, scriptSchema } = place;
  const parameters = {
    job_name: jobName,
    input_schema_name: dataSchema,
    input_table_or_view_name: predictedTableName(place),
    key_columns: [dataset.target.name],
    target_schema_name: dataSchema,
    target_table_name: batchTableName,
    instance_type: batchInstanceType,
    wait: true,
    aws_credentials_connection_name: connectionName,
    aws_region: aws.region,
  };
  return {
    title: 'Predict without an endpoint: a batch, for which AWS bills only the time of the job',
    sql: writeCall(scriptSchema, names.startBatch, [JSON.stringify(parameters, undefined, 2)]),
    show: 'record',
  };
}

export function planBatchImport({ scriptSchema }: TourPlace, batchName: string): TourStep {
  return {
    title: 'Add its predictions to a table',
    sql: writeCall(scriptSchema, names.finishBatch, [batchName]),
    show: 'record',
  };
}

export function planBatchSample(): TourStep {
  return {
    title: 'The first predictions of the batch, after the actual value',
    sql: `SELECT * FROM ${qualify(dataSchema, batchTableName)} LIMIT ${sampleRows}`,
    show: 'table',
  };
}

function planCall({ aws, scriptSchema }: TourPlace, script: string, name: string): string {
  return writeCall(scriptSchema, script, [name, connectionName, aws.region]);
}

function planPrediction(place: TourPlace, udf: string): string {
  const inputs = [place.dataset.target.name, ...listInputs(place)];
  return `${udf}(${inputs.map(identifier).join(', ')})`;
}

function listInputs({ dataset }: TourPlace): string[] {
  return dataset.columns.filter((column) => column !== dataset.target).map(({ name }) => name);
}
