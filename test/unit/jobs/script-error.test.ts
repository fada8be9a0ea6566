import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/errors/user-error.js';
import { SqlError } from '../../../src/exasol/sql-error.js';
import { toScriptError } from '../../../src/jobs/script-error.js';

const sqlError = (text: string) => new SqlError({ text, sqlCode: '43000' }, 'Exasol refused a statement');
const wrap = (text: string, script = 'TRAIN') =>
  `"${text}" caught in script "SME"."${script}" at line 12 (Session: 17)`;

describe('an error raised by a script', () => {
  test.each([
    ['wrapped once', wrap("E-SME-59: there is no column 'A'. Did you mean 'B'?")],
    ['wrapped twice', wrap(wrap("E-SME-59: there is no column 'A'. Did you mean 'B'?"), 'OUTER')],
    ['not wrapped', "E-SME-59: there is no column 'A'. Did you mean 'B'?"],
    ['after another prefix', `VM error: ${wrap("E-SME-59: there is no column 'A'. Did you mean 'B'?")}`],
  ])('%s', (_form, text) => {
    expect(toScriptError(sqlError(text))).toMatchObject({
      code: 'E-SME-59',
      message: "there is no column 'A'. Did you mean 'B'?",
      mitigation: '',
      exitCode: 7,
      cause: expect.objectContaining({ message: text }),
    });
  });

  test('keeps quotes and line breaks of its text', () => {
    const words = 'Missing: "a", and\n\'b\'. Give {"job_name":"x"}.';
    expect(toScriptError(sqlError(wrap(`E-SME-53: ${words}`)))).toMatchObject({ message: words, exitCode: 2 });
  });

  test.each([
    ['E-SME-54', 2],
    ['E-SME-79', 4],
    ['E-SME-80', 5],
    ['E-SME-194', 4],
    ['E-SME-435', 4],
    ['E-SME-151', 7],
    ['E-SME-62', 1],
    ['F-SME-50', 1],
  ])('%s exits with %i', (code, exitCode) => {
    expect(toScriptError(sqlError(wrap(`${code}: it failed`)))).toMatchObject({ code, exitCode });
  });

  test.each([
    ['E-SME-162: It was not created. E-SME-161: CreateEndpoint failed: is 0 Instances. Increase the quota.', 6],
    ['E-SME-164: The status is unknown. E-SME-80: CreateModel failed. The database could not talk to AWS.', 5],
    ['E-SME-148: Not all is removed. E-SME-78: DeleteModel failed: AccessDenied.', 4],
    ['E-SME-163: It was not created. E-SME-160: It failed: no ping.', 1],
  ])('takes the exit code from the error it contains: %s', (text, exitCode) => {
    const code = text.split(':')[0];
    expect(toScriptError(sqlError(wrap(text)))).toMatchObject({ code, exitCode });
  });

  test('returns any other value unchanged', () => {
    for (const thrown of [sqlError('syntax error'), new UserError('E-SME-15', 'x', { mitigation: '' }), 'text', null]) {
      expect(toScriptError(thrown)).toBe(thrown);
    }
  });
});
