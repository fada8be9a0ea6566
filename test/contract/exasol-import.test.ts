import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectS3 } from '../support/live-aws.js';
import { runStatement } from '../support/sandbox.js';
import { openTarget, type Target } from '../support/target.js';

let target: Target;
let driver: ExasolDriver;
let s3: S3Client;
let connection: string;
let schema: string;

beforeAll(async () => {
  target = await openTarget();
  s3 = connectS3(target.aws);
  driver = await target.connect();
  schema = await target.ownSchema('IMPORTS', driver);
  connection = target.connectionName('C');
  await driver.execute(target.connectionSql(connection));
});
afterAll(async () => {
  s3?.destroy();
  await target?.stop();
});

const put = (key: string, text: string) =>
  s3.send(new PutObjectCommand({ Bucket: target.aws.bucket, Key: target.key(key), Body: text }));

describe('IMPORT FROM CSV', () => {
  it('reads every row that EXPORT wrote', async () => {
    await driver.execute(
      'CREATE TABLE origin (i DECIMAL(18,0), d DECIMAL(36,20), x DOUBLE, b BOOLEAN, dt DATE, ts TIMESTAMP, v VARCHAR(100))',
    );
    await driver.execute(
      `INSERT INTO origin VALUES (1, 12345678901234.5, 1.5e10, TRUE, '2024-01-31', '2024-01-31 10:20:30.123', 'x,"y"'),
       (2, -0.00000000000000000001, -0.25, FALSE, '0001-01-01', '9999-12-31 23:59:59.999', 'ü'), (3, NULL, NULL, NULL, NULL, NULL, NULL)`,
    );
    await driver.execute(
      `EXPORT origin INTO CSV AT ${connection} FILE '${target.key('a.csv.gz')}' FILE '${target.key('b.csv')}' WITH COLUMN NAMES`,
    );
    await driver.execute('CREATE TABLE target AS SELECT * FROM origin WHERE FALSE');
    expect(
      await runStatement(
        driver,
        `IMPORT INTO target FROM CSV AT ${connection} FILE '${target.key('a.csv.gz')}' FILE '${target.key('b.csv')}' SKIP = 1`,
      ),
    ).toEqual({
      kind: 'rowCount',
      rowCount: 3,
    });
    const different = await runStatement(driver, '(SELECT * FROM origin MINUS SELECT * FROM target)');
    expect(different).toMatchObject({ kind: 'resultSet', rows: [] });
    expect(await runStatement(driver, 'SELECT COUNT(*) FROM target')).toMatchObject({ rows: [[3]] });
  });

  it('rolls back with its transaction, and completely if a row is invalid', async () => {
    await put('numbers.csv', '1\n2\nthree\n');
    await driver.execute('CREATE TABLE numbers (n DECIMAL(18,0))');
    const rejected = await runStatement(
      driver,
      `IMPORT INTO numbers FROM CSV AT ${connection} FILE '${target.key('numbers.csv')}'`,
    );
    expect(rejected).toMatchObject({ kind: 'error', sqlCode: '42636' });
    expect(rejected.kind === 'error' ? rejected.text : '').toContain('[Column=0 Row=2]');
    await put('numbers.csv', '1\n2\n');
    const other = await target.connect({ autocommit: false });
    await other.execute(`IMPORT INTO ${schema}.NUMBERS FROM CSV AT ${connection} FILE '${target.key('numbers.csv')}'`);
    await other.execute('ROLLBACK');
    expect(await runStatement(driver, 'SELECT COUNT(*) FROM numbers')).toMatchObject({ rows: [[0]] });
  });

  it('can be used in a query', async () => {
    await put('sub.csv', 'a;1\nb;2\n');
    const sql = `SELECT MAX(v), SUM(n) FROM (IMPORT INTO (v VARCHAR(10), n DECIMAL(18,0)) FROM CSV AT ${connection} FILE '${target.key('sub.csv')}' COLUMN SEPARATOR = ';')`;
    expect(await runStatement(driver, sql)).toMatchObject({ rows: [['b', '3']] });
  });

  it('reports what does not exist', async () => {
    const result = await runStatement(
      driver,
      `IMPORT INTO numbers FROM CSV AT ${connection} FILE '${target.key('nothing.csv')}'`,
    );
    expect(result).toMatchObject({ kind: 'error', sqlCode: '42636' });
    expect(result.kind === 'error' ? result.text : '').toMatch(/^ETL-5105: .*NoSuchKey/);
  });
});
