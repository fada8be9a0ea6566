import { names } from './names.js';
import { toJsonLiteral } from './script-example.js';
import type { ScriptingDefinition, ScriptParameter } from './types.js';

/** Keys of the JSON object for SME_EVALUATE_SAGEMAKER_AUTOPILOT_PREDICTIONS. */
export const evaluationKeys: readonly ScriptParameter[] = [
  {
    name: 'input_schema_name',
    type: 'string',
    default: 'none (required without input_query)',
    meaning: 'schema of the table or view with actual and predicted values',
  },
  {
    name: 'input_table_or_view_name',
    type: 'string',
    default: 'none (required without input_query)',
    meaning: 'table or view with actual and predicted values',
  },
  {
    name: 'input_query',
    type: 'string',
    default: 'the table or view',
    meaning: 'SELECT with actual and predicted values, instead of a table or view',
  },
  { name: 'actual_column', type: 'string', meaning: 'column with the actual values' },
  {
    name: 'predicted_column',
    type: 'string',
    default: 'PREDICTIONS',
    meaning: 'column with the predicted values',
  },
  {
    name: 'probability_column',
    type: 'string',
    default: 'PROBABILITY, if the input has such a column',
    meaning: 'column with a probability from 0 to 1',
  },
  {
    name: 'probability_of',
    type: 'string',
    default: 'predicted_label',
    meaning: 'label of the probability: predicted_label or positive_label',
    details:
      '`predicted_label` is the probability of the label in `predicted_column`, as prediction functions and batch predictions return it. With more than two labels, log loss, ROC AUC and PR AUC need `positive_label`.',
  },
  {
    name: 'positive_label',
    type: 'string',
    default: 'of two labels the one that sorts last, such as yes, true or 1',
    meaning: 'label that ROC AUC, PR AUC and thresholds are about; a string, a number, true or false',
  },
  {
    name: 'problem_type',
    type: 'string',
    default: 'inferred from the columns',
    meaning: 'Regression, BinaryClassification or MulticlassClassification',
    details:
      'Without it, two numeric columns without a probability and without `positive_label` are a regression, all others a classification.',
  },
];

export const evaluationScript: ScriptingDefinition = {
  kind: 'scripting',
  name: names.evaluatePredictions,
  entry: 'evaluate.lua',
  purpose: 'Evaluates predictions: compares a column of actual values with a column of predicted values',
  parameters: [{ name: 'json_str', type: 'VARCHAR', meaning: 'JSON object with these keys', keys: evaluationKeys }],
  example: [
    toJsonLiteral({
      input_schema_name: 'SALES',
      input_table_or_view_name: 'CHURN_PREDICTIONS',
      actual_column: 'CHURNED',
      positive_label: 'yes',
    }),
  ],
  result: 'one row for each value of a metric',
  resultColumns: 'evaluationResult',
  resultNote: 'Definitions are those of scikit-learn. Rows without an actual or predicted value are only counted.',
  page: 'doc/user_guide/evaluate.md',
};
