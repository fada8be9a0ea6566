import { makeError } from '../errors/user-error.js';
import { quoteValue } from '../text/quote-value.js';
import type { ConnectionOptions } from './types.js';

/** Flags for how S3 encrypts what Exasol uploads through a connection. */
export interface EncryptionFlags {
  readonly sseType?: string | undefined;
  readonly sseKmsKeyId?: string | undefined;
}

/** The ARN of a key or an alias. Captures the Region. */
const arnPattern = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:(?:key|alias)\/./;

/** A key ID, alias or ARN, without the `;` that separates options. */
const keyPattern = /^[\w:/.-]{1,2048}$/;

/**
 * Converts the flags to options of a connection.
 * @returns undefined without flags, `{}` with `--sse-type none`
 * @throws UserError E-SME-304
 */
export function readEncryptionFlags({ sseType, sseKmsKeyId }: EncryptionFlags): ConnectionOptions | undefined {
  if (sseType === undefined && sseKmsKeyId === undefined) {
    return undefined;
  }
  const type = sseType ?? 'aws:kms';
  if (!['none', 'AES256', 'aws:kms'].includes(type)) {
    throw makeError('E-SME-304', { problem: `Invalid --sse-type '${quoteValue(type)}'.` });
  }
  if (sseKmsKeyId === undefined) {
    return type === 'none' ? {} : { sse_type: type };
  }
  if (type !== 'aws:kms') {
    throw makeError('E-SME-304', { problem: `--sse-type '${type}' cannot be combined with --sse-kms-key-id.` });
  }
  if (!keyPattern.test(sseKmsKeyId)) {
    throw makeError('E-SME-304', { problem: `Invalid --sse-kms-key-id '${quoteValue(sseKmsKeyId)}'.` });
  }
  if (sseKmsKeyId.startsWith('arn:') && !arnPattern.test(sseKmsKeyId)) {
    const example = 'arn:aws:kms:eu-central-1:123456789012:key/…';
    throw makeError('E-SME-304', {
      problem: `--sse-kms-key-id '${quoteValue(sseKmsKeyId)}' is not the ARN of a KMS key, such as ${example}.`,
    });
  }
  return { sse_type: type, kms_key_id: sseKmsKeyId };
}

/**
 * Checks that the key is in the Region of the bucket. S3 would only refuse it at the first upload.
 * @throws UserError E-SME-304
 */
export function assertKeyRegion(options: ConnectionOptions | undefined, region: string): void {
  const key = options?.['kms_key_id'] ?? '';
  const keyRegion = arnPattern.exec(key)?.[1];
  if (keyRegion !== undefined && keyRegion !== region) {
    throw makeError('E-SME-304', {
      problem: `--sse-kms-key-id '${quoteValue(key)}' is a key in the Region '${keyRegion}', but the bucket is in '${region}'.`,
    });
  }
}
