import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectS3 } from '../support/live-aws.js';
import { runStatement } from '../support/sandbox.js';
import { openTarget, type Target } from '../support/target.js';

let target: Target;
let driver: ExasolDriver;
let s3: S3Client;
let schema: string;
let good: string;
let badKey: string;

beforeAll(async () => {
  target = await openTarget({ nodes: 2 });
  s3 = connectS3(target.aws);
  driver = await target.connect();
  schema = await target.ownSchema('EXPORTS', driver);
  good = target.connectionName('GOOD');
  badKey = target.connectionName('BAD_KEY');
  await driver.execute(target.connectionSql(good));
  await driver.execute(target.connectionSql(badKey, { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' }));
  await driver.execute('CREATE TABLE digits (d DECIMAL(18,0))');
  await driver.execute('INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)');
});
afterAll(async () => {
  s3?.destroy();
  await target?.stop();
});

/** The text of an object. @param key of the listing, already complete */
async function readObject(key: string): Promise<string> {
  const Key = key.startsWith(target.key('')) ? key : target.key(key);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: target.aws.bucket, Key }));
  const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
  return (key.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
}

async function listKeys(prefix: string): Promise<string[]> {
  const page = await s3.send(new ListObjectsV2Command({ Bucket: target.aws.bucket, Prefix: target.key(prefix) }));
  return (page.Contents ?? []).map(({ Key }) => Key ?? '');
}

describe('EXPORT INTO CSV', () => {
  it("writes every type in Exasol's format", async () => {
    await driver.execute(
      `CREATE TABLE forms (i DECIMAL(18,0), d DECIMAL(36,20), x DOUBLE, b BOOLEAN, dt DATE, ts TIMESTAMP, c CHAR(3), v VARCHAR(100), "Mixed" VARCHAR(10))`,
    );
    await driver.execute(
      `INSERT INTO forms VALUES (1, 0.5, 1.5, TRUE, DATE '2024-01-31', TIMESTAMP '2024-01-31 10:20:30.123', 'a', 'x,"y"', 'z'),
       (NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', 'ü')`,
    );
    const result = await runStatement(
      driver,
      `EXPORT forms INTO CSV AT ${good} FILE '${target.key('forms.csv')}' WITH COLUMN NAMES REPLACE`,
    );
    expect(result).toEqual({ kind: 'rowCount', rowCount: 2 });
    const [header, ...lines] = (await readObject('forms.csv')).trimEnd().split('\n');
    expect(header).toBe('I,D,X,B,DT,TS,C,V,Mixed');
    expect(lines.sort()).toEqual([
      ',,,,,,,,ü',
      '1,0.5,1.5,TRUE,2024-01-31,"2024-01-31 10:20:30.123000","a  ","x,""y""",z',
    ]);
  });

  it('follows ALTER SESSION', async () => {
    const other = await target.connect();
    await other.execute("ALTER SESSION SET NLS_DATE_FORMAT = 'DD.MM.YYYY'");
    await other.execute("ALTER SESSION SET NLS_TIMESTAMP_FORMAT = 'YYYY/MM/DD HH12:MI AM'");
    const query = "SELECT DATE '2024-01-31' AS a, TIMESTAMP '2024-01-31 17:20:30' AS b";
    await other.execute(`EXPORT (${query}) INTO CSV AT ${good} FILE '${target.key('nls.csv')}' DELIMIT = NEVER`);
    expect(await readObject('nls.csv')).toBe('31.01.2024,2024/01/31 05:20 PM\n');
  });

  it('distributes a table over gzip files and counts its rows, also in a script', async () => {
    await driver.execute(
      'CREATE TABLE many AS SELECT a.d * 1000 + b.d * 100 + c.d * 10 + e.d AS n FROM digits a, digits b, digits c, digits e',
    );
    await driver.execute(`CREATE SCRIPT export_many(prefix) RETURNS TABLE AS
local n = query('SELECT NPROC()')[1][1] * 4
local files, names = {}, {}
for i = 1, n do
  names[#names + 1] = 'FILE :f' .. i
  files['f' .. i] = prefix .. '/' .. i .. '.csv.gz'
end
files.t = '${schema}.MANY'
files.c = '${good}'
local r = query('EXPORT ::t INTO CSV AT ::c ' .. table.concat(names, ' ') .. ' WITH COLUMN NAMES', files)
exit({{n, r.etl_rows_written}}, 'N DECIMAL(18,0), W DECIMAL(18,0)')`);
    const nodes = await runStatement(driver, 'SELECT NPROC()');
    const files = nodes.kind === 'resultSet' ? Number(nodes.rows[0]?.[0]) * 4 : 0;
    expect(await runStatement(driver, `EXECUTE SCRIPT export_many('${target.key('many')}')`)).toMatchObject({
      rows: [[files, 10_000]],
    });
    const texts = await Promise.all((await listKeys('many/')).map(readObject));
    expect(texts).toHaveLength(files);
    expect(texts.every((text) => text.startsWith('N\n'))).toBe(true);
    const values = texts.flatMap((text) => text.trimEnd().split('\n').slice(1)).map(Number);
    expect(new Set(values).size).toBe(10_000);
  });

  it('sees the rows of its own transaction', async () => {
    const other = await target.connect({ autocommit: false });
    await other.execute(`CREATE TABLE ${schema}.UNCOMMITTED (A DECIMAL(18,0))`);
    await other.execute(`INSERT INTO ${schema}.UNCOMMITTED VALUES (7)`);
    await other.execute(`EXPORT ${schema}.UNCOMMITTED INTO CSV AT ${good} FILE '${target.key('uncommitted.csv')}'`);
    await other.execute('ROLLBACK');
    expect(await readObject('uncommitted.csv')).toBe('7\n');
  });

  it("reports errors in Exasol's words and leaves no objects", async () => {
    const rejected = await runStatement(
      driver,
      `EXPORT digits INTO CSV AT ${badKey} FILE '${target.key('rejected/x.csv')}'`,
    );
    const { bucket, region } = target.aws;
    expect(rejected).toMatchObject({ kind: 'error', sqlCode: '42636' });
    expect(rejected.kind === 'error' ? rejected.text : '').toMatch(
      new RegExp(
        `^ETL-5106: Following error occured while writing data to external connection \\[https://${bucket}\\.s3\\.${region}\\.amazonaws\\.com/${target.key('rejected/x')}\\.csv\\?uploads= failed with error code=403 after 0 bytes\\. InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records\\.\\] \\(Session: \\d+\\)$`,
      ),
    );
    expect(
      await runStatement(driver, `EXPORT nothing INTO CSV AT ${good} FILE '${target.key('rejected/y.csv')}'`),
    ).toMatchObject({
      kind: 'error',
      sqlCode: '42000',
    });
    expect(
      await runStatement(
        driver,
        `EXPORT (SELECT 1 / (d - 5) AS q FROM digits) INTO CSV AT ${good} FILE '${target.key('rejected/z.csv')}'`,
      ),
    ).toMatchObject({ kind: 'error', sqlCode: '22012' });
    expect(await listKeys('rejected/')).toEqual([]);
  });
});
