import { makeXmlResponse, readXml, requireBucket, type S3Operation } from './context.js';
import { malformedXml, S3Error } from './errors.js';
import { readElements, readText, unescapeXml } from './xml.js';

/** S3 accepts up to 1,000 keys per call, of about 1 kB each. */
const deleteBodyLimit = 2 * 1024 * 1024;

export const listBuckets: S3Operation = ({ store }) =>
  makeXmlResponse('ListAllMyBucketsResult', {
    Buckets: {
      Bucket: [...store.buckets.values()].map((bucket) => ({
        Name: bucket.name,
        CreationDate: new Date(bucket.created).toISOString(),
        BucketRegion: bucket.region,
      })),
    },
  });

export const createBucket: S3Operation = async (context) => {
  const { store, address, region, signature } = context;
  const name = address.bucket ?? '';
  if (!/^(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/.test(name)) {
    throw new S3Error(400, 'InvalidBucketName', 'The specified bucket is not valid.', { BucketName: name });
  }
  const body = await readXml(context, 16_384);
  const bucketRegion = readText(body, 'LocationConstraint') ?? address.endpointRegion ?? signature.region ?? region;
  const existing = store.buckets.get(name);
  if (existing) {
    throw new S3Error(
      409,
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      { BucketName: name },
    );
  }
  await store.createBucket(name, bucketRegion);
  return { status: 200, headers: { Location: `/${name}` } };
};

export const headBucket: S3Operation = (context) => ({
  status: 200,
  headers: { 'x-amz-bucket-region': requireBucket(context).region },
});

export const deleteBucket: S3Operation = async (context) => {
  const bucket = requireBucket(context);
  if (bucket.objects.size > 0) {
    throw new S3Error(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty', {
      BucketName: bucket.name,
    });
  }
  await context.store.deleteBucket(bucket.name);
  return { status: 204 };
};

/** As in S3, us-east-1 is an empty constraint. */
export const getBucketLocation: S3Operation = (context) => {
  const { region } = requireBucket(context);
  return makeXmlResponse('LocationConstraint', region === 'us-east-1' ? '' : region);
};

export const deleteObjects: S3Operation = async (context) => {
  const bucket = requireBucket(context);
  const xml = await readXml(context, deleteBodyLimit);
  const keys = readElements(xml, 'Object').map((object) => readText(object, 'Key'));
  if (keys.length === 0 || keys.length > 1000 || keys.includes(undefined)) throw malformedXml();
  const quiet = readElements(xml, 'Quiet').map(unescapeXml)[0] === 'true';
  const deleted: { Key: string }[] = [];
  const failed: { Key: string; Code: string; Message: string }[] = [];
  for (const key of keys) {
    if (key === undefined) continue;
    try {
      context.authorize('s3:DeleteObject', `arn:aws:s3:::${bucket.name}/${key}`);
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      failed.push({ Key: key, Code: error.code, Message: error.message });
      continue;
    }
    await context.store.deleteObject(bucket, key);
    deleted.push({ Key: key });
  }
  return makeXmlResponse('DeleteResult', { Deleted: quiet ? [] : deleted, Error: failed });
};
