import type { ErrorTable } from '../definition.js';

/** Errors about the input of a training: table or query, columns, target, problem type. */
export const trainingInputErrors = {
  'E-SME-57': {
    where: 'templates/lua/sme/objective.lua',
    text: 'problem_type or objective is unknown to AWS, or the two do not go together.',
    mitigation: 'The error lists what is possible.',
  },
  'E-SME-60': {
    where: 'templates/lua/sme/training_input.lua',
    text: 'Columns of types that mean nothing to Autopilot: {{columns}}.',
    mitigation: 'Name them in exclude_columns, or cast them in a view or in input_query.',
  },
  'E-SME-61': {
    where: 'templates/lua/sme/training_input.lua',
    text: 'The chosen columns leave nothing to learn from, or leave out one that is needed.',
    mitigation: 'Choose others with input_columns or exclude_columns.',
  },
  'E-SME-62': {
    where: 'templates/lua/sme/training_input.lua',
    text: 'The input has {{count}} rows (or rows with a target).',
    mitigation: 'Autopilot wants at least 500.',
  },
  'E-SME-63': {
    where: 'templates/lua/sme/training_input.lua',
    text: "The target '{{target}}' is NULL in every row.",
    mitigation: 'There is nothing to learn: choose another target.',
  },
  'E-SME-64': {
    where: 'templates/lua/sme/training_input.lua',
    text: "The target '{{target}}' has the same value in every row.",
    mitigation: 'At least two values are needed.',
  },
  'E-SME-65': {
    where: 'templates/lua/sme/training_input.lua',
    cases: {
      not_numeric: {
        text: "problem_type is 'Regression', but the target '{{target}}' is {{type}}.",
        mitigation: 'Cast the target to a number, or use another problem_type.',
      },
      not_binary: {
        text: "problem_type is 'BinaryClassification', but the target '{{target}}' has {{count}} different values.",
        mitigation: "Use 'MulticlassClassification', or omit problem_type.",
      },
    },
  },
  'E-SME-66': {
    where: 'templates/lua/sme/training_input.lua',
    text: 'The input cannot be read: {{text}}.',
    mitigation: 'Check that you have SELECT on it, and that the view or query works.',
  },
  'E-SME-67': {
    where: 'templates/lua/sme/query_columns.lua',
    text: "input_query '{{query}}' is no SELECT.",
    mitigation: 'Give one SELECT.',
  },
  'E-SME-68': {
    where: 'templates/lua/sme/query_columns.lua',
    text: 'The columns of input_query cannot be found: {{text}}.',
    mitigation: 'Mend the query, or let someone make a view of it and name that.',
  },
  'E-SME-86': {
    where: 'templates/lua/sme/training_input.lua',
    text: 'The sample weight is no number, negative, or the target itself.',
    mitigation: 'Take another column, or cast it.',
  },
  'E-SME-290': {
    where: 'templates/lua/sme/training_input.lua',
    text: 'input_query has several columns of the name {{columns}}.',
    mitigation: 'Give each its own alias (… AS …), or select only one of them.',
  },
  'E-SME-291': {
    where: 'templates/lua/sme/training_input.lua',
    text: 'Exasol cannot export columns of the name {{columns}}: a name has at most 128 characters and no dot.',
    mitigation: 'Give the expression an alias in the view or in input_query, such as B*1.19 AS GROSS.',
  },
  'E-SME-292': {
    where: 'templates/lua/sme/training_input.lua',
    text: "The target '{{target}}' is a text column with {{count}} different numbers.",
    mitigation:
      "Set problem_type to 'MulticlassClassification' to predict classes; to predict numbers, cast the target to DECIMAL or DOUBLE.",
  },
  'E-SME-293': {
    where: 'templates/lua/sme/training_input.lua',
    text: "The target '{{target}}' has another value in each of {{count}} rows.",
    mitigation: 'Choose a target whose values repeat, so that a model can learn classes from it.',
  },
} as const satisfies ErrorTable;
