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

/** Where a node of the database listens, and how to check its certificate. */
export interface HostAddress {
  readonly host: string;
  readonly port: number;
  readonly certificate: CertificatePolicy;
}

/** Checked settings of a connection to Exasol. */
export interface ConnectionConfig extends HostAddress {
  /** Further nodes of the same database, to try in this order if the first one does not answer. */
  readonly otherHosts?: readonly HostAddress[];
  readonly credentials: Credentials;
  /** Timeout for connecting and logging in. */
  readonly timeoutMs: number;
}
