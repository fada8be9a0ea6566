import { createHash, X509Certificate } from 'node:crypto';
import selfsigned from 'selfsigned';

export interface Certificate {
  /** PEM of the private key. */
  readonly key: string;
  /** PEM of the certificate. */
  readonly cert: string;
  /** SHA-256 of the DER in upper-case hex, as Exasol's drivers accept it in `host/FINGERPRINT:port`. */
  readonly fingerprint: string;
}

/** Creates a self-signed certificate for localhost, like that of a new Exasol installation. */
export async function makeCertificate(): Promise<Certificate> {
  const notBefore = new Date(Date.now() - 24 * 60 * 60 * 1000);
  const pems = await selfsigned.generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: notBefore,
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return { key: pems.private, cert: pems.cert, fingerprint: readFingerprint(pems.cert) };
}

/** @param cert PEM */
function readFingerprint(cert: string): string {
  return createHash('sha256').update(new X509Certificate(cert).raw).digest('hex').toUpperCase();
}
