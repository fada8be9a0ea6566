import type { ErrorDefinition } from './codes.js';

/** Errors of predictions and of the functions that predict. */
export const predictCodes = {
  'E-SME-280': {
    where: 'templates/python/sme/prediction_failures.py',
    text: 'The endpoint answers too late, and retries did not help: {{text}}.',
    mitigation:
      'Check its log and its ModelLatency in CloudWatch: a stuck model needs a new endpoint, a slow one a larger instance type.',
  },
  'E-SME-281': {
    where: 'templates/python/sme/prediction_calls.py',
    text: "Endpoint '{{endpoint}}' cannot be sent {{row}}, which has {{size}} bytes as CSV: a request can have {{limit}} bytes.",
    mitigation: 'Shorten the texts of this row, or exclude it with a WHERE clause.',
  },
  'E-SME-282': {
    where: 'templates/lua/sme/key_columns.lua',
    text: "key_columns: Exasol does not have the type '{{type}}' of '{{column}}'.",
    mitigation: 'Use a type that the error lists, such as DECIMAL(18,0) or VARCHAR(20).',
  },
} as const satisfies Readonly<Record<string, ErrorDefinition>>;
