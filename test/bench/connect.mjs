import { withSession } from '../../src/exasol/session.js';
import { Secret } from '../../src/secret.js';

/** Opens a session with sme's own client on a sandbox, for statements whose cost is measured. */
export function withSandboxSession({ host, port, user, password, fingerprint }, work) {
  const credentials = { kind: 'password', user, password: new Secret(password) };
  return withSession({ host, port, credentials, certificate: { kind: 'pin', fingerprint }, timeoutMs: 10_000 }, work);
}

/** The CONNECTION that exports and scripts use, with the keys of the sandbox. */
export const createConnection = ({ bucket, region, accessKeyId, secretAccessKey }) =>
  `CREATE CONNECTION BENCH_AWS TO 'https://${bucket}.s3.${region}.amazonaws.com' USER '${accessKeyId}' IDENTIFIED BY '${secretAccessKey}'`;
