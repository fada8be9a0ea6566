import { expect, test } from 'vitest';
import { evaluate, refusal, type Stubs } from './run-lua.js';

const check = (privileges: Stubs[number][1], access: Stubs[number][1]) =>
  evaluate(
    `local database = require('sme.database').new(pquery)
local problems = require('sme.prediction_privileges').check(
    { database = database, user = 'ANN' }, { schema = 'SALES', name = 'CHURN', connection = 'AWS' })
exit({ { table.concat(problems, ' | ') } }, 'T VARCHAR(2000)')`,
    [
      [/^SELECT PRIVILEGE FROM SYS.EXA_USER_SYS_PRIVS/, privileges],
      [/RESTRICTED_OBJ_PRIVS/, access],
    ],
  );
const rows = (...names: readonly string[]) => names.map((name) => [name]);
const own = rows('OWNER ANN', 'CREATE SCRIPT');

test.each([
  ['the role DBA', rows('ROLE DBA', 'OWNER SYS'), []],
  ['CREATE SCRIPT and the schema', own, []],
  ['CREATE SCRIPT and a schema of a role', rows('OWNER TEAM', 'ROLE TEAM', 'CREATE SCRIPT'), []],
  ['CREATE ANY SCRIPT', rows('OWNER SYS', 'CREATE ANY SCRIPT'), []],
  ['catalog views that cannot be read', refusal('object SYS.EXA_USER_SYS_PRIVS not found'), []],
  ['catalog views that show nothing', [], []],
  ['access everywhere', own, [[null, null]]],
  ['access for the schema', own, [['SALES', 'SCHEMA']]],
  ['ACCESS ANY CONNECTION', rows('OWNER ANN', 'CREATE SCRIPT', 'ACCESS ANY CONNECTION'), [['SME', 'SCHEMA']]],
  ['views of grants that cannot be read', own, refusal('object not found')],
])('accepts a user with %s', async (_title, privileges, access) => {
  expect(await check(privileges, access)).toBe('null');
});

test('names the missing privilege', async () => {
  expect(await check(rows('OWNER ANN'), [])).toBe(
    'E-SME-167: The prediction UDF "SALES"."CHURN" cannot be created: user ANN lacks CREATE SCRIPT. Ask an administrator to run: GRANT CREATE SCRIPT TO "ANN";',
  );
  expect(await check(rows('OWNER SYS', 'CREATE SCRIPT'), [])).toContain('lacks CREATE ANY SCRIPT and does not own');
});

test('refuses a user whose grants on the connection are all for other schemas', async () => {
  expect(await check(own, [['SME', 'SCHEMA']])).toBe(
    'E-SME-273: User ANN cannot read the connection \'AWS\' in prediction functions of schema \'SALES\'. Nothing was created. Ask an administrator to run: GRANT ACCESS ON CONNECTION "AWS" FOR SCHEMA "SALES" TO "ANN";',
  );
});
