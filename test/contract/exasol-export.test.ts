import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStatement, startTestSandbox, type TestSandbox } from '../support/sandbox.js';

let sandbox: TestSandbox;
let driver: ExasolDriver;
let s3: S3Client;

beforeAll(async () => {
  sandbox = await startTestSandbox({ nodes: 2 });
  const { endpointUrl, region, accessKeyId, secretAccessKey, bucket } = sandbox.aws;
  s3 = new S3Client({
    endpoint: endpointUrl,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  });
  driver = await sandbox.connect();
  await driver.execute('CREATE SCHEMA EXPORTS');
  const address = `https://${bucket}.s3.${region}.amazonaws.com`;
  await driver.execute(
    `CREATE CONNECTION good TO '${address}' USER '${accessKeyId}' IDENTIFIED BY '${secretAccessKey}'`,
  );
  await driver.execute(`CREATE CONNECTION bad_key TO '${address}' USER 'AKIANOBODY' IDENTIFIED BY 'x'`);
  await driver.execute('CREATE TABLE digits (d DECIMAL(18,0))');
  await driver.execute('INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)');
});
afterAll(async () => {
  s3.destroy();
  await sandbox.stop();
});

async function readObject(key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: sandbox.aws.bucket, Key: key }));
  const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
  return (key.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
}

async function listKeys(prefix: string): Promise<string[]> {
  const answer = await s3.send(new ListObjectsV2Command({ Bucket: sandbox.aws.bucket, Prefix: prefix }));
  return (answer.Contents ?? []).map(({ Key }) => Key ?? '');
}

describe('EXPORT INTO CSV', () => {
  it('writes every type in its form', async () => {
    await driver.execute(
      `CREATE TABLE forms (i DECIMAL(18,0), d DECIMAL(36,20), x DOUBLE, b BOOLEAN, dt DATE, ts TIMESTAMP, c CHAR(3), v VARCHAR(100), "Mixed" VARCHAR(10))`,
    );
    await driver.execute(
      `INSERT INTO forms VALUES (1, 0.5, 1.5, TRUE, DATE '2024-01-31', TIMESTAMP '2024-01-31 10:20:30.123', 'a', 'x,"y"', 'z'),
       (NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', 'ü')`,
    );
    const result = await runStatement(
      driver,
      "EXPORT forms INTO CSV AT good FILE 'forms.csv' WITH COLUMN NAMES REPLACE",
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
    const other = await sandbox.connect();
    await other.execute("ALTER SESSION SET NLS_DATE_FORMAT = 'DD.MM.YYYY'");
    await other.execute("ALTER SESSION SET NLS_TIMESTAMP_FORMAT = 'YYYY/MM/DD HH12:MI AM'");
    const query = "SELECT DATE '2024-01-31' AS a, TIMESTAMP '2024-01-31 17:20:30' AS b";
    await other.execute(`EXPORT (${query}) INTO CSV AT good FILE 'nls.csv' DELIMIT = NEVER`);
    expect(await readObject('nls.csv')).toBe('31.01.2024,2024/01/31 05:20 PM\n');
  });

  it('spreads a table over gzip files and counts its rows; from a script it says so too', async () => {
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
files.t = 'EXPORTS.MANY'
files.c = 'GOOD'
local r = query('EXPORT ::t INTO CSV AT ::c ' .. table.concat(names, ' ') .. ' WITH COLUMN NAMES', files)
exit({{n, r.etl_rows_written}}, 'N DECIMAL(18,0), W DECIMAL(18,0)')`);
    expect(await runStatement(driver, "EXECUTE SCRIPT export_many('many')")).toMatchObject({ rows: [[8, 10_000]] });
    const texts = await Promise.all((await listKeys('many/')).map(readObject));
    expect(texts).toHaveLength(8);
    expect(texts.every((text) => text.startsWith('N\n'))).toBe(true);
    const values = texts.flatMap((text) => text.trimEnd().split('\n').slice(1)).map(Number);
    expect(new Set(values).size).toBe(10_000);
  });

  it('sees the rows of its own transaction', async () => {
    const other = await sandbox.connect({ autocommit: false });
    await other.execute('CREATE TABLE EXPORTS.UNCOMMITTED (A DECIMAL(18,0))');
    await other.execute('INSERT INTO EXPORTS.UNCOMMITTED VALUES (7)');
    await other.execute("EXPORT EXPORTS.UNCOMMITTED INTO CSV AT good FILE 'uncommitted.csv'");
    await other.execute('ROLLBACK');
    expect(await readObject('uncommitted.csv')).toBe('7\n');
  });

  it('words refusals as Exasol does, and leaves nothing', async () => {
    const refused = await runStatement(driver, "EXPORT digits INTO CSV AT bad_key FILE 'refused/x.csv'");
    const { bucket, region } = sandbox.aws;
    expect(refused).toMatchObject({ kind: 'error', sqlCode: '42636' });
    expect(refused.kind === 'error' ? refused.text : '').toMatch(
      new RegExp(
        `^ETL-5106: Following error occured while writing data to external connection \\[https://${bucket}\\.s3\\.${region}\\.amazonaws\\.com/refused/x\\.csv\\?uploads= failed with error code=403 after 0 bytes\\. InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records\\.\\] \\(Session: \\d+\\)$`,
      ),
    );
    expect(await runStatement(driver, "EXPORT nothing INTO CSV AT good FILE 'refused/y.csv'")).toMatchObject({
      kind: 'error',
      sqlCode: '42000',
    });
    expect(
      await runStatement(driver, "EXPORT (SELECT 1 / (d - 5) AS q FROM digits) INTO CSV AT good FILE 'refused/z.csv'"),
    ).toMatchObject({ kind: 'error', sqlCode: '22012' });
    expect(await listKeys('refused/')).toEqual([]);
  });
});
