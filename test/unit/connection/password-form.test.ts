import { describe, expect, test } from 'vitest';
import { needsJson, writePassword } from '../../../src/connection/password-form.js';
import { credentialKeys } from '../../../src/scripts/facts.js';
import { Secret } from '../../../src/secret.js';

const secretAccessKey = new Secret('s/e+c');
const roleArn = 'arn:aws:iam::123456789012:role/data';

describe('writePassword', () => {
  test('writes the form that EXPORT can read as long as a key ID and a secret suffice', () => {
    expect(writePassword({ secretAccessKey, options: {} })).toBe('s/e+c');
    const options = { sse_type: 'aws:kms', kms_key_id: 'alias/k' };
    expect(writePassword({ secretAccessKey, options })).toBe('s/e+c;sse_type=aws:kms;kms_key_id=alias/k');
    expect(needsJson({ secretAccessKey, options })).toBe(false);
  });

  test('writes a session token, a role and the options as JSON, with every key that UDFs know', () => {
    const credentials = {
      secretAccessKey,
      sessionToken: new Secret('to"ken;='),
      expiresAt: new Date('2026-01-31T23:59:59.123Z'),
      roleArn,
      externalId: 'id-1',
      options: { sse_type: 'aws:kms', kms_key_id: 'alias/k' },
    };
    expect(needsJson(credentials)).toBe(true);
    const written = JSON.parse(writePassword(credentials));
    expect(written).toEqual({
      secret_access_key: 's/e+c',
      session_token: 'to"ken;=',
      role_arn: roleArn,
      external_id: 'id-1',
      sse_type: 'aws:kms',
      sse_kms_key_id: 'alias/k',
      expires_at: '2026-01-31T23:59:59Z',
    });
    expect(Object.keys(written).sort()).toEqual([...credentialKeys].sort());
  });

  test('leaves out what is not set', () => {
    const written = JSON.parse(writePassword({ secretAccessKey, roleArn, expiresAt: new Date(), options: {} }));
    expect(written).toEqual({ secret_access_key: 's/e+c', role_arn: roleArn });
  });
});
