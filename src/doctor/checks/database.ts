import { probeAddress, probeTls } from '../../exasol/probe.js';
import { findKnownProblems } from '../../scripts/known-problems.js';
import { ok, warn } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';

/** Connecting without a login takes no longer. */
const connectLimitMs = 5000;
const loginLimitMs = 20_000;

/** Is the database there, is it the right one, does it let us in? */
export const databaseChecks: readonly Check[] = [
  { id: 'database', title: 'database reachable', needs: [], limitMs: connectLimitMs, run: checkAddress },
  { id: 'tls', title: 'TLS and certificate', needs: ['database'], limitMs: connectLimitMs, run: checkCertificate },
  { id: 'login', title: 'login and version', needs: ['tls'], limitMs: loginLimitMs, run: checkLogin },
  { id: 'version', title: 'known problems of the version', needs: ['login'], limitMs: loginLimitMs, run: checkVersion },
];

async function checkAddress({ readConnection, signal }: DoctorContext): Promise<Outcome> {
  const connection = readConnection();
  const { host, port } = connection;
  const address = await probeAddress(connection, signal);
  return ok(`${host}:${port} answers${address === host ? '' : ` (${address})`}`);
}

async function checkCertificate({ readConnection, signal }: DoctorContext): Promise<Outcome> {
  const connection = readConnection();
  const { protocol, fingerprint } = await probeTls(connection, signal);
  switch (connection.certificate.kind) {
    case 'pin':
      return ok(`${protocol}; the certificate has the fingerprint that was asked for`);
    case 'verify':
      return ok(`${protocol}; the certificate is one that this machine trusts`);
    default:
      return warn(
        `${protocol}; nobody looks at the certificate, so anyone in between can read the password`,
        `Pin it: --fingerprint ${fingerprint}`,
      );
  }
}

async function checkLogin({ readInstalled }: DoctorContext): Promise<Outcome> {
  const { version, user } = (await readInstalled()).database;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const text = `Exasol ${version} as ${user}`;
  return major < 7 || (major === 7 && minor < 1)
    ? warn(`${text}; the scripts are made for 7.1 and later`, 'Update the database.')
    : ok(text);
}

async function checkVersion({ readInstalled }: DoctorContext): Promise<Outcome> {
  const { version, nodes } = (await readInstalled()).database;
  const where = `Exasol ${version} on ${nodes === 1 ? 'one node' : `${nodes} nodes`}`;
  const problems = findKnownProblems(version, nodes);
  return problems.length === 0
    ? ok(`none known for ${where}`)
    : warn(
        `${where}: ${problems.map(({ id, text }) => `${text} (${id})`).join('; ')}`,
        problems.map(({ fix }) => fix).join('\n'),
      );
}
