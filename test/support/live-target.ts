import { randomInt } from 'node:crypto';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { identifier } from '../../src/exasol/quote.js';
import { connectPublishedDriver } from './connect-driver.js';
import { writeConnection } from './connection-sql.js';
import { deleteHosting, deletePrefix, stopJob } from './live-aws.js';
import type { LiveEnvironment } from './live-environment.js';
import type { Target } from './target.js';

const hourMs = 3_600_000;

/** All names of a run have one suffix, `…_SME_LIVE_<run>`, so that a later command can find what an interrupted run left. */
function makeSuffix(): string {
  const run = process.env['SME_LIVE_RUN'] ?? '';
  return `${run}${randomInt(36 ** 2, 36 ** 3).toString(36)}`;
}

/** What was made and has to go, in the order in which it goes: users own schemas, schemas hold grants on connections. */
interface Belongings {
  readonly users: Set<string>;
  readonly schemas: Set<string>;
  readonly connections: Set<string>;
  readonly jobs: Set<string>;
  readonly drivers: Set<ExasolDriver>;
}

/** A real Exasol and, if the environment names it, a real AWS. */
export async function openLiveTarget(environment: Extract<LiveEnvironment, { kind: 'live' }>): Promise<Target> {
  const { exasol } = environment;
  const suffix = makeSuffix();
  const keyPrefix = `sme-live/${suffix}/`;
  const hostingPrefix = `sme-live-${suffix}`;
  const own: Belongings = {
    users: new Set(),
    schemas: new Set(),
    connections: new Set(),
    jobs: new Set(),
    drivers: new Set(),
  };
  const readAws = () => {
    if (environment.aws === undefined) throw new Error('This suite needs AWS: set the variables that name it.');
    return environment.aws;
  };
  const nameIn = (set: Set<string>) => (label: string) => {
    const name = `${label}_SME_LIVE_${suffix.toUpperCase()}`;
    set.add(name);
    return name;
  };
  const connect: Target['connect'] = async (config) => {
    const driver = await connectPublishedDriver(exasol, config);
    own.drivers.add(driver);
    return driver;
  };
  const schemaName = (label: string) => {
    const name = nameIn(own.schemas)(label);
    // a test may rely on Exasol's conversion to upper case
    own.schemas.add(name.toUpperCase());
    return name;
  };
  const admin = await connect();
  return {
    isSandbox: false,
    exasol,
    get aws() {
      return readAws();
    },
    awsControl: undefined,
    patienceMs: hourMs,
    connect,
    schemaName,
    ownSchema: async (label, session = admin) => {
      const name = schemaName(label);
      await session.execute(`CREATE SCHEMA ${identifier(name)}`);
      return name;
    },
    userName: nameIn(own.users),
    connectionName: nameIn(own.connections),
    connectionSql: (name, changes) => writeConnection(name, readAws(), changes),
    jobName: (label) => {
      const name = `${label}-${suffix}`;
      own.jobs.add(name);
      return name;
    },
    endpointName: (label) => `${hostingPrefix}-${label}`,
    key: (relative) => `${keyPrefix}${relative}`,
    releaseJob: (jobName) => stopJob(readAws(), jobName),
    stop: () => removeAll(own, admin, environment, { keyPrefix, hostingPrefix }),
  };
}

/** Deletes everything that can be deleted, then reports the rest. */
async function removeAll(
  own: Belongings,
  admin: ExasolDriver,
  { aws, endpoints }: Extract<LiveEnvironment, { kind: 'live' }>,
  { keyPrefix, hostingPrefix }: { readonly keyPrefix: string; readonly hostingPrefix: string },
): Promise<void> {
  const left: string[] = [];
  const attempt = async (what: string, remove: () => Promise<unknown>) => {
    await remove().catch((error: unknown) => left.push(`${what}: ${describe(error)}`));
  };
  own.drivers.delete(admin);
  await Promise.allSettled([...own.drivers].map((driver) => driver.close()));
  const statements = [
    ...[...own.users].map((name) => `DROP USER IF EXISTS ${identifier(name)} CASCADE`),
    ...[...own.schemas].map((name) => `DROP SCHEMA IF EXISTS ${identifier(name)} CASCADE`),
    ...[...own.connections].map((name) => `DROP CONNECTION IF EXISTS ${identifier(name)}`),
  ];
  for (const sql of statements) await attempt(sql, () => admin.execute(sql));
  await admin.close();
  if (aws !== undefined) {
    if (endpoints) await attempt(`endpoints ${hostingPrefix}…`, () => deleteHosting(aws, hostingPrefix));
    for (const name of own.jobs) await attempt(`job ${name}`, () => stopJob(aws, name));
    await attempt(`s3://${aws.bucket}/${keyPrefix}`, () => deletePrefix(aws, keyPrefix));
  }
  if (left.length > 0) throw new Error(`Could not be removed, please do it:\n${left.join('\n')}`);
}

/** The driver throws plain objects that contain Exasol's text. */
function describe(error: unknown): string {
  return typeof error === 'object' && error !== null && 'text' in error ? String(error.text) : String(error);
}
