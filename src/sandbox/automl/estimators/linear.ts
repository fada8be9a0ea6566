import { shuffle } from '../random.js';
import type { SingleEstimator } from '../serialized-model.js';
import type { LearningTask } from './learning-task.js';
import { toSoftmax } from './links.js';

export interface LinearSettings {
  /** Weight of the ridge penalty. */
  readonly penalty: number;
}

const batchRows = 64;
/** Maximum number of multiplications: wide or long data get fewer passes. */
const maxMultiplications = 1.5e9;

/** Linear (squared loss) or softmax (log loss) regression on standardized features, with mini-batches and Adam. */
export async function trainLinear(task: LearningTask, settings: LinearSettings): Promise<SingleEstimator> {
  const width = task.features.length;
  const outputs = Math.max(1, task.classes);
  const { means, scales } = measureFeatures(task);
  const rowMajor = await standardize(task, means, scales);
  const size = outputs * (width + 1);
  const weights = new Float64Array(size);
  const gradient = new Float64Array(size);
  const first = new Float64Array(size);
  const second = new Float64Array(size);
  const scores = new Float64Array(outputs);
  const order = Int32Array.from({ length: task.rows }, (_, row) => row);
  const passes = Math.max(3, Math.min(80, Math.floor(maxMultiplications / (task.rows * size * 2))));
  const steps = passes * Math.ceil(task.rows / batchRows);
  let step = 0;
  for (let pass = 0; pass < passes; pass += 1) {
    shuffle(order, task.random);
    for (let start = 0; start < task.rows; start += batchRows) {
      if (task.pacer.isDue) await task.pacer.pause();
      const end = Math.min(task.rows, start + batchRows);
      gradient.fill(0);
      for (let position = start; position < end; position += 1) {
        const row = order[position] as number;
        scoreRow(rowMajor, row * width, width, weights, scores);
        addGradient(task, row, rowMajor, width, scores, gradient);
      }
      step += 1;
      // Cosine decay of the learning rate to zero: fast at first, stable at the end.
      const rate = 0.03 * (0.5 + 0.5 * Math.cos((Math.PI * step) / steps));
      for (let index = 0; index < size; index += 1) {
        const penalized = (index + 1) % (width + 1) === 0 ? 0 : settings.penalty * (weights[index] as number);
        const slope = (gradient[index] as number) / (end - start) + penalized;
        first[index] = 0.9 * (first[index] as number) + 0.1 * slope;
        second[index] = 0.999 * (second[index] as number) + 0.001 * slope * slope;
        const momentum = (first[index] as number) / (1 - 0.9 ** step);
        const spread = Math.sqrt((second[index] as number) / (1 - 0.999 ** step));
        weights[index] = (weights[index] as number) - (rate * momentum) / (spread + 1e-8);
      }
    }
  }
  return {
    kind: 'linear',
    link: task.classes > 0 ? 'softmax' : 'identity',
    means,
    scales,
    weights: Array.from({ length: outputs }, (_, output) => [
      ...weights.subarray(output * (width + 1), (output + 1) * (width + 1)),
    ]),
  };
}

function measureFeatures(task: LearningTask): { means: number[]; scales: number[] } {
  const means = task.features.map((feature) => feature.reduce((sum, value) => sum + value, 0) / task.rows);
  const scales = task.features.map((feature, index) => {
    const mean = means[index] ?? 0;
    const variance = feature.reduce((sum, value) => sum + (value - mean) ** 2, 0) / task.rows;
    return variance > 0 ? Math.sqrt(variance) : 1;
  });
  return { means, scales };
}

async function standardize(task: LearningTask, means: number[], scales: number[]): Promise<Float64Array> {
  const width = task.features.length;
  const rowMajor = new Float64Array(task.rows * width);
  for (const [index, feature] of task.features.entries()) {
    if (task.pacer.isDue) await task.pacer.pause();
    const mean = means[index] ?? 0;
    const scale = scales[index] ?? 1;
    for (let row = 0; row < task.rows; row += 1)
      rowMajor[row * width + index] = ((feature[row] as number) - mean) / scale;
  }
  return rowMajor;
}

function scoreRow(
  rowMajor: Float64Array,
  offset: number,
  width: number,
  weights: Float64Array,
  scores: Float64Array,
): void {
  for (let output = 0; output < scores.length; output += 1) {
    const base = output * (width + 1);
    let score = weights[base + width] as number;
    for (let index = 0; index < width; index += 1) {
      score += (weights[base + index] as number) * (rowMajor[offset + index] as number);
    }
    scores[output] = score;
  }
}

function addGradient(
  task: LearningTask,
  row: number,
  rowMajor: Float64Array,
  width: number,
  scores: Float64Array,
  gradient: Float64Array,
): void {
  const target = task.target[row] as number;
  if (task.classes > 0) toSoftmax(scores);
  for (let output = 0; output < scores.length; output += 1) {
    const expected = task.classes > 0 ? Number(output === target) : target;
    const error = ((scores[output] as number) - expected) * (task.weight[row] as number);
    const base = output * (width + 1);
    for (let index = 0; index < width; index += 1) {
      gradient[base + index] = (gradient[base + index] as number) + error * (rowMajor[row * width + index] as number);
    }
    gradient[base + width] = (gradient[base + width] as number) + error;
  }
}
