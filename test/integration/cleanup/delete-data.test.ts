import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { makeLocalAwsClients } from '../../../src/aws/local-clients.js';
import { deleteObjects, pageUploads } from '../../../src/aws/s3-objects.js';
import type { CleanupContext } from '../../../src/cleanup/context.js';
import { deleteData } from '../../../src/cleanup/delete-data.js';
import type { UnusedData } from '../../../src/cleanup/types.js';
import { silentLogger } from '../../../src/logger.js';
import { SteppedClock } from '../../../src/sandbox/clock.js';
import { Secret } from '../../../src/secret.js';
import { awsAccount, startTestAws } from '../../support/aws-sandbox.js';

const { bucket, region, accessKeyId, secretAccessKey } = awsAccount;
const prefix = 'runs/big/train/';

function openClients(endpointUrl: string) {
  const credentials = { accessKeyId, secretAccessKey: new Secret(secretAccessKey), sessionToken: undefined };
  const clients = makeLocalAwsClients({ profile: undefined, credentials, endpointUrl }, new AbortController().signal);
  onTestFinished(() => clients.close());
  return clients;
}

const makeContext = (endpointUrl: string, trainUri: string): CleanupContext => ({
  session: {
    query: async () => ({ columns: ['JOB_NAME', 'S3_TRAIN_URI'], rows: [['big', trainUri]], rowCount: 1 }),
    batch: async () => [],
  },
  schema: 'SME',
  clients: openClients(endpointUrl),
  kinds: new Set(['data']),
  onlyRegion: undefined,
  defaultRegion: undefined,
  minAges: { data: 0, leftovers: 0, models: 0 },
  now: Date.now(),
  logger: silentLogger,
  signal: new AbortController().signal,
});

const makeData = (newestAt: number): UnusedData => ({
  ...{
    kind: 'data',
    job: 'big',
    cause: 'ended',
    status: 'Completed',
    runToken: undefined,
    bucket,
    prefix,
    region,
    connection: 'AWS',
  },
  ...{ files: 1050, bytes: 2100, uploads: 0, newestAt },
});

test('deletes several pages of files, but not files written after the plan was made or by others', async () => {
  const clock = new SteppedClock();
  const aws = await startTestAws({ clock });
  const context = makeContext(aws.url, `s3://${bucket}/${prefix}`);
  const s3 = await context.clients.s3(region);
  const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'xy' }));
  const numbers = Array.from({ length: 1050 }, (_none, index) => String(index + 1).padStart(4, '0'));
  for (let first = 0; first < numbers.length; first += 50) {
    await Promise.all(numbers.slice(first, first + 50).map((number) => put(`${prefix}part-${number}.csv.gz`)));
  }
  await put(`${prefix}readme.txt`);
  const newestAt = clock.now();
  clock.advance(1000);
  await put(`${prefix}part-0007.csv.gz`);

  const tally = { files: 0, bytes: 0 };
  expect(await deleteData(context, makeData(newestAt), tally)).toBeUndefined();
  expect(tally).toEqual({ files: 1049, bytes: 2098 });
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  expect(Contents?.map(({ Key }) => Key)).toEqual([`${prefix}part-0007.csv.gz`, `${prefix}readme.txt`]);
});

test('deletes nothing if the row names another location now', async () => {
  const aws = await startTestAws();
  const context = makeContext(aws.url, `s3://${bucket}/runs/other/train/`);
  const s3 = await context.clients.s3(region);
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `${prefix}part-0001.csv.gz`, Body: 'xy' }));
  const tally = { files: 0, bytes: 0 };
  expect(await deleteData(context, makeData(Date.now()), tally)).toBe('its row has been deleted or changed');
  expect(tally.files).toBe(0);
});

/** Starts an S3 that answers with one of these documents after the other. */
async function startScriptedS3(...answers: readonly string[]) {
  const urls: string[] = [];
  const server = createServer((request, response) => {
    request.resume();
    urls.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'application/xml' }).end(answers[urls.length - 1] ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const clients = openClients(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return { s3: await clients.s3(region), urls };
}

test('returns the objects that S3 did not delete, with its answer', async () => {
  const { s3 } = await startScriptedS3(
    '<DeleteResult><Error><Key>b</Key><Code>AccessDenied</Code><Message>Access Denied by a lock</Message></Error></DeleteResult>',
  );
  expect(await deleteObjects(s3, bucket, ['a', 'b'])).toEqual([
    { key: 'b', reason: 's3:DeleteObject: AccessDenied: Access Denied by a lock' },
  ]);
});

test('reads all pages of uploads', async () => {
  const page = (id: string, more: string) =>
    `<ListMultipartUploadsResult>${more}<Upload><Key>k${id}</Key><UploadId>${id}</UploadId>` +
    '<Initiated>2026-01-01T00:00:00Z</Initiated></Upload></ListMultipartUploadsResult>';
  const more =
    '<IsTruncated>true</IsTruncated><NextKeyMarker>k1</NextKeyMarker><NextUploadIdMarker>1</NextUploadIdMarker>';
  const { s3, urls } = await startScriptedS3(page('1', more), page('2', '<IsTruncated>false</IsTruncated>'));
  const found: string[] = [];
  for await (const uploads of pageUploads(s3, bucket, '')) found.push(...uploads.map(({ id }) => id));
  expect(found).toEqual(['1', '2']);
  expect(urls[1]).toMatch(/key-marker=k1.*upload-id-marker=1/);
});
