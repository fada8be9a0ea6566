/**
 * The sandbox: a local stand-in for an Exasol database and the AWS services that its scripts call. It knows nothing of any product.
 *
 * Mirrored; each room's own first page says how far
 * - exasol/server.ts: Exasol's WebSocket API v1-v3 over TLS.
 * - sql, database: schemas, tables, views, DML with MERGE, queries, transactions with DDL in them and write locks on tables, users, roles and
 *   privileges, CONNECTION objects, the EXA_ALL_*, EXA_USER_* and EXA_DBA_* tables that tools read, parameters of session and system.
 * - lua: scripts run by EXECUTE SCRIPT. udf: SCALAR and SET scripts in Python, RETURNS and EMITS, static and dynamic, under any alias.
 * - EXPORT and IMPORT of CSV to and from S3, plain and gzip, several files.
 * - aws: S3, SageMaker Autopilot with endpoints and inference, STS. Jobs really train small models on the data that was exported.
 *
 * Missing, answered by an error that names it (`Feature not supported: … (sandbox gap)`, an unknown object or function, HTTP 501): virtual
 * schemas, adapters, Java and R; functions and system tables beyond those in use; GROUPING SETS, NATURAL JOIN, CONNECT BY other than LEVEL <= n;
 * geometry functions; KILL SESSION; SQL_IDENTIFIER_COMPARISON = IGNORE CASE for the target of DML; Parquet, FBV, FTP and JDBC sources; preprocessor scripts. Missing without a name: the tunnel for files of
 * the client (the connection is closed); IGNORE CASE for schemas, scripts, DDL, WITH and aliases (names of tables, views and columns in
 * queries and DESCRIBE do ignore it).
 *
 * Different by design: everything listens on loopback only, with passwords and keys that are written in options.ts; one process holds the
 * data, so it fits small data; what takes AWS minutes takes seconds; Python scripts run on this machine's own Python, not in a container: they
 * can import what it has, and nothing keeps them from its files; nodes are a number that NPROC() answers.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AwsServer } from './aws/types.js';
import { realClock } from './clock.js';
import { assertEnginesInstalled } from './engines.js';
import { findLanguages } from './find-languages.js';
import { silentLog } from './log.js';
import { administrator, awsAccount, loopbackHost, type Sandbox, type SandboxOptions } from './options.js';
import { ScriptStatements } from './script-statements.js';
import type { SandboxServices } from './services.js';
import { Teardown } from './teardown.js';

/**
 * Starts the AWS server, the database and the Exasol server in front of it. When it rejects, nothing is left running.
 *
 * @throws MissingEnginesError where optional packages are not installed; Error where a port is taken, a language alias has no Python, or
 * the data folder cannot be used; the signal's reason where it fired
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  assertEnginesInstalled();
  const teardown = new Teardown();
  try {
    return await startParts(options, teardown);
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

async function startParts(options: SandboxOptions, teardown: Teardown): Promise<Sandbox> {
  const { signal, log = silentLog, nodes = 1 } = options;
  // The AWS SDK warns on stderr about the Node of its future versions, once it is loaded; ours is pinned.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  // Loaded here, so that a missing package is an error of the start and not of the import.
  const [{ startAwsServer }, { openDatabase }, { startExasolServer }, { stopLuaWorkers }] = await Promise.all([
    import('./aws/server.js'),
    import('./session/database.js'),
    import('./exasol/server.js'),
    import('./lua/lua-worker.js'),
  ]);
  await teardown.register(Promise.resolve(), stopLuaWorkers);
  signal?.throwIfAborted();

  const startOwnAws = async () =>
    startAwsServer({
      ...awsAccount,
      host: loopbackHost,
      port: options.awsPort ?? 0,
      clock: options.clock ?? realClock,
      log,
      ...(await makeFolder(options.dataDir, 'aws')),
      ...(options.timings && { timings: options.timings }),
    });
  const [languages, aws] = await Promise.all([
    findLanguages(options, log),
    options.awsEndpointUrl === undefined
      ? teardown.register<AwsServer>(startOwnAws(), (server) => server.stop())
      : undefined,
  ]);
  signal?.throwIfAborted();

  const awsEndpointUrl = aws?.url ?? options.awsEndpointUrl ?? '';
  const scriptStatements = new ScriptStatements();
  const { forkServer } = options;
  const services: SandboxServices = { nodes, awsEndpointUrl, languages, forkServer, log, scriptStatements };
  const openOwnDatabase = async () =>
    openDatabase({
      ...administrator,
      services,
      ...(await makeFolder(options.dataDir, 'exasol')),
      ...(options.databaseVersion !== undefined && { version: options.databaseVersion }),
    });
  const database = await teardown.register(openOwnDatabase(), (opened) => opened.close());
  signal?.throwIfAborted();

  const server = await teardown.register(
    startExasolServer({ host: loopbackHost, port: options.port ?? 0, nodes, database, log }),
    (started) => started.stop(),
  );
  signal?.throwIfAborted();

  const { host, port, fingerprint } = server;
  return {
    exasol: { ...administrator, host, port, fingerprint },
    aws: { ...awsAccount, endpointUrl: awsEndpointUrl },
    awsControl: aws?.control,
    exasolControl: scriptStatements,
    stop: () => teardown.run(),
  };
}

/** A part's own folder below the data folder, as an option to hand on; none where nothing is kept. */
async function makeFolder(dataDir: string | undefined, name: string): Promise<{ dataDir?: string }> {
  if (dataDir === undefined) {
    return {};
  }
  const folder = join(dataDir, name);
  await mkdir(folder, { recursive: true });
  return { dataDir: folder };
}
