/**
 * The output of containers, by the variables SAGEMAKER_INFERENCE_INPUT, _OUTPUT and _SUPPORTED of their environments. Source: the
 * Developer Guide (autopilot-automate-model-development-container-output) and the public copies of the script that runs in AWS's containers.
 */
import type { ContainerDefinition } from '@aws-sdk/client-sagemaker';
import type { Model, Prediction } from '../../../automl/predict.js';
import { writeCell } from './csv.js';
import { ContainerError } from './model-error.js';

/** The columns of the output in order, and the values of a row; undefined is written as nan. */
export interface ContainerOutput {
  readonly keys: readonly string[];
  rowOf(prediction: Prediction): (string | undefined)[];
}

/** @throws ContainerError if the environments are inconsistent */
export function planOutput(containers: readonly ContainerDefinition[], model: Model): ContainerOutput {
  if (containers.length === 1) {
    const keys = readKeys(containers[0], 'OUTPUT');
    checkSupported(containers[0], keys);
    return { keys, rowOf: (prediction) => keys.map((key) => cellOf(key, prediction, model, 'ofPrediction')) };
  }
  if (model.problemType === 'Regression') {
    return { keys: ['predicted_label'], rowOf: (prediction) => [prediction.label] };
  }
  const [algorithm, inverse] = [containers[1], containers[2]];
  const passed = readKeys(algorithm, 'OUTPUT');
  checkSupported(algorithm, passed);
  const received = readKeys(inverse, 'INPUT');
  const keys = readKeys(inverse, 'OUTPUT');
  checkSupported(inverse, keys);
  if (passed.length !== received.length) {
    throw new ContainerError(
      400,
      `The number of columns received (${passed.length}) is not that of SAGEMAKER_INFERENCE_INPUT (${received.length}).`,
    );
  }
  const rowOf = (prediction: Prediction) =>
    keys.map((key) => {
      if (key === 'labels') return cellOf('labels', prediction, model, 'ofSecondClass');
      // The last container identifies its input by position only.
      const source = passed[received.indexOf(key)];
      return source === undefined ? undefined : cellOf(source, prediction, model, 'ofSecondClass');
    });
  return { keys, rowOf };
}

/**
 * @param probability for an ensemble, that of the predicted class; for a tuned binary model, always that of the class encoded as 1
 */
function cellOf(
  key: string,
  { label, probability, probabilities }: Prediction,
  { labels, problemType }: Model,
  meaning: 'ofPrediction' | 'ofSecondClass',
): string | undefined {
  switch (key) {
    case 'predicted_label':
      return writeCell(label);
    case 'probability':
      return String(
        meaning === 'ofSecondClass' && problemType === 'BinaryClassification' ? probabilities[1] : probability,
      );
    case 'probabilities':
      return writeCell(`[${probabilities.join(', ')}]`);
    case 'labels':
      return writeCell(`[${labels.map(writePythonLiteral).join(', ')}]`);
    default:
      return undefined;
  }
}

/** Labels as Python prints a list: in single quotes unless they contain one; numbers without quotes. */
export function writePythonLiteral(label: string): string {
  if (label !== '' && Number.isFinite(Number(label)) && label.trim() === label) return label;
  const escaped = label
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  if (escaped.includes("'") && !escaped.includes('"')) return `"${escaped}"`;
  return `'${escaped.replaceAll("'", "\\'")}'`;
}

function readKeys(container: ContainerDefinition | undefined, which: 'INPUT' | 'OUTPUT'): string[] {
  const text = container?.Environment?.[`SAGEMAKER_INFERENCE_${which}`] ?? 'predicted_label';
  return text.split(',').map((key) => key.trim().toLowerCase());
}

function checkSupported(container: ContainerDefinition | undefined, keys: readonly string[]): void {
  const supported = (container?.Environment?.['SAGEMAKER_INFERENCE_SUPPORTED'] ?? 'predicted_label').split(',');
  const unknown = keys.find((key) => !supported.includes(key));
  if (unknown === undefined) return;
  throw new ContainerError(
    500,
    `Requested inference output '${unknown}' is unsupported. Supported: ${supported.join(', ')}`,
  );
}
