import type { Sandbox } from '../../src/sandbox/options.js';

/** The variables with which `sme` connects to a sandbox as its administrator, and to its AWS. */
export function makeSandboxEnvironment({ exasol, aws }: Pick<Sandbox, 'exasol' | 'aws'>): Record<string, string> {
  return {
    EXASOL_HOST: exasol.host,
    EXASOL_PORT: String(exasol.port),
    EXASOL_USER: exasol.user,
    EXASOL_PASSWORD: exasol.password,
    EXASOL_FINGERPRINT: exasol.fingerprint,
    AWS_ENDPOINT_URL: aws.endpointUrl,
    AWS_REGION: aws.region,
    AWS_ACCESS_KEY_ID: aws.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.secretAccessKey,
    SME_BUCKET: aws.bucket,
    SME_ROLE_ARN: aws.roleArn,
  };
}
