import { probeAddress, probeTls } from '../../exasol/probe.js';
import { findKnownProblems } from '../../scripts/known-problems.js';
import { ok, warn } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';

const connectTimeoutMs = 5000;
const loginTimeoutMs = 20_000;

/** Can sme reach the database, trust its certificate and log in? Does this version have known problems? */
export const databaseChecks: readonly Check[] = [
  { id: 'database', title: 'database reachable', needs: [], timeoutMs: connectTimeoutMs, run: checkAddress },
  { id: 'tls', title: 'TLS and certificate', needs: ['database'], timeoutMs: connectTimeoutMs, run: checkCertificate },
  { id: 'login', title: 'login and version', needs: ['tls'], timeoutMs: loginTimeoutMs, run: checkLogin },
  {
    id: 'version',
    title: 'known problems of this version',
    needs: ['login'],
    timeoutMs: loginTimeoutMs,
    run: checkVersion,
  },
];

async function checkAddress({ readConnection, signal }: DoctorContext): Promise<Outcome> {
  const { host, port, address } = await probeAddress(readConnection(), signal);
  return ok(`${host}:${port} answers${address === host ? '' : ` (${address})`}`);
}

async function checkCertificate({ readConnection, signal }: DoctorContext): Promise<Outcome> {
  const connection = readConnection();
  const { protocol, fingerprint } = await probeTls(connection, signal);
  switch (connection.certificate.kind) {
    case 'pin':
      return ok(`${protocol}; the certificate has the expected fingerprint`);
    case 'verify':
      return ok(`${protocol}; this machine trusts the certificate`);
    default:
      return warn(
        `${protocol}; the certificate is not verified, so an attacker in between can read the password`,
        `Pin it: --fingerprint ${fingerprint}`,
      );
  }
}

async function checkLogin({ readInstalled }: DoctorContext): Promise<Outcome> {
  const { version, user } = (await readInstalled()).database;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const text = `Exasol ${version} as ${user}`;
  return major < 7 || (major === 7 && minor < 1)
    ? warn(`${text}; the scripts need 7.1 or later`, 'Update the database.')
    : ok(text);
}

async function checkVersion({ readInstalled }: DoctorContext): Promise<Outcome> {
  const { version, nodes } = (await readInstalled()).database;
  const where = `Exasol ${version} on ${nodes === 1 ? 'one node' : `${nodes} nodes`}`;
  const problems = findKnownProblems(version, nodes);
  return problems.length === 0
    ? ok(`no known problems of ${where}`)
    : warn(
        `${where}: ${problems.map(({ id, text }) => `${text} (${id})`).join('; ')}`,
        problems.map(({ fix }) => fix).join('\n'),
      );
}
