import { makeXmlResponse, requireBucket, type S3Context, type S3Operation } from './context.js';
import { invalidArgument } from './errors.js';
import { type Bucket, compareBytes } from './store.js';
import type { XmlElement } from './xml.js';

interface Page {
  readonly keys: readonly string[];
  readonly prefixes: readonly string[];
  /** The last key or prefix of the page; undefined on the last page. */
  readonly last: string | undefined;
}

/** Keys and common prefixes after `after`, at most `limit` in total. */
function listPage(keys: readonly string[], prefix: string, delimiter: string, after: string, limit: number): Page {
  const page = { keys: [] as string[], prefixes: [] as string[] };
  let last: string | undefined;
  for (const key of keys) {
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const name = cut < 0 ? key : key.slice(0, cut + delimiter.length);
    const isAfter = compareBytes(name, after) > 0;
    if (!isAfter || (cut >= 0 && page.prefixes.at(-1) === name)) continue;
    if (page.keys.length + page.prefixes.length >= limit) return { ...page, last: limit === 0 ? undefined : last };
    (cut < 0 ? page.keys : page.prefixes).push(name);
    last = name;
  }
  return { ...page, last: undefined };
}

/** Both versions of the operation, which differ in their continuation parameters. */
function listObjectsFrom(context: S3Context, after: string): { bucket: Bucket; page: Page; common: XmlElement } {
  const bucket = requireBucket(context);
  const { query } = context.request;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const maxKeys = Number(query.get('max-keys') ?? 1000);
  if (!Number.isInteger(maxKeys) || maxKeys < 0) {
    throw invalidArgument(
      'Provided max-keys not an integer or within integer range',
      'max-keys',
      query.get('max-keys') ?? '',
    );
  }
  const page = listPage(context.store.listKeys(bucket, prefix), prefix, delimiter, after, Math.min(maxKeys, 1000));
  const encode = makeEncoder(context);
  const common = {
    Name: bucket.name,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: maxKeys,
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: page.last !== undefined,
    Contents: page.keys.map((key) => describe(bucket, key, encode)),
    CommonPrefixes: page.prefixes.map((name) => ({ Prefix: encode(name) })),
  };
  return { bucket, page, common };
}

function describe(bucket: Bucket, key: string, encode: (text: string) => string): XmlElement {
  const info = bucket.objects.get(key);
  return {
    Key: encode(key),
    LastModified: new Date(info?.lastModified ?? 0).toISOString(),
    ETag: `"${info?.etag}"`,
    Size: info?.size,
    StorageClass: 'STANDARD',
  };
}

/** With `encoding-type=url`, clients can list keys that XML cannot represent. */
const makeEncoder =
  ({ request }: S3Context) =>
  (text: string): string =>
    request.query.get('encoding-type') === 'url'
      ? encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%20', '+')
      : text;

export const listObjectsV2: S3Operation = (context) => {
  const { query } = context.request;
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after');
  const after = token === null ? (startAfter ?? '') : Buffer.from(token, 'base64url').toString();
  const { page, common } = listObjectsFrom(context, after);
  return makeXmlResponse('ListBucketResult', {
    ...common,
    KeyCount: page.keys.length + page.prefixes.length,
    StartAfter: startAfter === null ? undefined : makeEncoder(context)(startAfter),
    ContinuationToken: token ?? undefined,
    NextContinuationToken: page.last === undefined ? undefined : Buffer.from(page.last).toString('base64url'),
  });
};

export const listObjects: S3Operation = (context) => {
  const marker = context.request.query.get('marker') ?? '';
  const { page, common } = listObjectsFrom(context, marker);
  const encode = makeEncoder(context);
  return makeXmlResponse('ListBucketResult', {
    ...common,
    Marker: encode(marker),
    NextMarker: page.last !== undefined && common['Delimiter'] !== undefined ? encode(page.last) : undefined,
  });
};
