import type { ErrorTable } from '../definition.js';

/** Errors about the views of endpoints and about the functions for CSV lines. */
export const predictionViewsErrors = {
  'E-SME-360': {
    where: 'templates/lua/sme/prediction_udf.lua',
    text: 'The view {{name}} cannot be created: {{reason}}.',
    mitigation:
      'You need CREATE VIEW in the schema of the prediction function, and SELECT on the source of the view. Otherwise leave out view_name.',
  },
  'E-SME-361': {
    where: 'templates/lua/sme/prediction_view.lua',
    text: 'The view {{name}} may still exist, but you cannot see it in the catalog: {{reason}}.',
    mitigation: 'Have its owner or an administrator run the same command.',
  },
  'E-SME-362': {
    where: 'templates/lua/sme/prediction_view.lua',
    text: 'view_name: {{name}} already exists and is not the view of this endpoint.',
    mitigation: 'Choose another view_name, or rename or drop the existing object yourself.',
  },
  'E-SME-363': {
    where: 'templates/lua/sme/prediction_view.lua',
    text: "The view has no source: the row of the job '{{job}}' does not contain the input of the training.",
    mitigation: 'Set view_query to a SELECT that returns the columns of the training.',
  },
  'E-SME-364': {
    where: 'templates/lua/sme/prediction_view.lua',
    text: 'The source of the view {{name}} lacks columns of the prediction: {{columns}}.',
    mitigation:
      'Set view_query to a SELECT that returns all key columns and columns of the training, in the same spelling.',
  },
  'E-SME-365': {
    where: 'templates/lua/sme/endpoint_arguments.lua',
    cases: {
      max_errors: {
        text: 'max_errors has no effect without "on_error": "null".',
        mitigation: 'Set on_error to "null", or leave out max_errors.',
      },
      view_query: {
        text: 'view_query has no effect without view_name.',
        mitigation: 'Set view_name, or leave out view_query.',
      },
    },
  },
  'E-SME-366': {
    where: 'templates/lua/sme/prediction_scripts.lua',
    text: 'The view {{name}} cannot be dropped: {{reason}}.',
    mitigation: 'Have its owner or an administrator run the same command.',
  },
  'E-SME-367': {
    where: 'src/commands/predict.ts',
    text: "The endpoint '{{endpoint}}' has no function that returns errors of rows: an earlier version of sme created it.",
    mitigation:
      'Run "sme endpoint create" with the same parameters again. It adds the functions; the endpoint in AWS stays.',
  },
} as const satisfies ErrorTable;
