import type { SettingsFlags } from '../config/resolve.js';

/** Flags that say where settings come from. */
export interface SourceFlags {
  readonly profile?: string | undefined;
  /** False with --no-config. */
  readonly config?: string | boolean | undefined;
  readonly sandbox?: boolean | undefined;
}

/** Flags of every command that connects. Each setting may have several spellings. */
export interface ConnectionFlags extends SourceFlags {
  readonly dsn?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  readonly user?: string | undefined;
  readonly dbUser?: string | undefined;
  readonly pass?: string | undefined;
  readonly dbPass?: string | undefined;
  readonly dbPassword?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly dbPasswordFile?: string | undefined;
  readonly passwordStdin?: boolean | undefined;
  readonly dbPasswordStdin?: boolean | undefined;
  readonly accessToken?: string | undefined;
  readonly refreshToken?: string | undefined;
  readonly schema?: string | undefined;
  readonly fingerprint?: string | undefined;
  readonly certificateFingerprint?: string | undefined;
  /** False with --no-verify-certificate, else true. */
  readonly verifyCertificate?: boolean | undefined;
  readonly timeout?: string | undefined;
  readonly languageAlias?: string | undefined;
}

/** Flags → a source of settings. The value of a secret stays out of every text; its flag's name does not. */
export function readConnectionFlags(flags: ConnectionFlags): SettingsFlags {
  const { profile, config, sandbox } = flags;
  const passwordStdin = flags.passwordStdin === true || flags.dbPasswordStdin === true;
  return {
    from: { profile, config, sandbox, passwordStdin },
    dsn: [['--dsn', flags.dsn]],
    host: [['--host', flags.host]],
    port: [['--port', flags.port]],
    user: [
      ['--user', flags.user],
      ['--db-user', flags.dbUser],
    ],
    password: [
      ['--pass', flags.pass],
      ['--db-pass', flags.dbPass],
      ['--db-password', flags.dbPassword],
    ],
    passwordFile: [
      ['--password-file', flags.passwordFile],
      ['--db-password-file', flags.dbPasswordFile],
    ],
    accessToken: [['--access-token', flags.accessToken]],
    refreshToken: [['--refresh-token', flags.refreshToken]],
    schema: [['--schema', flags.schema]],
    fingerprint: [
      ['--fingerprint', flags.fingerprint],
      ['--certificate-fingerprint', flags.certificateFingerprint],
    ],
    verifyCertificate: [['--no-verify-certificate', flags.verifyCertificate === false ? 'false' : undefined]],
    timeout: [['--timeout', flags.timeout]],
    languageAlias: [['--language-alias', flags.languageAlias]],
  };
}
