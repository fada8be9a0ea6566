import type { S3Context } from './context.js';
import { accessDenied, invalidArgument, S3Error } from './errors.js';

const typeHeader = 'x-amz-server-side-encryption';
const keyHeader = 'x-amz-server-side-encryption-aws-kms-key-id';
const contextHeader = 'x-amz-server-side-encryption-context';
const types: readonly string[] = ['AES256', 'aws:kms', 'aws:kms:dsse'];

/** The KMS key that uploads to a bucket must name. Undefined for any key. */
export type RequiredKmsKey = string | undefined;

/**
 * Checks the encryption that an upload asks for. The sandbox encrypts nothing; it stores the headers with the object, as S3 returns them.
 * Like a policy with the condition keys `s3:x-amz-server-side-encryption` and `…-aws-kms-key-id`, it refuses uploads without KMS to buckets
 * that require it.
 * @returns headers of the object; without any, S3 uses its own keys
 * @throws S3Error InvalidArgument, AccessDenied, KMS.NotFoundException
 */
export function readEncryption(context: S3Context): Record<string, string> {
  const { request, address, caller, requiredKmsKeys } = context;
  const { [typeHeader]: type, [keyHeader]: key, [contextHeader]: encryptionContext } = request.headers;
  if (type !== undefined && !types.includes(type)) {
    throw invalidArgument('The encryption method specified is not supported', typeHeader, type);
  }
  if (key !== undefined && (type === undefined || type === 'AES256')) {
    const expected = `Server Side Encryption with AWS KMS managed key requires HTTP header ${typeHeader} : aws:kms`;
    throw invalidArgument(expected, typeHeader, type ?? 'null');
  }
  const bucket = address.bucket ?? '';
  const isMissing = type === undefined || type === 'AES256';
  const required = requiredKmsKeys.get(bucket);
  if (requiredKmsKeys.has(bucket) && (isMissing || (required !== undefined && required !== key))) {
    const denial = `User: ${caller} is not authorized to perform: s3:PutObject`;
    throw accessDenied(`${denial} with an explicit deny in a resource-based policy`);
  }
  const keyRegion = /^arn:[^:]*:kms:([^:]*):/.exec(key ?? '')?.[1];
  const bucketRegion = context.store.buckets.get(bucket)?.region;
  if (keyRegion !== undefined && keyRegion !== bucketRegion) {
    throw new S3Error(400, 'KMS.NotFoundException', `Invalid arn ${keyRegion}`);
  }
  if (key !== undefined) {
    authorizeKey(context, 'kms:GenerateDataKey', key);
    // The parts of an upload are decrypted when it is completed.
    if (request.method === 'POST') authorizeKey(context, 'kms:Decrypt', key);
  }
  return {
    [typeHeader]: type ?? 'AES256',
    ...(key === undefined ? {} : { [keyHeader]: key }),
    ...(encryptionContext === undefined ? {} : { [contextHeader]: encryptionContext }),
  };
}

/** S3 decrypts an object with the permissions of its reader. @throws S3Error AccessDenied */
export function authorizeDecryption(context: S3Context, headers: Readonly<Record<string, string>>): void {
  const { [keyHeader]: key } = headers;
  if (key !== undefined) authorizeKey(context, 'kms:Decrypt', key);
}

/** Permissions are for ARNs; requests may name a key by its ID. */
function authorizeKey(context: S3Context, action: string, key: string): void {
  const region = context.store.buckets.get(context.address.bucket ?? '')?.region;
  const account = context.caller.split(':')[4];
  context.authorize(action, key.startsWith('arn:') ? key : `arn:aws:kms:${region}:${account}:key/${key}`);
}

/** The encryption that the response to an upload names. */
export function pickEncryption(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith(typeHeader)));
}
