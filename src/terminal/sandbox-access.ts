import type { SandboxSettings } from '../config/sandbox-registry.js';

/** Where a running sandbox is and how to get in. */
export interface SandboxAccess {
  readonly exasol: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
    readonly fingerprint: string;
  };
  readonly aws: {
    readonly endpointUrl: string;
    readonly region: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly bucket: string;
    readonly roleArn: string;
  };
}

/** For people. The password and the keys are the sandbox's own, which everybody knows. */
export function formatForPeople({ exasol, aws }: SandboxAccess, dataDir: string | undefined): string {
  return `The sandbox is ready. It listens on this machine only; Ctrl-C ends it.
Other commands use it with --sandbox.

Exasol  ${exasol.host}:${exasol.port}  user ${exasol.user}  password ${exasol.password}
        certificate fingerprint ${exasol.fingerprint}
AWS     ${aws.endpointUrl}  region ${aws.region}
        access key ${aws.accessKeyId}  secret key ${aws.secretAccessKey}
        bucket ${aws.bucket}  role ${aws.roleArn}
Data    ${dataDir === undefined ? 'gone when it ends (--data keeps it)' : `kept in ${dataDir}`}
`;
}

/** One line of JSON. */
export function formatAsJson({ exasol, aws }: SandboxAccess): string {
  return `${JSON.stringify({ schema: 'sme.sandbox/v1', command: 'sandbox', ok: true, exasol, aws })}\n`;
}

/** What --sandbox of the other commands takes. */
export function listAsSettings({ exasol, aws }: SandboxAccess): SandboxSettings {
  return {
    host: exasol.host,
    port: String(exasol.port),
    user: exasol.user,
    password: exasol.password,
    fingerprint: exasol.fingerprint,
    awsEndpointUrl: aws.endpointUrl,
    awsRegion: aws.region,
    awsAccessKeyId: aws.accessKeyId,
    awsSecretAccessKey: aws.secretAccessKey,
    bucket: aws.bucket,
    roleArn: aws.roleArn,
  };
}

/** Lines for a shell to read: the variables that sme and the AWS tools take. */
export function formatAsVariables({ exasol, aws }: SandboxAccess): string {
  const variables = {
    EXASOL_HOST: exasol.host,
    EXASOL_PORT: String(exasol.port),
    EXASOL_USER: exasol.user,
    EXASOL_PASSWORD: exasol.password,
    EXASOL_FINGERPRINT: exasol.fingerprint,
    AWS_ENDPOINT_URL: aws.endpointUrl,
    AWS_REGION: aws.region,
    AWS_DEFAULT_REGION: aws.region,
    AWS_ACCESS_KEY_ID: aws.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.secretAccessKey,
    SANDBOX_BUCKET: aws.bucket,
    SANDBOX_ROLE_ARN: aws.roleArn,
    SME_BUCKET: aws.bucket,
    SME_ROLE_ARN: aws.roleArn,
  };
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join('');
}
