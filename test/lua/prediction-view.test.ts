import { expect, test } from 'vitest';
import { evaluate, refusal, type StubResult, type Stubs } from './run-lua.js';

const mark = "exasol-sagemaker-extension: predictions of the endpoint 'churn' in eu-central-1";
const prelude = `local database = require('sme.database').new(pquery)
local row = {
    ENDPOINT_NAME = 'churn', AWS_REGION = 'eu-central-1', PREDICTION_SCHEMA = 'SALES', PREDICTION_UDF = 'CHURN',
    PREDICTION_SETTINGS = '{"key_columns":[],"parallel_requests":4,"functions":["CSV"],"view_name":"SCORED"}',
}
`;
const show = (code: string, stubs: Stubs) =>
  evaluate(`${prelude}${code}\nexit({ { tostring(shown) } }, 'T VARCHAR(2000)')`, stubs);

const catalog = (rows: StubResult): Stubs[number] => [/FROM SYS.EXA_ALL_VIEWS/, rows];

test('E-SME-360 names a view that Exasol rejects', async () => {
  const code = `local spec = { schema = 'SALES', name = 'CHURN', view = { name = '"SALES"."SCORED"', statement = 'CREATE VIEW' } }
local udf = require('sme.prediction_udf')
local shown = udf.rejected_error(spec, 'CREATE VIEW', 'no rights') .. '|' .. udf.rejected_error(spec, 'CREATE SCRIPT', 'no')`;
  expect(await show(code, [])).toMatch(
    /^E-SME-360: The view "SALES"\."SCORED" cannot be created: no rights\. You need CREATE VIEW .*\|E-SME-167: /,
  );
});

const findHidden = `local view = require('sme.prediction_view')
local shown = view.find_hidden(database, view.find(database, row))`;

test.each<[string, StubResult, StubResult, string]>([
  ['cannot be read', [], refusal('insufficient privileges: SELECT on view SCORED'), 'insufficient privileges: SELECT'],
  ['can be queried but is not listed', [], [], 'it can be queried'],
])('E-SME-361 names a view that %s', async (_title, rows, query, reason) => {
  const shown = await show(findHidden, [catalog(rows), [/^SELECT \* FROM "SALES"\."SCORED" WHERE 1 = 0/, query]]);
  expect(shown).toContain(`E-SME-361: The view "SALES"."SCORED" may still exist, but you cannot see it`);
  expect(shown).toContain(reason);
});

test.each<[string, StubResult, StubResult]>([
  ['is listed', [[mark]], []],
  ['does not exist', [], refusal('object "SALES"."SCORED" not found [line 1, column 15]')],
])('a view that %s is not hidden', async (_title, rows, query) => {
  expect(await show(findHidden, [catalog(rows), [/^SELECT \* FROM "SALES"\."SCORED"/, query]])).toBe('nil');
});

test('E-SME-363 asks for view_query if the row of the job has no input', async () => {
  const code = `local plan, problem = require('sme.prediction_view').plan(
    { database = database, session_id = 1 },
    { desired = row, schema = 'SALES', keys = {}, arguments = {}, job = { row = { JOB_NAME = 'churn' }, inputs = {} } })
local shown = tostring(plan) .. '|' .. problem`;
  expect(await show(code, [catalog([])])).toMatch(
    /^nil\|E-SME-363: The view has no source: the row of the job 'churn' .* Set view_query/,
  );
});

const dropOther = (kept: string) => `local transactions = require('sme.prediction_scripts')
local fine, problem = pcall(transactions.drop_other_view, database, row, ${kept})
local shown = fine and 'dropped' or type(problem) == 'table' and table.concat(problem.messages or problem, ' ') or problem`;

test('E-SME-366 names a view that cannot be dropped', async () => {
  const shown = await show(dropOther('nil'), [
    catalog([[mark]]),
    [/^DROP VIEW/, refusal('insufficient privileges for dropping')],
    [/^ROLLBACK$/, 0],
  ]);
  expect(shown).toContain('E-SME-366: The view "SALES"."SCORED" cannot be dropped: ');
  expect(shown).toContain('insufficient privileges for dropping');
});

test.each<[string, string, StubResult]>([
  ['the one that is kept', `{ name = '"SALES"."SCORED"' }`, [[mark]]],
  ['one without the mark of the endpoint', 'nil', [['precious']]],
])('no view is dropped if it is %s', async (_title, kept, rows) => {
  expect(await show(dropOther(kept), [catalog(rows)])).toBe('dropped');
});
