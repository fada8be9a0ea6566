import type { EvaluatedColumns } from '../jobs/evaluation-source.js';
import type { SmeCommand } from './command.js';

/** Options that say which columns an evaluation compares. */
export type EvaluationFlags = Omit<EvaluatedColumns, 'query'>;

/** Adds these options: `sme evaluate` prints the evaluation, `sme report` includes it. */
export function addEvaluationOptions(command: SmeCommand): SmeCommand {
  return command
    .option('--actual <column>', 'column with the actual values')
    .option('--predicted <column>', 'column with the predicted values; default PREDICTIONS')
    .option('--probability <column>', 'column with a probability; default PROBABILITY, if it exists')
    .option('--probability-of <label>', 'predicted_label (default), or positive_label')
    .option('--positive-label <label>', 'label of ROC AUC and thresholds; default: of two labels the last in order')
    .option('--problem-type <type>', 'Regression, BinaryClassification or MulticlassClassification');
}

/** Options that have no effect if the rows that a training kept apart are evaluated: their columns are known. */
export function listColumnFlags(flags: EvaluationFlags): readonly string[] {
  const columns = {
    '--actual': flags.actual,
    '--predicted': flags.predicted,
    '--probability': flags.probability,
    '--probability-of': flags.probabilityOf,
  };
  return Object.entries(columns).flatMap(([flag, value]) => (value === undefined ? [] : [flag]));
}
