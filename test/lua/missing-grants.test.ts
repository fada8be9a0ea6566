/** The grants that errors name: the scripts and the command line find the same ones. */
import { expect, test } from 'vitest';
import { describeMissingGrants } from '../../src/exasol/missing-grants.js';
import { listStatementNeeds } from '../../src/exasol/statement-needs.js';
import { evaluate, refusal } from './run-lua.js';

/** A Lua string literal for any text. */
const quoteForLua = (text: string) =>
  `"${[...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}"`;

const listInLua = (statement: string) =>
  evaluate(`local lines = {}
for _, need in ipairs(require('sme.statement_needs').list(${quoteForLua(statement)})) do
    lines[#lines + 1] = need.privilege .. '|' .. need.schema .. '|' .. need.name
end
exit({ { table.concat(lines, ', ') } }, 'T VARCHAR(2000)')`);

test.each([
  ['SELECT A FROM "S"."T" WHERE B = \'"X"."Y"\'', 'USAGE|S|, SELECT|S|T'],
  ['SELECT A FROM Sales.Über JOIN "s"."t ""x""" ON 1 = 1', 'USAGE|SALES|, USAGE|s|, SELECT|SALES|ÜBER, SELECT|s|t "x"'],
  ['SELECT "S"."U"(\'{"a": 1}\') AS R', 'USAGE|S|, EXECUTE|S|U'],
  ['SELECT K."X", "K"."Y" FROM "S"."T" K', 'USAGE|S|, SELECT|S|T'],
  ['EXECUTE SCRIPT "S"."N"(\'FROM a.b\')', 'EXECUTE|S|N, USAGE|S|'],
  ['EXPORT (SELECT 1 FROM "S"."T") INTO CSV AT "C" FILE \'x\'', 'EXPORT||, CONNECTION||C, USAGE|S|, SELECT|S|T'],
  ['IMPORT INTO "S"."T" FROM CSV AT "C" FILE \'x\'', 'IMPORT|S|T, CONNECTION||C, INSERT|S|T, USAGE|S|'],
  ['INSERT INTO "S"."T" SELECT * FROM "S"."T"', 'INSERT|S|T, USAGE|S|, SELECT|S|T'],
  ['UPDATE "S"."T" SET A = 1', 'UPDATE|S|T, USAGE|S|'],
  ['delete from "S"."T"', 'DELETE|S|T, USAGE|S|'],
  ['CREATE TABLE "S"."T" AS SELECT 1 FROM "I"."U"', 'CREATE TABLE|S|T, USAGE|S|, USAGE|I|, SELECT|I|U'],
  ['CREATE OR REPLACE VIEW "S"."V" AS\nSELECT * FROM I.U', 'CREATE VIEW|S|V, USAGE|S|, USAGE|I|, SELECT|I|U'],
  ['CREATE PYTHON3 SET SCRIPT "S"."P"(A INT)\nfrom a.b import c\n', 'CREATE SCRIPT|S|P, USAGE|S|'],
  ['DROP SCRIPT IF EXISTS "S"."P"', 'DROP ANY SCRIPT|S|P, USAGE|S|'],
  [`DELETE FROM "S"."${'x'.repeat(129)}"`, ''],
  [`SELECT 1 FROM "a.b".""`, ''],
  ['COMMIT', ''],
  ['', ''],
])('finds what %s needs', async (statement, expected) => {
  const listed = listStatementNeeds(statement).map(({ privilege, schema, name }) => `${privilege}|${schema}|${name}`);
  expect(listed.join(', ')).toBe(expected);
  expect(await listInLua(statement)).toBe(expected === '' ? 'null' : expected);
});

type Row = readonly (string | null)[];

const describeInLua = (statement: string, text: string, rows: readonly Row[] | undefined) =>
  evaluate(
    `local grants = require('sme.missing_grants')
local database = require('sme.database').new(pquery)
local _, message = database.try(${quoteForLua(statement)})
exit({ { grants.add_to(pquery, 'E-SME-1: ' .. message) } }, 'T VARCHAR(2000)')`,
    [
      [/^SELECT 'USER', /, rows ?? refusal('object SYS.EXA_SCHEMAS not found')],
      [/./, refusal(text)],
    ],
  );

const describeInTypeScript = (statement: string, text: string, rows: readonly Row[] | undefined) =>
  describeMissingGrants(
    {
      query: () =>
        rows === undefined
          ? Promise.reject(new Error('object not found'))
          : Promise.resolve({ columns: [], rows, rowCount: rows.length }),
    },
    [statement],
    text,
  );

const user: Row = ['USER', 'An"n', null, null];
const owner = (name: string, schema: string): Row => ['OWNER', name, null, schema];
const system = (name: string): Row => ['SYSTEM', name, null, null];
const export1 = 'EXPORT (SELECT A FROM "S"."T") INTO CSV AT "C" FILE \'x\'';
const use: Row = ['CONNECTION', 'USE', null, 'C'];
const tableRow: Row = ['TABLE', 'SELECT', 'S', 'T'];

