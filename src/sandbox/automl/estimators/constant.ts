import type { SingleEstimator } from '../serialized-model.js';
import type { LearningTask } from './learning-task.js';

/** The baseline: the mean target, or each class's share, whatever the row says. What does not beat it has learned nothing. */
export function learnConstant(task: LearningTask): SingleEstimator {
  const outputs = new Array<number>(Math.max(1, task.classes)).fill(0);
  let total = 0;
  for (let row = 0; row < task.rows; row += 1) {
    const weight = task.weight[row] ?? 0;
    const output = task.classes > 0 ? (task.target[row] ?? 0) : 0;
    outputs[output] = (outputs[output] ?? 0) + weight * (task.classes > 0 ? 1 : (task.target[row] ?? 0));
    total += weight;
  }
  return { kind: 'constant', outputs: outputs.map((output) => output / total) };
}
