import { makeError } from '../errors/user-error.js';
import { quoteValue } from '../text/quote-value.js';
import type { ConnectionOptions } from './types.js';

/** Flags for how S3 encrypts what Exasol uploads through a connection. */
export interface EncryptionFlags {
  readonly sseType?: string | undefined;
  readonly sseKmsKeyId?: string | undefined;
}

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
  return { sse_type: type, kms_key_id: sseKmsKeyId };
}
