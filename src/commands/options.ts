import type { SettingsFlags } from '../config/resolve.js';
import { readSettingOptions } from '../config/setting-options.js';

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

/** Flags → a source of settings. */
export const readConnectionFlags = (flags: ConnectionFlags): SettingsFlags => readSettingOptions(flags);