test.each<
  readonly [
    title: string,
    statement: string,
    text: string,
    rows: readonly Row[] | undefined,
    grants: string | undefined,
  ]
>([
  [
    'EXPORT',
    export1,
    'insufficient privileges for export',
    [user, owner('X', 'S'), use, tableRow],
    'Ask an administrator to run: GRANT EXPORT TO "An""n";',
  ],
  [
    'CONNECTION',
    export1,
    'insufficient privileges for using connection C',
    [user, owner('An"n', 'S'), system('EXPORT')],
    'Ask an administrator to run: GRANT CONNECTION "C" TO "An""n";',
  ],
  [
    'SELECT',
    export1,
    'insufficient privileges: SELECT on table T',
    [user, owner('X', 'S'), use, system('EXPORT')],
    'Ask an administrator to run: GRANT SELECT ON "S"."T" TO "An""n";',
  ],
  [
    'USAGE',
    export1,
    'insufficient privileges: SELECT on table T',
    [user, use, system('EXPORT'), tableRow],
    'Ask an administrator to run: GRANT USAGE ON SCHEMA "S" TO "An""n";',
  ],
  [
    'two privileges',
    export1,
    'insufficient privileges',
    [user, owner('X', 'S'), tableRow],
    'Ask an administrator to run: GRANT EXPORT TO "An""n"; GRANT CONNECTION "C" TO "An""n";',
  ],
  [
    'the one that the text names',
    export1,
    'insufficient privileges: SELECT on table T',
    [user, owner('X', 'S')],
    'Ask an administrator to run: GRANT SELECT ON "S"."T" TO "An""n";',
  ],
  [
    'grants on a schema and the role of its owner',
    'UPDATE "S"."T" SET A = 1',
    'insufficient privileges: UPDATE on table T',
    [user, owner('X', 'S'), ['SCHEMA', 'UPDATE', 'anything', 'S']],
    'Ask an administrator for the missing privilege, one of: GRANT UPDATE ON "S"."T" TO "An""n";',
  ],
  [
    'candidates if a role owns the schema',
    'CREATE TABLE "S"."T" (A INT)',
    'insufficient privileges for creating table',
    [user, owner('TEAM', 'S'), ['ROLE', 'TEAM', null, null]],
    'Ask an administrator to run: GRANT CREATE TABLE TO "An""n";',
  ],
  [
    'CREATE ANY',
    'CREATE TABLE "S"."T" (A INT)',
    'insufficient privileges for creating table',
    [user, owner('X', 'S'), system('CREATE TABLE')],
    'Ask an administrator to run: GRANT CREATE ANY TABLE TO "An""n";',
  ],
  [
    'ownership',
    'DROP SCRIPT "S"."P"',
    'insufficient privileges for dropping a script',
    [user, owner('X', 'S')],
    'Ask an administrator to run: GRANT DROP ANY SCRIPT TO "An""n";',
  ],
  [
    'EXECUTE',
    'SELECT "S"."U"(1)',
    'insufficient privileges for executing a script',
    [user, owner('X', 'S')],
    'Ask an administrator to run: GRANT EXECUTE ON SCHEMA "S" TO "An""n";',
  ],
  [
    'candidates without a catalog',
    'DELETE FROM "S"."T"',
    'insufficient privileges: DELETE on table T',
    undefined,
    'Ask an administrator for the missing privilege, one of: GRANT DELETE ON "S"."T" TO <YOU>;',
  ],
  [
    'the candidate that the text mentions',
    export1,
    'insufficient privileges for exporting',
    undefined,
    'Ask an administrator for the missing privilege, one of: GRANT EXPORT TO <YOU>;',
  ],
  ['nothing to a DBA', export1, 'insufficient privileges for export', [user, ['ROLE', 'DBA', null, null]], undefined],
  ['nothing for a statement without names', 'COMMIT', 'insufficient privileges', [user], undefined],
])('names %s', async (_title, statement, text, rows, grants) => {
  expect(await describeInTypeScript(statement, text, rows)).toBe(grants);
  expect(await describeInLua(statement, text, rows)).toBe(
    `E-SME-1: ${text}${grants === undefined ? '' : `\n${grants}`}`,
  );
});

test('adds no grants to an error about something else', async () => {
  const text = await evaluate(
    `local grants = require('sme.missing_grants')
require('sme.database').new(pquery).try('DELETE FROM "S"."T"')
exit({ { grants.add_to(pquery, 'E-SME-1: a quota is exceeded') } }, 'T VARCHAR(2000)')`,
    [[/./, refusal('insufficient privileges: DELETE on table T')]],
  );
  expect(text).toBe('E-SME-1: a quota is exceeded');
});
