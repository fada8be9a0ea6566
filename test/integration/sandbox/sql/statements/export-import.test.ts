import { gunzipSync } from 'node:zlib';
import {
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAwsServer } from '../../../../../src/sandbox/aws/server.js';
import type { AwsServer } from '../../../../../src/sandbox/aws/types.js';
import { realClock } from '../../../../../src/sandbox/clock.js';
import { silentLog } from '../../../../../src/sandbox/log.js';
import { handleConnection } from '../../../../../src/sandbox/sql/statements/connection.js';
import { handleExport } from '../../../../../src/sandbox/sql/statements/export.js';
import { handleImport, openSubqueryImport } from '../../../../../src/sandbox/sql/statements/import.js';
import { TokenStream } from '../../../../../src/sandbox/tokens/token-stream.js';
import type { Column, Row } from '../../../../../src/sandbox/types/values.js';
import { makeStatement, openCatalog, type StatementWorld } from '../../../../support/statement-context.js';

const REGION = 'eu-central-1';
const BUCKET = 'export-bucket';
const KEY = 'AKIASANDBOXSANDBOX00';
const SECRET = 'secret-secret-secret-secret-secret-12345';

let aws: AwsServer;
let s3: S3Client;
let catalog: Awaited<ReturnType<typeof openCatalog>>;

beforeAll(async () => {
  aws = await startAwsServer({
    host: '127.0.0.1',
    port: 0,
    region: REGION,
    accountId: '123456789012',
    accessKeyId: KEY,
    secretAccessKey: SECRET,
    bucket: BUCKET,
    roleArn: 'arn:aws:iam::123456789012:role/sandbox',
    clock: realClock,
    log: silentLog,
  });
  s3 = new S3Client({
    endpoint: aws.url,
    region: REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: KEY, secretAccessKey: SECRET },
  });
  catalog = await openCatalog();
});
afterAll(async () => {
  s3.destroy();
  catalog.close();
  await aws.stop();
});

const columns: readonly Column[] = [
  { name: 'ID', dataType: { type: 'DECIMAL', precision: 18, scale: 0 } },
  { name: 'NOTE', dataType: { type: 'VARCHAR', size: 100, characterSet: 'UTF8' } },
];

function makeRows(count: number): Row[] {
  return Array.from({ length: count }, (_, index) => [BigInt(index), `note ${index}`]);
}

async function make(
  world: StatementWorld = {},
  address = `https://${BUCKET}.s3.${REGION}.amazonaws.com`,
  secret = SECRET,
  key = KEY,
) {
  const statement = makeStatement(catalog, { awsEndpointUrl: aws.url, ...world });
  await handleConnection(
    statement.context,
    new TokenStream(`CREATE CONNECTION c TO '${address}' USER '${key}' IDENTIFIED BY '${secret}'`),
  );
  return statement;
}

async function readObject(key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
  const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
  return (key.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
}

async function listKeys(prefix: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: prefix }));
  return Contents.map(({ Key }) => Key ?? '');
}

