import { isIP } from 'node:net';
import { z } from 'zod';
import { makeError } from '../errors/user-error.js';
import { parseDurationMs } from './duration.js';
import { parseSchemaName } from './schema-name.js';
import type {
  CertificatePolicy,
  ConnectionConfig,
  Credentials,
  DeploymentConfig,
  RawConfig,
  SchemaName,
  SettingName,
} from './types.js';
import { Secret } from './types.js';

/** The port that Exasol listens on unless told otherwise. */
const defaultPort = 8563;
const defaultTimeoutMs = 10_000;
const defaultLanguageAlias = 'PYTHON3';

/** What can be asked for; a command names the parts that it needs. */
export interface CheckedSettings {
  readonly connection: ConnectionConfig;
  readonly deployment: DeploymentConfig;
}

const hostRule = z.string().refine(isHost, { error: (issue) => `'${String(issue.input)}' is no host name or address` });
const portRule = z
  .string()
  .regex(/^\d{1,5}$/, { error: (issue) => `'${String(issue.input)}' is no port number` })
  .transform(Number)
  .refine((port) => port >= 1 && port <= 65_535, { error: 'a port lies between 1 and 65535' });
const fingerprintRule = z
  .string()
  .transform((text) => text.replaceAll(/[:\s]/g, '').toUpperCase())
  .refine((text) => /^[0-9A-F]{64}$/.test(text), {
    error: 'it must be the SHA-256 of the certificate: 64 hex digits, colons or not',
  });
const aliasRule = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, {
  error: (issue) => `'${String(issue.input)}' is no language alias such as PYTHON3`,
});
const yesOrNoRule = z
  .string()
  .transform((text) => text.toLowerCase())
  .pipe(z.enum(['1', 'true', 'yes', 'on', '0', 'false', 'no', 'off'], { error: 'it must be true or false' }))
  .transform((text) => ['1', 'true', 'yes', 'on'].includes(text));
const timeoutRule = z.string().transform((text, context) => {
  const milliseconds = parseDurationMs(text);
  if (milliseconds === undefined) {
    context.addIssue({ code: 'custom', message: `'${text}' is no time such as 10s, 500ms or 2m` });
    return z.NEVER;
  }
  return milliseconds;
});
const schemaRule = z.string().transform((text, context): SchemaName => {
  const parsed = parseSchemaName(text);
  if ('problem' in parsed) {
    context.addIssue({ code: 'custom', message: parsed.problem });
    return z.NEVER;
  }
  return parsed;
});

/** Reads settings one by one and remembers every complaint, so that the user hears all of them at once. */
class SettingsReader {
  readonly problems: string[];

  constructor(
    private readonly raw: RawConfig,
    problems: readonly string[],
  ) {
    this.problems = [...problems];
  }

  optional<Output>(name: SettingName, rule: z.ZodType<Output, string>): Output | undefined {
    const setting = this.raw[name];
    if (setting === undefined) {
      return undefined;
    }
    const result = rule.safeParse(setting.value);
    if (result.success) {
      return result.data;
    }
    this.problems.push(...result.error.issues.map((issue) => `${setting.origin}: ${issue.message}`));
    return undefined;
  }

  required<Output>(name: SettingName, rule: z.ZodType<Output, string>, howToGive: string): Output | undefined {
    if (this.raw[name] === undefined) {
      this.problems.push(`the ${name} is missing: give ${howToGive}`);
    }
    return this.optional(name, rule);
  }
}

/**
 * RawConfig → what a command needs, checked. `earlier` are problems that were already found on the way (a DSN).
 * @throws UserError E-SME-1 with every problem in it; secrets are never quoted
 */
export function parseSettings<Part extends keyof CheckedSettings>(
  raw: RawConfig,
  parts: readonly Part[],
  command: string,
  earlier: readonly string[] = [],
): Pick<CheckedSettings, Part> {
  const reader = new SettingsReader(raw, earlier);
  const checked: Partial<CheckedSettings> = {};
  const wanted = new Set<keyof CheckedSettings>(parts);
  if (wanted.has('connection')) {
    Object.assign(checked, readConnection(raw, reader));
  }
  if (wanted.has('deployment')) {
    Object.assign(checked, readDeployment(reader));
  }
  if (reader.problems.length > 0 || !isComplete(checked, parts)) {
    const count = reader.problems.length;
    throw makeError('E-SME-1', {
      count: count === 1 ? 'One setting is' : `${count} settings are`,
      problems: reader.problems.map((problem) => `  - ${problem}`).join('\n'),
      command,
    });
  }
  return checked;
}

function isComplete<Part extends keyof CheckedSettings>(
  checked: Partial<CheckedSettings>,
  parts: readonly Part[],
): checked is Partial<CheckedSettings> & Pick<CheckedSettings, Part> {
  return parts.every((part) => checked[part] !== undefined);
}

function readConnection(raw: RawConfig, reader: SettingsReader): { connection?: ConnectionConfig } {
  const host = reader.required('host', hostRule, '--host (or EXASOL_HOST, or --dsn)');
  const port = reader.optional('port', portRule) ?? defaultPort;
  const timeoutMs = reader.optional('timeout', timeoutRule) ?? defaultTimeoutMs;
  const certificate = readCertificatePolicy(reader);
  const credentials = readCredentials(raw, reader);
  return host === undefined || credentials === undefined
    ? {}
    : { connection: { host, port, timeoutMs, certificate, credentials } };
}

function readCertificatePolicy(reader: SettingsReader): CertificatePolicy {
  const verify = reader.optional('verifyCertificate', yesOrNoRule) ?? true;
  const fingerprint = reader.optional('fingerprint', fingerprintRule);
  if (fingerprint !== undefined) {
    return { kind: 'pin', fingerprint };
  }
  return verify ? { kind: 'verify' } : { kind: 'trust-anyone' };
}

/** A password or a token, whichever comes from the more important source; both from the same one is a contradiction. */
function readCredentials(raw: RawConfig, reader: SettingsReader): Credentials | undefined {
  const { password, accessToken, user } = raw;
  if (accessToken !== undefined && (password === undefined || accessToken.rank < password.rank)) {
    return { kind: 'token', user: user?.value, accessToken: new Secret(accessToken.value) };
  }
  if (accessToken !== undefined && accessToken.rank === password?.rank) {
    reader.problems.push(`${password.origin} and ${accessToken.origin} are both given: give one of the two`);
    return undefined;
  }
  if (user === undefined) {
    reader.problems.push('the user is missing: give --user (or EXASOL_USER), or --access-token');
  }
  if (password === undefined || password.value === '') {
    reader.problems.push('the password is missing: set EXASOL_PASSWORD, give --pass, or run sme on a terminal');
  }
  return user === undefined || password === undefined
    ? undefined
    : { kind: 'password', user: user.value, password: new Secret(password.value) };
}

function readDeployment(reader: SettingsReader): { deployment?: DeploymentConfig } {
  const schema = reader.required('schema', schemaRule, '--schema (or EXASOL_SCHEMA)');
  const languageAlias = reader.optional('languageAlias', aliasRule) ?? defaultLanguageAlias;
  return schema === undefined ? {} : { deployment: { schema, languageAlias } };
}

function isHost(text: string): boolean {
  return isIP(text) !== 0 || /^[\p{L}\p{N}_]([\p{L}\p{N}_.-]*[\p{L}\p{N}_])?\.?$/u.test(text);
}
