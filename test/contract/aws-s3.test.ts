/** S3 through the AWS SDK and boto3. Only requests that no client can send are made by hand. */
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { awsAccount, startTestAws } from '../support/aws-sandbox.js';
import { runBoto3 } from '../support/boto3.js';

const { bucket: Bucket } = awsAccount;

const makeClient = (endpoint: string, config: Partial<S3ClientConfig> = {}) =>
  new S3Client({
    endpoint,
    region: awsAccount.region,
    forcePathStyle: true,
    credentials: awsAccount,
    maxAttempts: 1,
    ...config,
  });

async function start(config: Partial<S3ClientConfig> = {}): Promise<S3Client> {
  return makeClient((await startTestAws()).url, config);
}

describe('objects', () => {
  test('are returned as they were uploaded, with type, metadata and checksum', async () => {
    const s3 = await start();
    const put = await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: 'a/b c+ü.csv',
        Body: 'x,y\n1,2\n',
        ContentType: 'text/csv',
        Metadata: { by: 'me' },
      }),
    );
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'a/b c+ü.csv', ChecksumMode: 'ENABLED' }));
    expect(await got.Body?.transformToString()).toBe('x,y\n1,2\n');
    expect(got).toMatchObject({ ContentType: 'text/csv', Metadata: { by: 'me' }, ETag: put.ETag });
    expect(got.ChecksumCRC32).toBe(put.ChecksumCRC32);
  });

  test('can be uploaded as a stream, in chunks with a trailing checksum', async () => {
    const s3 = await start();
    const pieces = Array.from({ length: 40 }, (_, index) => Buffer.alloc(10_000, index));
    const body = Readable.from(pieces);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'stream', Body: body, ContentLength: 400_000 }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'stream' }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(Buffer.concat(pieces));
  });

  test('can be read in ranges, but not past the end', async () => {
    const s3 = await start();
    await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '0123456789' }));
    const read = async (Range: string) => {
      const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'k', Range }));
      return [got.ContentRange, await got.Body?.transformToString()];
    };
    expect(await read('bytes=2-4')).toEqual(['bytes 2-4/10', '234']);
    expect(await read('bytes=7-')).toEqual(['bytes 7-9/10', '789']);
    expect(await read('bytes=-3')).toEqual(['bytes 7-9/10', '789']);
    await expect(read('bytes=10-')).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  test('may be empty', async () => {
    const s3 = await start();
    await s3.send(new PutObjectCommand({ Bucket, Key: 'empty', Body: '' }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'empty' }));
    expect(await got.Body?.transformToString()).toBe('');
  });

  test('with a wrong checksum are rejected and not stored', async () => {
    const s3 = await start();
    const put = s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'text', ChecksumSHA256: 'AAAA' }));
    await expect(put).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'k' }))).rejects.toMatchObject({ name: 'NotFound' });
  });

  test('and buckets that are missing cause the errors of AWS', async () => {
    const s3 = await start();
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'nope' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
      message: 'The specified key does not exist.',
    });
    await expect(s3.send(new ListObjectsV2Command({ Bucket: 'other' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
      message: 'The specified bucket does not exist',
    });
  });
});

describe('listing', () => {
  test('pages through keys and common prefixes in byte order', async () => {
    const s3 = await start();
    for (const Key of ['b', 'a/1', 'a/2', 'ä/1', 'c/<&>/x', 'a0']) {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    }
    const seen: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({
          Bucket,
          Delimiter: '/',
          MaxKeys: 2,
          ...(ContinuationToken ? { ContinuationToken } : {}),
        }),
      );
      seen.push(
        ...(page.Contents ?? []).map(({ Key }) => Key),
        ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
      );
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    expect(seen).toEqual(['a0', 'a/', 'b', 'c/', 'ä/']);
    const below = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'c/' }));
    expect(below.Contents?.map(({ Key, Size }) => [Key, Size])).toEqual([['c/<&>/x', 1]]);
  });

  test('does not show objects that DeleteObjects deleted', async () => {
    const s3 = await start();
    for (const Key of ['one', 'two & <three>', 'four']) await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    const result = await s3.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: [{ Key: 'one' }, { Key: 'two & <three>' }, { Key: 'missing' }] },
      }),
    );
    expect(result.Deleted?.map(({ Key }) => Key)).toEqual(['one', 'two & <three>', 'missing']);
    const left = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(left.Contents?.map(({ Key }) => Key)).toEqual(['four']);
  });
});

describe('multipart uploads', () => {
  test('join parts in the order of their numbers', async () => {
    const s3 = await start();
    const Key = 'big';
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const upload = { Bucket, Key, UploadId };
    const first = Buffer.alloc(5 * 1024 * 1024, 'a');
    const two = await s3.send(new UploadPartCommand({ ...upload, PartNumber: 2, Body: 'tail' }));
    const one = await s3.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: first }));
    const parts = await s3.send(new ListPartsCommand(upload));
    expect(parts.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([1, 2]);
    const Parts = [
      { PartNumber: 1, ETag: one.ETag },
      { PartNumber: 2, ETag: two.ETag },
    ];
    const done = await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head.ContentLength).toBe(first.length + 4);
  });

  test('cannot be continued after an abort', async () => {
    const s3 = await start();
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'k' }));
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'k', UploadId }));
    const part = s3.send(new UploadPartCommand({ Bucket, Key: 'k', UploadId, PartNumber: 1, Body: 'x' }));
    await expect(part).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });
});

