/** Access key, secret, and the server-side encryption that Exasol reads from the end of the secret. */
export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  readonly encryption: S3Encryption | undefined;
}

export interface S3Encryption {
  readonly type: 'AES256' | 'aws:kms';
  readonly keyId: string | undefined;
}

/**
 * USER is the access key id, IDENTIFIED BY the secret, which may end in `;sse_type=aws:kms;kms_key_id=…` (docs.exasol.com, changelog 7393).
 * @returns undefined without credentials; requests are then anonymous
 */
export function parseS3Credentials(
  user: string | undefined,
  password: string | undefined,
  sessionToken?: string,
): S3Credentials | undefined {
  if (user === undefined || user === '' || password === undefined || password === '') return undefined;
  const [secret = '', ...settings] = password.split(';');
  const values = new Map(
    settings.map((setting) => [setting.split('=', 1)[0]?.trim() ?? '', setting.replace(/^[^=]*=/, '').trim()]),
  );
  return { accessKeyId: user, secretAccessKey: secret, sessionToken, encryption: readEncryption(values) };
}

function readEncryption(values: ReadonlyMap<string, string>): S3Encryption | undefined {
  const type = values.get('sse_type');
  if (type !== 'AES256' && type !== 'aws:kms') return undefined;
  return { type, keyId: values.get('kms_key_id') };
}
