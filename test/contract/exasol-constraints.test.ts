import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runStatement } from '../support/sandbox.js';
import { openTarget, type Target } from '../support/target.js';

/** Constraints and keys of tables through the published driver. */
let target: Target;
let driver: ExasolDriver;
let schema: string;

beforeAll(async () => {
  target = await openTarget();
  driver = await target.connect();
  schema = await target.ownSchema('KEYS', driver);
});
afterAll(() => target?.stop());

beforeEach(async () => {
  await driver.execute('DROP TABLE IF EXISTS CHILD');
  await driver.execute('DROP TABLE IF EXISTS PARENT CASCADE CONSTRAINTS');
  await driver.execute('CREATE TABLE PARENT (ID DECIMAL(18,0) PRIMARY KEY, NAME VARCHAR(10))');
  await driver.execute("INSERT INTO PARENT VALUES (1, 'one'), (2, 'two')");
});

const run = (sql: string, session = driver) => runStatement(session, sql);
const read = async (sql: string) => {
  const result = await run(sql);
  return result.kind === 'resultSet' ? result.rows : result;
};
const violation = {
  kind: 'error',
  text: expect.stringMatching(/^constraint violation - foreign key \(FK on table CHILD\)/),
};
const refused = { kind: 'error', sqlCode: '42000' };

describe('a foreign key', () => {
  const create = (reference = 'REFERENCES PARENT (ID)') =>
    driver.execute(`CREATE TABLE CHILD (N DECIMAL(9,0), PID DECIMAL(18,0) CONSTRAINT FK ${reference})`);

  it('accepts only keys of the parent, and NULL', async () => {
    await create();
    expect(await run('INSERT INTO CHILD VALUES (1, 1), (2, NULL)')).toMatchObject({ rowCount: 2 });
    expect(await run('INSERT INTO CHILD VALUES (3, 2), (4, 7)')).toMatchObject(violation);
    expect(await run('UPDATE CHILD SET PID = 7 WHERE N = 1')).toMatchObject(violation);
    expect(await run('MERGE INTO CHILD USING PARENT ON N = ID WHEN MATCHED THEN UPDATE SET PID = 8')).toMatchObject(
      violation,
    );
    const statement = await driver.prepare('INSERT INTO CHILD VALUES (?, ?)');
    expect(await statement.execute(5, 9)).toMatchObject({ exception: { text: violation.text } });
    await statement.close();
    expect(await read('SELECT * FROM CHILD ORDER BY 1')).toEqual([
      [1, 1],
      [2, null],
    ]);
  });

  it('protects the rows of the parent', async () => {
    await create();
    await driver.execute('INSERT INTO CHILD VALUES (1, 1)');
    expect(await run('DELETE FROM PARENT')).toMatchObject(violation);
    expect(await run('UPDATE PARENT SET ID = 3 WHERE ID = 1')).toMatchObject(violation);
    expect(await run('TRUNCATE TABLE PARENT')).toMatchObject(violation);
    expect(await run('DELETE FROM PARENT WHERE ID = 2')).toMatchObject({ rowCount: 1 });
    expect(await run("UPDATE PARENT SET NAME = 'x'")).toMatchObject({ rowCount: 1 });
  });

  it('protects the parent itself, unless constraints are dropped with it', async () => {
    await create();
    expect(await run('DROP TABLE PARENT')).toMatchObject(refused);
    expect(await run('CREATE OR REPLACE TABLE PARENT (ID DECIMAL(18,0))')).toMatchObject(refused);
    expect(await run('ALTER TABLE PARENT DROP COLUMN ID')).toMatchObject(refused);
    expect(await run('ALTER TABLE PARENT DROP PRIMARY KEY')).toMatchObject(refused);
    await driver.execute('DROP TABLE PARENT CASCADE CONSTRAINTS');
    expect(await run('INSERT INTO CHILD VALUES (1, 7)')).toMatchObject({ rowCount: 1 });
  });

  it('is listed with the key that it refers to, also after renaming', async () => {
    await create('REFERENCES PARENT');
    const list = () =>
      read(`SELECT CONSTRAINT_TABLE, COLUMN_NAME, ORDINAL_POSITION, REFERENCED_SCHEMA, REFERENCED_TABLE, REFERENCED_COLUMN
        FROM EXA_ALL_CONSTRAINT_COLUMNS WHERE CONSTRAINT_SCHEMA = CURRENT_SCHEMA AND CONSTRAINT_TYPE = 'FOREIGN KEY'`);
    expect(await list()).toEqual([['CHILD', 'PID', 1, schema, 'PARENT', 'ID']]);
    await driver.execute('RENAME TABLE PARENT TO MOTHER');
    await driver.execute('ALTER TABLE MOTHER RENAME COLUMN ID TO MID');
    await driver.execute('ALTER TABLE CHILD RENAME COLUMN PID TO MID');
    expect(await list()).toEqual([['CHILD', 'MID', 1, schema, 'MOTHER', 'MID']]);
    expect(await run('INSERT INTO CHILD VALUES (1, 7)')).toMatchObject(violation);
    await driver.execute('DROP TABLE MOTHER CASCADE CONSTRAINTS');
  });

  it.each([
    ['a column that is not the primary key', 'NAME VARCHAR(10) REFERENCES PARENT (NAME)'],
    ['another data type', 'PID DECIMAL(9,0) REFERENCES PARENT'],
    ['a missing table', 'PID DECIMAL(18,0) REFERENCES NOWHERE'],
    ['more columns than the key has', 'A DECIMAL(18,0), B DECIMAL(18,0), FOREIGN KEY (A, B) REFERENCES PARENT'],
  ])('is refused with %s', async (_, columns) => {
    expect(await run(`CREATE TABLE CHILD (${columns})`)).toMatchObject(refused);
    expect(await read("SELECT COUNT(*) FROM EXA_ALL_TABLES WHERE TABLE_NAME = 'CHILD'")).toEqual([[0]]);
  });

  it('is not checked while it is disabled, and refuses to be enabled if a row violates it', async () => {
    await create('REFERENCES PARENT DISABLE');
    await driver.execute('INSERT INTO CHILD VALUES (1, 7)');
    expect(await run('ALTER TABLE CHILD MODIFY CONSTRAINT FK ENABLE')).toMatchObject(violation);
    await driver.execute('UPDATE CHILD SET PID = 1');
    await driver.execute('ALTER TABLE CHILD MODIFY CONSTRAINT FK ENABLE');
    expect(await run('INSERT INTO CHILD VALUES (2, 7)')).toMatchObject(violation);
    expect(
      await read(
        "SELECT CONSTRAINT_NAME, CONSTRAINT_ENABLED FROM EXA_ALL_CONSTRAINTS WHERE CONSTRAINT_TYPE = 'FOREIGN KEY'",
      ),
    ).toEqual([['FK', true]]);
  });

  it('is disabled by default if the session says so', async () => {
    await driver.execute("ALTER SESSION SET CONSTRAINT_STATE_DEFAULT = 'DISABLE'");
    await create();
    await driver.execute("ALTER SESSION SET CONSTRAINT_STATE_DEFAULT = 'ENABLE'");
    expect(await run('INSERT INTO CHILD VALUES (1, 7)')).toMatchObject({ rowCount: 1 });
  });

  it('of several columns may only be NULL as a whole', async () => {
    await driver.execute('CREATE OR REPLACE TABLE PAIRS (A DECIMAL(9,0), B DECIMAL(9,0), PRIMARY KEY (A, B))');
    await driver.execute(
      'CREATE TABLE CHILD (X DECIMAL(9,0), Y DECIMAL(9,0), CONSTRAINT FK FOREIGN KEY (X, Y) REFERENCES PAIRS (A, B))',
    );
    await driver.execute('INSERT INTO PAIRS VALUES (1, 2)');
    expect(await run('INSERT INTO CHILD VALUES (1, 2), (NULL, NULL)')).toMatchObject({ rowCount: 2 });
    expect(await run('INSERT INTO CHILD VALUES (1, NULL)')).toMatchObject(violation);
    expect(await run('INSERT INTO CHILD VALUES (2, 1)')).toMatchObject(violation);
    await driver.execute('DROP TABLE CHILD');
    await driver.execute('DROP TABLE PAIRS');
  });

  it('waits for a transaction that deletes the key, and is then checked again', async () => {
    await create();
    const other = await target.connect();
    await other.execute(`OPEN SCHEMA ${schema}`);
    await other.execute('DELETE FROM PARENT WHERE ID = 1', { autocommit: false });
    const insert = run('INSERT INTO CHILD VALUES (1, 1)');
    await other.execute('COMMIT', { autocommit: false });
    expect(await insert).toMatchObject(violation);
    await other.close();
  });
});

