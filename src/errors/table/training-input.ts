import type { ErrorTable } from '../definition.js';

/** Errors about the input of a training: table or query, columns, target, problem type. */
export const trainingInputErrors = {
  'E-SME-57': {
    where: 'templates/lua/sme/objective.lua',
    cases: {
      problem_type: {
        text: "AWS has no problem type '{{problem_type}}'.",
        mitigation: 'Use one of {{known}}.{{suggestion}}',
      },
      metric: {
        text: "AWS has no objective metric '{{metric}}'.",
        mitigation: 'Use one of {{known}}.{{suggestion}}',
      },
      no_problem_type: {
        text: "objective '{{metric}}' is given without problem_type, but AWS requires both or neither.",
        mitigation: 'Set problem_type to one of {{types}}.',
      },
      mismatch: {
        text: "objective '{{metric}}' does not match problem_type '{{problem_type}}'.",
        mitigation: 'Use one of {{metrics}}.',
      },
    },
  },
  'E-SME-60': {
    where: 'templates/lua/sme/training_input.lua',
    text: 'Autopilot cannot learn from columns of these types: {{columns}}.',
    mitigation: 'Add them to exclude_columns, or cast them to text or a number in a view or in input_query.',
  },
  'E-SME-61': {
    where: 'templates/lua/sme/training_input.lua',
    cases: {
      excluded: {
        text: "exclude_columns contains '{{column}}', which is the {{key}}.",
        mitigation: 'Remove it from the list.',
      },
      only_target: {
        text: "Besides the target '{{target}}', no column is left to learn from.",
        mitigation: 'Select more columns with input_columns or exclude_columns.',
      },
    },
  },
  'E-SME-62': {
    where: 'templates/lua/sme/training_input.lua',
    cases: {
      rows: {
        text: 'The input has {{count}} rows.',
        mitigation: 'Provide at least {{min}} rows. Autopilot rejects fewer.',
      },
      targets: {
        text: "Only {{count}} of {{rows}} rows have a target '{{target}}'.",
        mitigation: 'Provide at least {{min}} rows with a target. Autopilot ignores the others.',
      },
    },
  },
  'E-SME-63': {
    where: 'templates/lua/sme/training_input.lua',
    text: "The target '{{target}}' is NULL in every row.",
    mitigation: 'Choose another target.',
  },
  'E-SME-64': {
    where: 'templates/lua/sme/training_input.lua',
    text: "The target '{{target}}' has the same value in every row.",
    mitigation: 'Choose a target with at least two values.',
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
    text: 'The input cannot be read: {{reason}}.',
    mitigation: 'Check that you have SELECT on it, and that the view or query works.',
  },
  'E-SME-67': {
    where: 'templates/lua/sme/query_columns.lua',
    text: "input_query '{{query}}' is not a SELECT statement.",
    mitigation: 'Pass one SELECT statement.',
  },
  'E-SME-68': {
    where: 'templates/lua/sme/query_columns.lua',
    cases: {
      view: {
        text: 'The columns of input_query cannot be determined: {{reason}}.',
        mitigation:
          "To determine them, sme creates a temporary view in schema '{{schema}}'. Fix the query, or pass a view of it in input_table_or_view_name.",
      },
      privilege: {
        text: 'The columns of input_query cannot be determined: {{reason}}.',
        mitigation:
          "To determine them, sme creates a temporary view in schema '{{schema}}'. Pass a view of the query in input_table_or_view_name instead, or, in SQL, open a schema in which you may create views.",
      },
      describe: {
        text: 'The columns of input_query cannot be determined: {{reason}}.',
        mitigation: 'Create a view of the query and pass it in input_table_or_view_name.',
      },
    },
  },
  'E-SME-86': {
    where: 'templates/lua/sme/training_input.lua',
    cases: {
      target: {
        text: "'{{column}}' is both target and sample weight.",
        mitigation: 'Use two different columns.',
      },
      not_numeric: {
        text: "The sample weight '{{column}}' is not a number but {{type}}.",
        mitigation: 'Cast it to a number in a view or in input_query.',
      },
      negative: {
        text: 'The sample weight is negative in {{count}} rows.',
        mitigation: 'Use weights of zero or more.',
      },
    },
  },
  'E-SME-290': {
    where: 'templates/lua/sme/input_source.lua',
    text: 'input_query has several columns with the name {{columns}}.',
    mitigation: 'Give each its own alias (… AS …), or select only one of them.',
  },
  'E-SME-291': {
    where: 'templates/lua/sme/input_source.lua',
    text: 'Exasol cannot export columns with the name {{columns}}: a name can have at most {{max}} characters and no dot.',
    mitigation: 'Give the expression an alias in the view or in input_query, such as B*1.19 AS GROSS.',
  },
  'E-SME-292': {
    where: 'templates/lua/sme/training_input.lua',
    text: "The target '{{target}}' is {{type}} with {{count}} different numbers.",
    mitigation:
      "Set problem_type to 'MulticlassClassification' to predict classes. To predict numbers, cast the target to DECIMAL or DOUBLE in a view or in input_query.",
  },
  'E-SME-293': {
    where: 'templates/lua/sme/training_input.lua',
    text: "The target '{{target}}' has a different value in each of {{count}} rows.",
    mitigation: 'Choose a target whose values repeat, so that a model can learn classes from it.',
  },
  'E-SME-550': {
    where: 'templates/lua/sme/training_rows.lua',
    cases: {
      none: {
        text: 'holdout_fraction {{fraction}} keeps none of {{rows}} rows apart.',
        mitigation: 'Use a larger fraction, or key columns with more different values.',
      },
      few: {
        text: 'holdout_fraction {{fraction}} keeps {{held_out}} of {{rows}} rows apart, so only {{count}} are left for the training.',
        mitigation:
          'Use a smaller fraction, or key columns with more different values. Autopilot rejects fewer than {{min}} rows.',
      },
      repeated: {
        text: "holdout_key_columns contains '{{column}}' more than once.",
        mitigation: 'List each column once.',
      },
      target: {
        text: "holdout_key_columns contains '{{column}}', which is the target.",
        mitigation: 'Use other columns: rows with the same key are all kept apart or all used for the training.',
      },
    },
  },
} as const satisfies ErrorTable;
