import type { SandboxSettings } from '../config/sandbox-registry.js';
import type { DocumentData } from '../documents/documents.js';

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
  /** An HTTPS proxy that answers for the hosts of AWS; absent if AWS is elsewhere. */
  readonly awsProxy?: { readonly url: string; readonly caFile: string } | undefined;
}

/** What the sandbox of `sme sandbox` contains from the start, so that commands work immediately. */
export interface SandboxContent {
  /** Schema of the deployed scripts. */
  readonly schema: string;
  /** CONNECTION with the keys of the sandbox's AWS. */
  readonly connectionName: string;
}

/** A running sandbox with its name. */
export interface NamedSandbox extends SandboxAccess {
  readonly name: string;
  /** Undefined for an empty database. */
  readonly content: SandboxContent | undefined;
  readonly dataFolder: string | undefined;
}

/**
 * Formats the access data as text. Password and keys are printed, because every sandbox has the same ones.
 * @param flag how other commands select this sandbox, such as `--sandbox`
 */
export function formatAccess(sandbox: NamedSandbox, flag: string): string {
  const { name, exasol, aws, awsProxy, content, dataFolder } = sandbox;
  const proxy =
    awsProxy === undefined
      ? ''
      : `Proxy   ${awsProxy.url}  for programs that name the hosts of AWS\n        CA file ${awsProxy.caFile}\n`;
  const prepared = content === undefined ? 'none (--empty)' : `schema ${content.schema}`;
  const next =
    content === undefined
      ? `  sme deploy ${flag} --schema SME --create-schema\n`
      : `  sme sandbox load FILE.csv SANDBOX.MY_TABLE${flag === '--sandbox' ? '' : ` --name ${name}`}\n` +
        `  sme train SANDBOX.MY_TABLE --target COLUMN ${flag}\n`;
  return `The sandbox is ready. It listens on this machine only; press Ctrl-C to stop it.
Other commands use it with ${flag}.

Name    ${name}
Exasol  ${exasol.host}:${exasol.port}  user ${exasol.user}  password ${exasol.password}
        certificate fingerprint ${exasol.fingerprint}
AWS     ${aws.endpointUrl}  region ${aws.region}
        access key ${aws.accessKeyId}  secret key ${aws.secretAccessKey}
        bucket ${aws.bucket}  role ${aws.roleArn}
${proxy}Scripts ${prepared}${content === undefined ? '' : `  connection ${content.connectionName}`}
Data    ${dataFolder === undefined ? 'deleted when it stops (--data keeps it)' : `kept in ${dataFolder}`}

Next, in another terminal:
${next}`;
}

/** Formats the access data as one line of JSON. `name`, `exasol` and `aws` beside `data` are those of 0.1.0. */
export function formatAccessAsJson(
  { name, exasol, aws, awsProxy, content, dataFolder }: NamedSandbox,
  warnings: readonly string[],
): string {
  const [schema, connection] = [content?.schema ?? null, content?.connectionName ?? null];
  const { endpointUrl, accessKeyId, secretAccessKey, roleArn, region, bucket } = aws;
  const data: DocumentData<'sandbox'> = {
    name,
    exasol,
    aws: {
      endpoint_url: endpointUrl,
      region,
      access_key_id: accessKeyId,
      secret_access_key: secretAccessKey,
      bucket,
      role_arn: roleArn,
      proxy: awsProxy === undefined ? null : { url: awsProxy.url, ca_file: awsProxy.caFile },
    },
    schema_name: schema,
    connection_name: connection,
    data_folder: dataFolder ?? null,
  };
  const document = {
    schema: 'sme.sandbox/v1',
    command: 'sandbox',
    ok: true,
    data,
    error: null,
    warnings,
    name,
    exasol: { ...exasol, schema, connection },
    aws: { ...aws, proxy: awsProxy ?? null },
  };
  return `${JSON.stringify(document)}\n`;
}

/** Converts the access data to the settings that --sandbox gives to other commands. */
export function toSandboxSettings({ exasol, aws }: SandboxAccess, content?: SandboxContent): SandboxSettings {
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
    ...content,
  };
}

/** Formats the access data as `export` lines for a shell, with the variables that sme and the AWS tools read. */
export function formatAccessAsVariables({ exasol, aws }: SandboxAccess, content?: SandboxContent): string {
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
    ...(content !== undefined && { EXASOL_SCHEMA: content.schema, SME_CONNECTION: content.connectionName }),
  };
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join('');
}
