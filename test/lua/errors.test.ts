import { describe, expect, test } from 'vitest';
import { evaluate } from './run-lua.js';

const format = (key: string, values: string) =>
  evaluate(`local errors = require('sme.errors')
local long = ('ü'):rep(300)
exit({ { errors.format('${key}', { ${values} }) } }, 'T VARCHAR(2000)')`);

describe('the text of an error', () => {
  test('has the code without its case, and the values in their slots', async () => {
    expect(await format('E-SME-65.not_binary', "target = 'CHURN', count = 3.0")).toBe(
      "E-SME-65: problem_type is 'BinaryClassification', but the target 'CHURN' has 3 different values. " +
        "Use 'MulticlassClassification', or omit problem_type.",
    );
  });

  test('cuts a value in quotes after 200 characters', async () => {
    expect(await format('E-SME-65.not_binary', 'target = long, count = 3')).toContain(`'${'ü'.repeat(200)}…'`);
  });

  test('cuts the values that a sentence quotes, and nothing after an apostrophe', async () => {
    const text = await format('E-SME-65.not_numeric', `target = 'T', type = "it's " .. long .. " ('" .. long .. "')"`);
    expect(text).toContain(`it's ${'ü'.repeat(300)} ('${'ü'.repeat(200)}…')`);
  });
});
