import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStatement } from '../support/sandbox.js';
import { openTarget, type Target } from '../support/target.js';

let target: Target;
let driver: ExasolDriver;
let schema: string;

beforeAll(async () => {
  target = await openTarget();
  driver = await target.connect();
  schema = await target.ownSchema('SCRIPTS', driver);
});
afterAll(() => target?.stop());

async function expectError(sql: string, sqlCode: string, text: string | RegExp): Promise<void> {
  const result = await runStatement(driver, sql);
  expect(result).toMatchObject({ kind: 'error', sqlCode });
  expect(result.kind === 'error' ? result.text : '').toMatch(text);
}

async function rowsOf(sql: string): Promise<unknown> {
  const result = await runStatement(driver, sql);
  return result.kind === 'resultSet' ? result.rows : result;
}

describe('CREATE SCRIPT', () => {
  it("stores the header in Exasol's formatting in EXA_ALL_SCRIPTS", async () => {
    await driver.execute(`--/\nCREATE SCRIPT ${schema}.opening(json_str, array names_of) AS\n  output(json_str)\n/\n`);
    await driver.execute(
      'CREATE PYTHON3 SET SCRIPT "Second"(a double, "B" varchar(10)) EMITS (c int) AS\ndef run(ctx):\n    ctx.emit(1)\n',
    );
    const sql = `SELECT SCRIPT_NAME, SCRIPT_TYPE, SCRIPT_LANGUAGE, SCRIPT_INPUT_TYPE, SCRIPT_RESULT_TYPE, SCRIPT_TEXT
      FROM EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = '${schema}' ORDER BY SCRIPT_NAME`;
    expect(await rowsOf(sql)).toEqual([
      [
        'OPENING',
        'SCRIPTING',
        'LUA',
        null,
        'ROWCOUNT',
        'CREATE LUA SCRIPT "OPENING" (json_str, ARRAY names_of) RETURNS ROWCOUNT AS\n  output(json_str)',
      ],
      [
        'Second',
        'UDF',
        'PYTHON3',
        'SET',
        'EMITS',
        'CREATE PYTHON3 SET SCRIPT "Second" ("a" DOUBLE, "B" VARCHAR(10) UTF8) EMITS ("c" DECIMAL(18,0)) AS\ndef run(ctx):\n    ctx.emit(1)\n',
      ],
    ]);
  });

  it('is called by a view when it is read, not when the view is created', async () => {
    await driver.execute(
      'CREATE PYTHON3 SET SCRIPT FAILS(a INT) EMITS (B VARCHAR(9)) AS\ndef run(ctx):\n    raise ValueError("called")\n',
    );
    await driver.execute('CREATE VIEW CALLS AS SELECT FAILS(A) FROM (VALUES 1, 2) AS T(A)');
    expect(await rowsOf("SELECT COLUMN_NAME, COLUMN_TYPE FROM EXA_ALL_COLUMNS WHERE COLUMN_TABLE = 'CALLS'")).toEqual([
      ['B', 'VARCHAR(9) UTF8'],
    ]);
    await expectError('SELECT * FROM CALLS', '22002', /ValueError: called/);
  });

  it('rolls back with its transaction', async () => {
    const other = await target.connect({ autocommit: false });
    await other.execute(`CREATE SCRIPT ${schema}.GONE() AS\nexit()`);
    await other.execute('ROLLBACK');
    await expectError(`EXECUTE SCRIPT ${schema}.GONE()`, '42000', `script ${schema}.GONE not found`);
  });

  it('rejects an existing script, and drops a missing one only with IF EXISTS', async () => {
    await driver.execute('CREATE OR REPLACE SCRIPT twice AS\nexit()');
    await expectError('CREATE SCRIPT twice AS\nexit()', '42500', /already exists/);
    await driver.execute('DROP SCRIPT twice');
    await expectError('DROP SCRIPT twice', '42000', /not found/);
    await driver.execute('DROP SCRIPT IF EXISTS twice');
  });
});

describe('EXECUTE SCRIPT', () => {
  it('passes values of SQL expressions, and arrays', async () => {
    await driver.execute(
      'CREATE OR REPLACE SCRIPT echo(a, b, ARRAY c) RETURNS TABLE AS\nexit({{a + 1, b, #c, c[2]}}, "A DECIMAL(18,0), B VARCHAR(100), N DECIMAL(18,0), C VARCHAR(10)")',
    );
    expect(await rowsOf(`EXECUTE SCRIPT ${schema}.ECHO(20 * 2 + 1, UPPER('it''s'), ARRAY('x', 'y'))`)).toEqual([
      [42, "IT'S", 2, 'y'],
    ]);
  });

  it('returns the lines of output() only WITH OUTPUT', async () => {
    await driver.execute('CREATE OR REPLACE SCRIPT talk(what) AS\noutput("one " .. what)\noutput("two")');
    const result = await runStatement(driver, `EXECUTE SCRIPT talk('x') WITH OUTPUT`);
    expect(result).toEqual({ kind: 'resultSet', names: ['OUTPUT'], rows: [['one x'], ['two']] });
    expect(await runStatement(driver, `EXECUTE SCRIPT talk('x')`)).toMatchObject({ kind: 'rowCount' });
  });

  it('runs a script from a script, in the same transaction', async () => {
    await driver.execute('CREATE OR REPLACE TABLE log_lines (t VARCHAR(100))');
    await driver.execute(
      'CREATE OR REPLACE SCRIPT inner_one(t) RETURNS ROWCOUNT AS\nlocal r = query("INSERT INTO log_lines VALUES (:t)", {t = t})\nexit({rows_affected = r.rows_affected})',
    );
    await driver.execute(`CREATE OR REPLACE SCRIPT outer_one() AS\nquery("EXECUTE SCRIPT inner_one('from inside')")`);
    await driver.execute('EXECUTE SCRIPT outer_one()');
    expect(await rowsOf('SELECT t FROM log_lines')).toEqual([['from inside']]);
  });

  it("reports errors in Exasol's words", async () => {
    await driver.execute('CREATE OR REPLACE SCRIPT broken() AS\nerror("this is wrong")');
    await expectError(
      'EXECUTE SCRIPT broken()',
      '43000',
      new RegExp(`^"this is wrong" caught in script "${schema}"\\."BROKEN" at line \\d+ \\(Session: \\d+\\)$`),
    );
    await expectError(
      'EXECUTE SCRIPT broken(?)',
      '42000',
      /^syntax error, unexpected '\?', expecting END_OF_INPUT_ or ';' \[line 1, column 23\] \(Session: /,
    );
    await expectError('EXECUTE SCRIPT broken(1)', '42000', /expected 0, found 1/);
  });

  it('stops infinite recursion of scripts', async () => {
    await driver.execute(`CREATE OR REPLACE SCRIPT forever() AS\nquery("EXECUTE SCRIPT forever()")`);
    await expectError('EXECUTE SCRIPT forever()', '43000', /nesting depth/);
  });
});
