import { type Objective, type ProblemType, TrainingError } from './types.js';

/** Allowed objectives by problem type, the default first. Source: Developer Guide, Autopilot metrics and validation. */
export const objectives: Readonly<Record<ProblemType, readonly string[]>> = {
  Regression: ['MSE', 'MAE', 'R2', 'RMSE'],
  BinaryClassification: ['F1', 'Accuracy', 'AUC', 'BalancedAccuracy', 'Precision', 'Recall'],
  MulticlassClassification: ['Accuracy', 'BalancedAccuracy', 'F1macro', 'PrecisionMacro', 'RecallMacro'],
};

const minimized: ReadonlySet<string> = new Set(['MSE', 'MAE', 'RMSE']);

/** The metric that ranks the candidates, and its direction. */
export function resolveObjective(problemType: ProblemType, requested: string | undefined): Objective {
  const allowed = objectives[problemType];
  const name = requested ?? allowed[0] ?? '';
  if (!allowed.includes(name)) {
    throw new TrainingError(
      `The objective metric '${name}' does not fit the problem type ${problemType}. It allows ${[...allowed].sort().join(', ')}.`,
    );
  }
  return { name, type: minimized.has(name) ? 'Minimize' : 'Maximize' };
}
