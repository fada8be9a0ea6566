import type { ErrorTable } from '../definition.js';

/** Errors about the evaluation of predictions. */
export const evaluationsErrors = {
  'E-SME-570': {
    where: 'templates/lua/sme/evaluation_arguments.lua',
    text: "{{key}} cannot be combined with problem_type 'Regression'.",
    mitigation: 'Omit {{key}}: a regression has no labels and no probabilities.',
  },
  'E-SME-571': {
    where: 'templates/lua/sme/evaluation.lua',
    cases: {
      probability: {
        text: "The probability column '{{column}}' has the type {{type}}, which is not numeric.",
        mitigation: 'Use a numeric column, or cast it in input_query.',
      },
      number: {
        text: "The column '{{column}}' has the type {{type}}, but a regression compares numbers.",
        mitigation: 'Cast it to a number in input_query, or set problem_type to a classification.',
      },
      labels: {
        text: "'{{actual}}' ({{actual_type}}) and '{{predicted}}' ({{predicted_type}}) cannot contain the same labels.",
        mitigation: 'Cast one of them to the type of the other in input_query.',
      },
    },
  },
  'E-SME-572': {
    where: 'templates/lua/sme/classification_metrics.lua',
    text: 'No row has both an actual and a predicted value: of {{rows}} rows, {{no_actual}} have no actual value and {{no_predicted}} more have no predicted value.',
    mitigation: 'Check the names of the columns and the join that adds the predictions.',
  },
  'E-SME-573': {
    where: 'templates/lua/sme/classification_metrics.lua',
    text: 'The columns contain more than {{max}} different pairs of actual and predicted labels.',
    mitigation: "Labels are classes. For numbers set problem_type to 'Regression'; otherwise check the column names.",
  },
  'E-SME-574': {
    where: 'templates/lua/sme/probability_metrics.lua',
    cases: {
      unknown: {
        text: "No row has the positive_label '{{label}}'.",
        mitigation: 'Use one of {{labels}}.',
      },
      many: {
        text: 'positive_label has no meaning here: there are {{count}} labels, and the probability is that of the predicted label.',
        mitigation:
          "Omit positive_label, or name a column with the probability of the positive label and set probability_of to 'positive_label'.",
      },
      missing: {
        text: "probability_of is 'positive_label', but nothing tells which of the {{count}} labels that is.",
        mitigation: 'Set positive_label to the label that the probability is about.',
      },
    },
  },
  'E-SME-575': {
    where: 'templates/lua/sme/classification_metrics.lua',
    text: "The probability column '{{column}}' has {{count}} values below 0 or above 1.",
    mitigation: 'Name the column with the probability. Divide percentages by 100.',
  },
  'E-SME-576': {
    where: 'src/commands/evaluate.ts',
    text: 'sme evaluate cannot run: {{problems}}.',
    mitigation: 'See "sme evaluate --help".',
    exitCode: 2,
  },
  'E-SME-577': {
    where: 'src/jobs/evaluation-source.ts',
    cases: {
      none: {
        text: "The training of '{{job}}' kept no rows apart.",
        mitigation:
          'Evaluate a table of predictions with "sme evaluate TABLE", and train with --holdout-fraction next time.',
      },
      unknown_input: {
        text: "The row of the job '{{job}}' does not contain the input of the training.",
        mitigation: 'Evaluate a table of predictions with "sme evaluate TABLE".',
      },
      no_endpoint: {
        text: "No endpoint serves the job '{{job}}'.",
        mitigation:
          'Run "sme endpoint create {{job}}", or predict without an endpoint with "sme predict {{job}} --batch", and then run "sme evaluate TABLE".',
      },
      other_job: {
        text: "The endpoint '{{endpoint}}' does not serve the job '{{job}}'.",
        mitigation: 'Omit --endpoint to use the latest one that does.',
      },
    },
  },
  'E-SME-623': {
    where: 'src/commands/report.ts',
    text: 'The report cannot include an evaluation: {{problems}}.',
    mitigation: 'See "sme report --help".',
    exitCode: 2,
  },
} as const satisfies ErrorTable;
