import type { Secret } from '../secret.js';

/** How to log in. Tokens do not need a user name. */
export type Credentials =
  | { readonly kind: 'password'; readonly user: string; readonly password: Secret }
  | { readonly kind: 'token'; readonly user: string | undefined; readonly accessToken: Secret }
  | { readonly kind: 'refreshToken'; readonly user: string | undefined; readonly refreshToken: Secret };

/** How to check the server's certificate. */
export type CertificatePolicy =
  | { readonly kind: 'verify' }
  /** Checks only the SHA-256 of the DER certificate: 64 upper-case hex digits. */
  | { readonly kind: 'pin'; readonly fingerprint: string }
  | { readonly kind: 'trust-anyone' };

/** Checked settings of a connection to Exasol. */
export interface ConnectionConfig {
  readonly host: string;
  readonly port: number;
  readonly credentials: Credentials;
  readonly certificate: CertificatePolicy;
  /** Timeout for connecting and logging in. */
  readonly timeoutMs: number;
}
