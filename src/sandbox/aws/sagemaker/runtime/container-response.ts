/** Predicts the CSV rows of a request body and formats the response like the candidate's containers. */
import type { ContainerDefinition } from '@aws-sdk/client-sagemaker';
import { type Model, type Prediction, predictRows } from '../../../automl/predict.js';
import type { LoadedModel } from '../endpoint/load-model.js';
import { type ContainerOutput, planOutput } from './container-output.js';
import { parseCsv } from './csv.js';
import { ContainerError } from './model-error.js';

/** Number of rows to predict before yielding to the event loop, because prediction is synchronous. */
const rowsPerBatch = 2000;

export interface ContainerResponse {
  readonly contentType: string;
  readonly body: string;
}

export interface ContainerRequest {
  readonly contentType: string;
  readonly accept: string;
  readonly body: Buffer;
  /** Whether a transform job sends the request (SAGEMAKER_BATCH), so that every row has its own line. */
  readonly isBatch?: boolean;
}

/** @throws ContainerError with the status of AWS's container */
export async function makeContainerResponse(
  loaded: LoadedModel,
  containers: readonly ContainerDefinition[],
  request: ContainerRequest,
): Promise<ContainerResponse> {
  if (!/^text\/csv\b/i.test(request.contentType)) {
    throw new ContainerError(415, `Content type '${request.contentType}' is not supported.`);
  }
  const accept = chooseAccept(request.accept, containers);
  const isPipeline = containers.length > 1;
  const rows = selectColumns(readRows(request.body), loaded, isPipeline);
  const output = planOutput(containers, loaded.model);
  const predictions = await predictInBatches(loaded.model, rows);
  if (accept !== 'text/csv') return writeJson(predictions, output, accept);
  const lines = predictions.map((prediction) =>
    output
      .rowOf(prediction)
      .map((cell) => cell ?? 'nan')
      .join(','),
  );
  return {
    contentType: 'text/csv; charset=utf-8',
    body: request.isBatch === true ? `${lines.join('\n')}\n` : joinLines(lines, containers),
  };
}

/**
 * XGBoost's container returns all rows on one line (source: `algorithm_mode/serve.py` of image 1.3-1, before 2022-04-08). The response of the
 * inverse-label container does not end with a line break; those of the other containers do.
 */
function joinLines(lines: readonly string[], containers: readonly ContainerDefinition[]): string {
  if (containers.length === 2 && /xgboost/.test(containers[1]?.Image ?? '')) return lines.join(',');
  return lines.join('\n') + (containers.length === 3 ? '' : '\n');
}

/** Only the inverse-label container supports other formats, and only if output keys are set. */
function chooseAccept(accept: string, containers: readonly ContainerDefinition[]): string {
  const type = accept.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === '' || type === '*/*' || type === 'text/csv') return 'text/csv';
  const isSelectable = containers.at(2)?.Environment?.['SAGEMAKER_INFERENCE_OUTPUT'] !== undefined;
  if (isSelectable && (type === 'application/json' || type === 'application/jsonlines')) return type;
  throw new ContainerError(406, `Accept type '${type}' is not supported.`);
}

function readRows(body: Buffer): string[][] {
  try {
    const rows = parseCsv(body.toString());
    if (rows.length > 0) return rows;
  } catch (error) {
    throw new ContainerError(400, `Error tokenizing data: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new ContainerError(400, 'No columns to parse from the request body.');
}

/**
 * A tuned model treats rows with the target column as training data: it removes the target and skips rows with an invalid target. Any other
 * number of columns is an error.
 */
function selectColumns(rows: string[][], { model, targetIndex }: LoadedModel, isPipeline: boolean): string[][] {
  const width = model.inputColumns.length;
  const columns = rows[0]?.length ?? 0;
  const invalidRow = rows.find((row) => row.length !== columns);
  const hasTarget = isPipeline && columns === width + 1;
  if (invalidRow || (columns !== width && !hasTarget)) {
    throw new ContainerError(
      400,
      `Received data of unknown size. Expected number of columns is ${width}. Number of columns in the received data is ${invalidRow?.length ?? columns}.`,
    );
  }
  if (!hasTarget) return rows;
  return rows
    .filter((row) => isUsableTarget(row[targetIndex] ?? '', model))
    .map((row) => row.filter((_, index) => index !== targetIndex));
}

const isUsableTarget = (cell: string, { problemType }: Model): boolean =>
  cell.trim() !== '' && (problemType !== 'Regression' || Number.isFinite(Number(cell)));

async function predictInBatches(model: Model, rows: string[][]): Promise<Prediction[]> {
  const predictions: Prediction[] = [];
  for (let start = 0; start < rows.length; start += rowsPerBatch) {
    if (start > 0) await new Promise((resolve) => setImmediate(resolve));
    predictions.push(...predictRows(model, rows.slice(start, start + rowsPerBatch)));
  }
  return predictions;
}

function writeJson(predictions: readonly Prediction[], output: ContainerOutput, accept: string): ContainerResponse {
  const objects = predictions.map((prediction) => {
    const row = output.rowOf(prediction);
    return Object.fromEntries(output.keys.map((key, index) => [key, row[index] ?? null]));
  });
  if (accept === 'application/json') return { contentType: accept, body: JSON.stringify({ predictions: objects }) };
  return { contentType: accept, body: objects.map((object) => JSON.stringify(object)).join('\n') };
}
