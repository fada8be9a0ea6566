import type { AwsAccess } from '../../src/sandbox/options.js';

/** Every form of credentials in a CONNECTION, with secrets that AWS rejects or that UDFs cannot read: USER and IDENTIFIED BY. */
export function listRejectedForms(
  { awsSecret, sessionToken }: { readonly awsSecret: string; readonly sessionToken: string },
  { accessKeyId, accountId }: Pick<AwsAccess, 'accessKeyId' | 'accountId'>,
): Readonly<Record<string, { readonly user: string; readonly password: string }>> {
  const temporary = 'ASIAEXAMPLE000000001';
  const write = (user: string, values: object) => ({ user, password: JSON.stringify(values) });
  const token = { secret_access_key: awsSecret, session_token: sessionToken };
  const role = { role_arn: `arn:aws:iam::${accountId}:role/SandboxExternalRole`, external_id: 'wrong' };
  return {
    'a secret': { user: accessKeyId, password: awsSecret },
    'a secret with options': { user: accessKeyId, password: `${awsSecret};sse_type=AES256` },
    'a temporary key without its token': { user: temporary, password: awsSecret },
    'a session token': write(temporary, token),
    'an expired session token': write(temporary, { ...token, expires_at: '2026-01-01T00:00:00Z' }),
    'a role': write(accessKeyId, { secret_access_key: awsSecret, ...role }),
    'JSON without its end': {
      user: temporary,
      password: `{"secret_access_key": "${awsSecret}", "session_token": "${sessionToken}"`,
    },
    'JSON with a secret as a key': write(accessKeyId, { [awsSecret]: 'x', secret_access_key: sessionToken }),
    'JSON with a secret in a list': write(accessKeyId, { secret_access_key: [awsSecret, sessionToken] }),
  };
}