describe('columns', () => {
  it('get and lose NOT NULL, with and without a type', async () => {
    await driver.execute('ALTER TABLE PARENT MODIFY COLUMN NAME NOT NULL');
    expect(await run('INSERT INTO PARENT VALUES (3, NULL)')).toMatchObject({ sqlCode: '27001' });
    await driver.execute('ALTER TABLE PARENT MODIFY COLUMN NAME VARCHAR(20) NULL');
    expect(await run('INSERT INTO PARENT VALUES (3, NULL)')).toMatchObject({ rowCount: 1 });
    expect(await run('ALTER TABLE PARENT MODIFY COLUMN NAME NOT NULL')).toMatchObject({ kind: 'error' });
  });

  it('of DISTRIBUTE BY and PARTITION BY are listed', async () => {
    const keys = () =>
      read(`SELECT COLUMN_NAME, COLUMN_IS_DISTRIBUTION_KEY, COLUMN_PARTITION_KEY_ORDINAL_POSITION, TABLE_HAS_PARTITION_KEY
        FROM EXA_ALL_COLUMNS JOIN EXA_ALL_TABLES ON COLUMN_SCHEMA = TABLE_SCHEMA AND COLUMN_TABLE = TABLE_NAME
        WHERE COLUMN_TABLE = 'CHILD' ORDER BY COLUMN_ORDINAL_POSITION`);
    await driver.execute(
      'CREATE TABLE CHILD (A DATE, B DECIMAL(9,0), C DECIMAL(9,0), DISTRIBUTE BY B, C, PARTITION BY C, A)',
    );
    expect(await keys()).toEqual([
      ['A', false, 2, true],
      ['B', true, null, true],
      ['C', true, 1, true],
    ]);
    expect(await read('DESCRIBE CHILD')).toMatchObject([
      ['A', 'DATE', 'TRUE', 'FALSE', 'TRUE'],
      ['B', 'DECIMAL(9,0)', 'TRUE', 'TRUE', 'FALSE'],
      ['C', 'DECIMAL(9,0)', 'TRUE', 'TRUE', 'TRUE'],
    ]);
    await driver.execute('ALTER TABLE CHILD DROP DISTRIBUTION KEYS');
    await driver.execute('ALTER TABLE CHILD PARTITION BY A');
    const others = [
      ['B', false, null, true],
      ['C', false, null, true],
    ];
    expect(await keys()).toEqual([['A', false, 1, true], ...others]);
    await driver.execute('ALTER TABLE CHILD DROP PARTITION KEYS');
    expect(await keys()).toEqual(['A', 'B', 'C'].map((name) => [name, false, null, false]));
  });
});
