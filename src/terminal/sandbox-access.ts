import type { SandboxSettings } from '../config/sandbox-registry.js';

/** Addresses and credentials of a running sandbox. */
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

/** Formats the access data as text. Password and keys are printed, because every sandbox has the same ones. */
export function formatAccess({ exasol, aws }: SandboxAccess, dataDir: string | undefined): string {
  return `The sandbox is ready. It listens on this machine only; press Ctrl-C to stop it.
Other commands use it with --sandbox.

Exasol  ${exasol.host}:${exasol.port}  user ${exasol.user}  password ${exasol.password}
        certificate fingerprint ${exasol.fingerprint}
AWS     ${aws.endpointUrl}  region ${aws.region}
        access key ${aws.accessKeyId}  secret key ${aws.secretAccessKey}
        bucket ${aws.bucket}  role ${aws.roleArn}
Data    ${dataDir === undefined ? 'deleted when it stops (--data keeps it)' : `kept in ${dataDir}`}
`;
}

/** Formats the access data as one line of JSON. */
export function formatAccessAsJson({ exasol, aws }: SandboxAccess): string {
  return `${JSON.stringify({ schema: 'sme.sandbox/v1', command: 'sandbox', ok: true, exasol, aws })}\n`;
}

/** Converts the access data to the settings that --sandbox gives to other commands. */
export function toSandboxSettings({ exasol, aws }: SandboxAccess): SandboxSettings {
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

/** Formats the access data as `export` lines for a shell, with the variables that sme and the AWS tools read. */
export function formatAccessAsVariables({ exasol, aws }: SandboxAccess): string {
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
