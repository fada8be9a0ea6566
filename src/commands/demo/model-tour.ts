import { identifier, literal } from '../../exasol/quote.js';
import { names } from '../../scripts/names.js';
import { writePredictionCall } from '../../tables/prediction-statement.js';
import {
  connectionName,
  dataSchema,
  heldOutTableName,
  qualify,
  type TourPlace,
  type TourStep,
  tableName,
} from './tour.js';

/** The second half of the tour: what the job has made, served, tried and taken away. */

const instanceType = 'ml.m5.large';
const fewRows = 5;
const fewFeatures = 10;
/** Columns of the model's inputs that fit beside truth and prediction on a page. */
const fewInputs = 5;

/** Names of the columns that a prediction answers; they differ from the usual ones where the data have a column of that name. */
export interface PredictionColumns {
  readonly actual: string;
  readonly prediction: string;
}

/** The table whose rows are tried: rows held out, or, of a file too small for that, rows that the model has seen. */
function trialTable({ dataset }: TourPlace): string {
  return qualify(dataset.heldOut.rows > 0 ? heldOutTableName(dataset) : tableName(dataset));
}

export function planCandidates(place: TourPlace, jobName: string): TourStep {
  return {
    title: 'The leaderboard: every candidate, the best first',
    sql: planCall(place, names.listCandidates, jobName),
    show: 'table',
    columns: ['RANK', 'CANDIDATE_NAME', 'OBJECTIVE_METRIC', 'OBJECTIVE_VALUE'],
  };
}

export function planFeatureImportance(place: TourPlace, jobName: string): TourStep {
  return {
    title: 'Which columns the best one goes by',
    sql: planCall(place, names.listFeatureImportance, jobName),
    show: 'table',
    mostRows: fewFeatures,
  };
}

/** `seattle-weather` is served by `predict-seattle-weather`, whose function is PREDICT_SEATTLE_WEATHER: no table has that name. */
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
    title: `Serve it: an endpoint, and a function to ask it in SQL. "${dataset.target.name}" passes through, unseen by the model`,
    sql: `EXECUTE SCRIPT ${identifier(scriptSchema)}.${identifier(names.createEndpoint)}(${literal(JSON.stringify(parameters, undefined, 2))})`,
    show: 'record',
  };
}

/** @param udf SQL text, as the endpoint's script answers it */
export function planFewPredictions(place: TourPlace, udf: string): TourStep {
  const { dataset } = place;
  const inputs = listInputs(place);
  const some = `(SELECT * FROM ${trialTable(place)} LIMIT ${fewRows})`;
  return {
    title:
      dataset.heldOut.rows > 0
        ? 'Predict rows that the model has never seen: the truth first, the prediction last'
        : 'Predict some rows (the file is too small to hold any out): the truth first, the prediction last',
    sql: `SELECT ${planPrediction(place, udf)}\nFROM ${some}`,
    show: 'table',
    ...(inputs.length > fewInputs ? { hiddenColumns: inputs.slice(fewInputs) } : {}),
  };
}

/**
 * How good the predictions are, computed by Exasol: the share of labels that are right, or the root of the mean squared error. Rows
 * whose truth is NULL say nothing about that.
 */
export function planScore(place: TourPlace, udf: string, columns: PredictionColumns, isRegression: boolean): TourStep {
  const [actual, prediction] = [identifier(columns.actual), identifier(columns.prediction)];
  const score = isRegression
    ? `SQRT(AVG(POWER(CAST(${prediction} AS DOUBLE) - CAST(${actual} AS DOUBLE), 2))) AS RMSE`
    : `AVG(CASE WHEN ${prediction} = ${actual} THEN 1.0 ELSE 0.0 END) AS ACCURACY`;
  return {
    title: `${isRegression ? 'RMSE' : 'Accuracy'} over all rows held out, computed in SQL`,
    sql: `SELECT COUNT(*) AS ROWS_COMPARED, ${score}\nFROM (\n  SELECT ${planPrediction(place, udf)}\n  FROM ${trialTable(place)}\n)\nWHERE ${actual} IS NOT NULL`,
    show: 'table',
  };
}

export function planDeletion(place: TourPlace, endpointName: string): TourStep {
  return {
    title: 'Delete the endpoint and all that was made for it: an endpoint is paid by the hour, asked or not',
    sql: planCall(place, names.deleteEndpoint, endpointName),
    show: 'table',
  };
}

function planCall({ aws, scriptSchema }: TourPlace, script: string, name: string): string {
  const values = [name, connectionName, aws.region].map(literal).join(', ');
  return `EXECUTE SCRIPT ${identifier(scriptSchema)}.${identifier(script)}(${values})`;
}

function planPrediction(place: TourPlace, udf: string): string {
  const inputs = [place.dataset.target.name, ...listInputs(place)];
  return writePredictionCall({ udf, inputs: inputs.map((name) => ({ name, type: undefined })) });
}

function listInputs({ dataset }: TourPlace): string[] {
  return dataset.columns.filter((column) => column !== dataset.target).map(({ name }) => name);
}
