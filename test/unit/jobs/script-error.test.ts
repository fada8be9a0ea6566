import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/errors/user-error.js';
import { SqlError } from '../../../src/exasol/sql-error.js';
import { explainScriptError } from '../../../src/jobs/script-error.js';

const sqlError = (text: string) => new SqlError({ text, sqlCode: '43000' }, 'Exasol refused a statement');
const wrap = (text: string, script = 'TRAIN') =>
  `"${text}" caught in script "SME"."${script}" at line 12 (Session: 17)`;

describe('an error of a script', () => {
  test.each([
    ['wrapped once', wrap("E-SME-59: there is no column 'A'. Did you mean 'B'?")],
    ['wrapped twice', wrap(wrap("E-SME-59: there is no column 'A'. Did you mean 'B'?"), 'OUTER')],
    ['not wrapped', "E-SME-59: there is no column 'A'. Did you mean 'B'?"],
    ['behind something else', `VM error: ${wrap("E-SME-59: there is no column 'A'. Did you mean 'B'?")}`],
  ])('%s', (_how, text) => {
    expect(explainScriptError(sqlError(text))).toMatchObject({
      code: 'E-SME-59',
      message: "there is no column 'A'. Did you mean 'B'?",
      mitigation: '',
      exitCode: 7,
      cause: expect.objectContaining({ message: text }),
    });
  });

  test('keeps quotes and lines of its own words', () => {
    const words = 'Missing: "a", and\n\'b\'. Give {"job_name":"x"}.';
    expect(explainScriptError(sqlError(wrap(`E-SME-53: ${words}`)))).toMatchObject({ message: words, exitCode: 2 });
  });

  test.each([
    ['E-SME-54', 2],
    ['E-SME-79', 4],
    ['E-SME-80', 5],
    ['E-SME-151', 7],
    ['E-SME-62', 1],
    ['F-SME-50', 1],
  ])('%s exits with %i', (code, exitCode) => {
    expect(explainScriptError(sqlError(wrap(`${code}: so it is`)))).toMatchObject({ code, exitCode });
  });

  test.each([
    ['E-SME-162: It could not be had. E-SME-161: CreateEndpoint failed: is 0 Instances. Ask for more.', 6],
    ['E-SME-164: It is not known. E-SME-80: CreateModel failed. The database could not talk to AWS.', 5],
    ['E-SME-148: Not all is removed. E-SME-78: DeleteModel failed: AccessDenied.', 4],
    ['E-SME-163: It could not be had. E-SME-160: It failed: no ping.', 1],
  ])('that wraps another exits as that one: %s', (text, exitCode) => {
    const code = text.split(':')[0];
    expect(explainScriptError(sqlError(wrap(text)))).toMatchObject({ code, exitCode });
  });

  test('is left alone where it is none', () => {
    for (const thrown of [sqlError('syntax error'), new UserError('E-SME-15', 'x', { mitigation: '' }), 'text', null]) {
      expect(explainScriptError(thrown)).toBe(thrown);
    }
  });
});
