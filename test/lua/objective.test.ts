import { expect, test } from 'vitest';
import { evaluate } from './run-lua.js';

/** `type/metric`, or the first problem. */
const resolve = (problemType: string, objective: string) =>
  evaluate(`
local kind, metric, problems = require('sme.objective').resolve(${problemType}, ${objective})
local outcome = problems and problems[1] or tostring(kind) .. '/' .. tostring(metric)
return { { outcome } }, 'A VARCHAR(2000)'`);

test.each([
  ['nil', 'nil', 'nil/nil'],
  ["'Regression'", 'nil', 'Regression/MSE'],
  ["'binaryclassification'", 'nil', 'BinaryClassification/F1'],
  ["'MulticlassClassification'", 'nil', 'MulticlassClassification/Accuracy'],
  ['nil', "'auc'", 'BinaryClassification/AUC'],
  ['nil', `'{"MetricName":"RMSE"}'`, 'Regression/RMSE'],
  ['nil', "{ MetricName = 'F1macro' }", 'MulticlassClassification/F1macro'],
  ["'BinaryClassification'", "'Accuracy'", 'BinaryClassification/Accuracy'],
])('problem type %s and objective %s become %s', async (problemType, objective, expected) => {
  expect(await resolve(problemType, objective)).toBe(expected);
});

test.each([
  [
    'nil',
    "'Accuracy'",
    /E-SME-57: objective 'Accuracy' is given without problem_type.*'BinaryClassification', 'MulticlassCl/,
  ],
  ["'Regression'", "'AUC'", /E-SME-57: objective 'AUC' does not match problem_type 'Regression'\. Use one of 'MSE'/],
  ["'Regresion'", 'nil', /E-SME-57: AWS has no problem type 'Regresion'\..* Did you mean 'Regression'\?/],
  ['nil', "'RMES'", /Did you mean 'RMSE'\?/],
  ['nil', `'{"Metric":"MSE"}'`, /E-SME-57: AWS has no objective metric/],
  ['nil', '7', /E-SME-57: AWS has no objective metric '7'/],
])('problem type %s and objective %s are refused', async (problemType, objective, expected) => {
  expect(await resolve(problemType, objective)).toMatch(expected);
});