describe('signatures', () => {
  test('with another key or secret are rejected', async () => {
    const { url } = await startTestAws();
    const credentials = { accessKeyId: 'AKIAOTHER', secretAccessKey: awsAccount.secretAccessKey };
    await expect(makeClient(url, { credentials }).send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({
      name: 'InvalidAccessKeyId',
      $metadata: { httpStatusCode: 403 },
    });
    const wrong = { accessKeyId: awsAccount.accessKeyId, secretAccessKey: 'wrong' };
    await expect(
      makeClient(url, { credentials: wrong }).send(new ListObjectsV2Command({ Bucket })),
    ).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
      $metadata: { httpStatusCode: 403 },
    });
  });

  test('for another Region are rejected with the Region of the bucket', async () => {
    const s3 = await start({ region: 'us-west-2' });
    await expect(s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))).rejects.toMatchObject({
      name: 'AuthorizationHeaderMalformed',
      message: "The authorization header is malformed; the region 'us-west-2' is wrong; expecting 'eu-central-1'",
      Region: 'eu-central-1',
    });
  });

  test('are required', async () => {
    const { url } = await startTestAws();
    const response = await fetch(`${url}/${Bucket}?list-type=2`);
    expect([response.status, await response.text()]).toEqual([
      403,
      expect.stringContaining('<Code>AccessDenied</Code>'),
    ]);
  });
});

test('a bucket in another Region has its own location; a host of this Region redirects to it', async () => {
  const { url } = await startTestAws();
  const there = makeClient(url, { region: 'us-west-2' });
  await there.send(
    new CreateBucketCommand({ Bucket: 'far-away', CreateBucketConfiguration: { LocationConstraint: 'us-west-2' } }),
  );
  const location = await there.send(new GetBucketLocationCommand({ Bucket: 'far-away' }));
  expect(location.LocationConstraint).toBe('us-west-2');
  const here = makeClient(url);
  here.middlewareStack.add(
    (next) => (args) => {
      (args.request as { headers: Record<string, string> }).headers['host'] = 's3.eu-central-1.amazonaws.com';
      return next(args);
    },
    { step: 'build' },
  );
  await expect(here.send(new ListObjectsV2Command({ Bucket: 'far-away' }))).rejects.toMatchObject({
    name: 'PermanentRedirect',
    Endpoint: 'far-away.s3.us-west-2.amazonaws.com',
  });
});

test('virtual-host addresses reach the same bucket', async () => {
  const { url } = await startTestAws();
  const s3 = makeClient(url);
  s3.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers: Record<string, string>; path: string };
      request.headers['host'] = `${Bucket}.s3.${awsAccount.region}.amazonaws.com`;
      request.path = request.path.replace(`/${Bucket}`, '');
      return next(args);
    },
    { step: 'build' },
  );
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a/b c', Body: 'x' }));
  const listed = await makeClient(url).send(new ListObjectsV2Command({ Bucket }));
  expect(listed.Contents?.map(({ Key }) => Key)).toEqual(['a/b c']);
});

test('an unsupported operation fails with its name', async () => {
  const { url } = await startTestAws();
  const { GetBucketPolicyCommand } = await import('@aws-sdk/client-s3');
  await expect(makeClient(url).send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining("'GET bucket?policy'"),
  });
});

test('boto3 uploads, lists, reads and deletes small and large files', async () => {
  const { url } = await startTestAws();
  const printed = await runBoto3(
    url,
    `
import io
s3 = session.client('s3', endpoint_url=url)
s3.put_object(Bucket=bucket, Key='p/small.csv', Body=b'a,b')
big = bytes(range(256)) * 40000 * 2
s3.upload_fileobj(io.BytesIO(big), bucket, 'p/big.bin')
pages = s3.get_paginator('list_objects_v2').paginate(Bucket=bucket, Prefix='p/', PaginationConfig={'PageSize': 1})
keys = [c['Key'] for page in pages for c in page['Contents']]
same = s3.get_object(Bucket=bucket, Key='p/big.bin')['Body'].read() == big
part = s3.get_object(Bucket=bucket, Key='p/small.csv', Range='bytes=1-')['Body'].read().decode()
s3.delete_objects(Bucket=bucket, Delete={'Objects': [{'Key': k} for k in keys]})
left = s3.list_objects_v2(Bucket=bucket)['KeyCount']
try:
    s3.head_object(Bucket=bucket, Key='nope')
except s3.exceptions.ClientError as e:
    head = e.response['Error']['Code']
sts = session.client('sts', endpoint_url=url).get_caller_identity()['Account']
out({'keys': keys, 'same': same, 'part': part, 'left': left, 'head': head, 'account': sts})
`,
  );
  expect(printed).toEqual({
    keys: ['p/big.bin', 'p/small.csv'],
    same: true,
    part: ',b',
    left: 0,
    head: '404',
    account: awsAccount.accountId,
  });
});