describe('EXPORT', () => {
  it('distributes blocks of rows over plain and gzip files: a small table leaves files with only a header', async () => {
    const { context } = await make({ tables: { T: { columns, rows: makeRows(1100) } } });
    const files = "FILE 'a/0.csv' FILE 'a/1.csv.gz' FILE 'a/2.csv' FILE 'a/3.csv.gz'";
    const result = await handleExport(
      context,
      new TokenStream(`EXPORT s.t INTO CSV AT c ${files} WITH COLUMN NAMES REPLACE`),
    );
    expect(result).toEqual({ kind: 'rowCount', rowCount: 1100, etl: { read: 1100, written: 1100, withError: 0 } });
    const texts = await Promise.all((await listKeys('a/')).map(readObject));
    const lines = texts.map((text) => text.trimEnd().split('\n'));
    expect(lines.map(([header]) => header)).toEqual(['ID,NOTE', 'ID,NOTE', 'ID,NOTE', 'ID,NOTE']);
    expect(lines.map(({ length }) => length - 1)).toEqual([512, 512, 76, 0]);
    expect(lines[1]?.[1]).toBe('512,"note 512"');
  });

  it('accepts a query, columns of a table, and USER and IDENTIFIED BY of the statement', async () => {
    const { context, queries } = makeStatement(catalog, {
      awsEndpointUrl: aws.url,
      tables: { T: { columns, rows: makeRows(2) } },
    });
    const at = `AT 'https://${BUCKET}.s3-${REGION}.amazonaws.com' USER '${KEY}' IDENTIFIED BY '${SECRET}'`;
    await handleExport(context, new TokenStream(`EXPORT (SELECT * FROM "S"."T") INTO CSV ${at} FILE 'q.csv'`));
    await handleExport(context, new TokenStream(`EXPORT SELECT x FROM "S"."T" INTO CSV ${at} FILE 'q.csv'`));
    await handleExport(context, new TokenStream(`EXPORT t ("ID", note) INTO CSV ${at} FILE 'q.csv'`));
    expect(queries).toEqual(['SELECT * FROM "S"."T"', 'SELECT x FROM "S"."T"', 'SELECT "ID", "NOTE" FROM "S"."T"']);
    expect(await readObject('q.csv')).toBe('0,"note 0"\n1,"note 1"\n');
  });

  it('finds the region if it is not in the address, and writes an empty table', async () => {
    const { context } = await make({ tables: { T: { columns } } }, `s3://${BUCKET}`);
    const result = await handleExport(
      context,
      new TokenStream("EXPORT t INTO CSV AT c FILE 'empty.csv' FILE 'empty.csv.gz'"),
    );
    expect(result).toMatchObject({ rowCount: 0 });
    expect([await readObject('empty.csv'), await readObject('empty.csv.gz')]).toEqual(['', '']);
  });

  it('sends more than one part', async () => {
    const rows: Row[] = Array.from({ length: 300 }, (_, index) => [BigInt(index), 'x'.repeat(60_000)]);
    const { context } = await make({ tables: { T: { columns, rows } } });
    await handleExport(context, new TokenStream("EXPORT t INTO CSV AT c FILE 'big.csv'"));
    expect((await readObject('big.csv')).split('\n')).toHaveLength(301);
  });

  it.each([
    [
      'a wrong key',
      { key: 'AKIAWRONG' },
      /error code=403 after 0 bytes\. InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records\.\]$/,
    ],
    ['a wrong secret', { secret: 'wrong' }, /error code=403 after 0 bytes\. SignatureDoesNotMatch: /],
    [
      'a wrong region',
      { address: `https://${BUCKET}.s3.us-west-2.amazonaws.com` },
      /error code=400 after 0 bytes\. AuthorizationHeaderMalformed: /,
    ],
    [
      'a missing bucket',
      { address: `https://nobodys-bucket.s3.${REGION}.amazonaws.com` },
      /error code=404 after 0 bytes\. NoSuchBucket: /,
    ],
  ])(
    "reports %s in Exasol's words",
    async (_, change: { key?: string; secret?: string; address?: string }, expected) => {
      const { context } = await make(
        { tables: { T: { columns, rows: makeRows(1) } } },
        change.address,
        change.secret,
        change.key,
      );
      const failure = handleExport(context, new TokenStream("EXPORT t INTO CSV AT c FILE 'no/x.csv' FILE 'no/y.csv'"));
      await expect(failure).rejects.toMatchObject({ sqlCode: '42636' });
      await expect(failure).rejects.toThrow(
        /^ETL-5106: Following error occured while writing data to external connection \[https:\/\/[a-z-]+\.s3\.[a-z0-9-]+\.amazonaws\.com\/no\/x\.csv\?uploads= failed with /,
      );
      await expect(failure).rejects.toThrow(expected);
      expect(await listKeys('no/')).toEqual([]);
    },
  );

  it('sends unsigned requests for a connection without a key, and reports the error', async () => {
    const { context } = await make({ tables: { T: { columns, rows: makeRows(1) } } });
    const address = `https://${BUCKET}.s3.${REGION}.amazonaws.com`;
    await handleConnection(context, new TokenStream(`CREATE CONNECTION anonymous TO '${address}'`));
    await expect(handleExport(context, new TokenStream("EXPORT t INTO CSV AT anonymous FILE 'x.csv'"))).rejects.toThrow(
      /x\.csv\?uploads= failed with error code=403 after 0 bytes\. AccessDenied: /,
    );
  });

  it("reports an unreachable server in libcurl's words, without the secret", async () => {
    const { context } = await make({
      awsEndpointUrl: 'http://127.0.0.1:1',
      tables: { T: { columns, rows: makeRows(1) } },
    });
    await expect(handleExport(context, new TokenStream("EXPORT t INTO CSV AT c FILE 'x.csv'"))).rejects.toThrow(
      /x\.csv\?uploads= failed after 0 bytes\. \[Failed to connect to .* Connection refused\],\[7\],\[Couldn't connect to server\]\]$/,
    );
  });

  it('leaves no objects or uploads if the query fails or is aborted', async () => {
    const { context } = await make({ tables: { T: { columns, rows: makeRows(10) } } });
    const failing = {
      ...context,
      stream: async (_: string, onRows: (rows: readonly Row[], columns: readonly Column[]) => Promise<void>) => {
        await onRows(makeRows(600), columns);
        throw new Error('division by zero');
      },
    };
    await expect(
      handleExport(failing, new TokenStream("EXPORT t INTO CSV AT c FILE 'half/a.csv' FILE 'half/b.csv.gz'")),
    ).rejects.toThrow('division by zero');
    const aborted = { ...context, signal: AbortSignal.abort() };
    await expect(
      handleExport(aborted, new TokenStream("EXPORT t INTO CSV AT c FILE 'half/c.csv'")),
    ).rejects.toMatchObject({
      sqlCode: 'R0003',
    });
    expect(await listKeys('half/')).toEqual([]);
    const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
    expect(Uploads).toEqual([]);
  });

  it('names gaps and missing objects', async () => {
    const { context } = await make({ tables: { T: { columns } } });
    const fail = (sql: string) => expect(handleExport(context, new TokenStream(sql))).rejects;
    await fail("EXPORT t INTO LOCAL CSV FILE 'x'").toThrow('EXPORT INTO LOCAL');
    await fail("EXPORT t INTO FBV AT c FILE 'x'").toThrow('EXPORT INTO FBV');
    await fail('EXPORT t INTO SCRIPT s.x').toThrow('EXPORT INTO SCRIPT');
    await fail("EXPORT t INTO CSV AT c FILE 'x.zip'").toThrow("compression of 'x.zip'");
    await fail("EXPORT t INTO CSV AT 'ftp://me:pw@localhost/x' FILE 'x.csv'").toThrow(
      "files at 'ftp://localhost/x' (only Amazon S3 and tunnels of clients)",
    );
    await fail("EXPORT t INTO CSV AT nowhere FILE 'x.csv'").toThrow('connection NOWHERE does not exist');
    await fail("EXPORT zzz INTO CSV AT c FILE 'x.csv'").toThrow('object S.ZZZ not found');
    await fail("EXPORT t INTO CSV AT c FILE 'x.csv' WITH COLUMN TITLES").toThrow('syntax error');
  });
});

describe('IMPORT', () => {
  const put = (key: string, text: string) => s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: text }));

  it('reads back what EXPORT wrote, plain and gzip', async () => {
    const rows: Row[] = [[1n, 'a,"b"\nc'], [2n, null], [null, 'ü🙂'], ...makeRows(600)];
    const { context, inserted } = await make({ tables: { T: { columns, rows } } });
    await handleExport(
      context,
      new TokenStream("EXPORT t INTO CSV AT c FILE 'back/a.csv' FILE 'back/b.csv.gz' WITH COLUMN NAMES"),
    );
    const result = await handleImport(
      context,
      new TokenStream("IMPORT INTO t FROM CSV AT c FILE 'back/a.csv' FILE 'back/b.csv.gz' SKIP = 1"),
    );
    expect(result).toMatchObject({ rowCount: 603, changes: { inserted: 603 }, etl: { written: 603 } });
    expect(inserted.map(({ row }) => row)).toEqual(rows);
  });

  it('fills the named columns, and selects fields by number', async () => {
    await put('three.csv', 'x;1;y\nz;2;w\n');
    const { context, inserted } = await make({ tables: { T: { columns } } });
    await handleImport(
      context,
      new TokenStream(
        "IMPORT INTO s.t (note, id) FROM CSV AT c FILE 'three.csv' (3, 2) COLUMN SEPARATOR = ';' REJECT LIMIT 0",
      ),
    );
    expect(inserted).toEqual([
      { columns: ['NOTE', 'ID'], row: ['y', 1n] },
      { columns: ['NOTE', 'ID'], row: ['w', 2n] },
    ]);
  });

  it('can be used in a query', async () => {
    await put('sub.csv', 'h1,h2\na,1.5\n');
    const { context } = await make({ tables: { T: { columns } } });
    const rows: Row[] = [];
    const sql = "IMPORT INTO (v VARCHAR(200), n DECIMAL(18,1)) FROM CSV AT c FILE 'sub.csv' SKIP = 1";
    const source = await openSubqueryImport(context, new TokenStream(sql));
    expect(source.columns.map(({ name }) => name)).toEqual(['V', 'N']);
    await source.readRows(async (batch) => void rows.push(...batch));
    expect(rows).toEqual([['a', '1.5']]);
  });

  it('names row, column and file of invalid data', async () => {
    await put('bad-count.csv', '1,a\n2\n');
    await put('bad-number.csv', '1,a\nx,b\n');
    await put('not-gzip.csv.gz', 'plain text');
    const { context } = await make({ tables: { T: { columns } } });
    const fail = (file: string) =>
      expect(handleImport(context, new TokenStream(`IMPORT INTO t FROM CSV AT c FILE '${file}'`))).rejects;
    await fail('bad-count.csv').toThrow(
      "ETL-2101: Error while parsing row=1 (starting from 0) [CSV Parser found incorrect number of columns. Expected: [2], found [1] columns in file 'bad-count.csv']",
    );
    await fail('bad-number.csv').toThrow("ETL-3009: [Column=0 Row=1] [Transformation of value='x' failed");
    await fail('missing.csv').toThrow(
      /^ETL-5105: .*missing\.csv failed with error code=404 after 0 bytes\. NoSuchKey: /,
    );
    await fail('not-gzip.csv.gz').toThrow('decompressing');
  });
});
