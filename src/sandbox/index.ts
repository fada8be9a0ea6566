/**
 * The sandbox: a local stand-in for an Exasol database and the AWS services that its scripts call. README.md describes what it mirrors, what
 * is missing, and what differs by design.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AwsServer } from './aws/types.js';
import { defaultBehaviours } from './behaviours.js';
import { realClock } from './clock.js';
import { assertEnginesInstalled } from './engines.js';
import { findLanguages } from './find-languages.js';
import { silentLog } from './log.js';
import { administrator, awsAccount, loopbackHost, type Sandbox, type SandboxOptions } from './options.js';
import { ScriptStatements } from './script-statements.js';
import type { SandboxServices } from './services.js';
import { Teardown } from './teardown.js';

export type { AwsControl, AwsQuotas, AwsTimings } from './aws/types.js';
export { behaviourNames, behaviourTable } from './behaviours.js';
export { type Clock, SteppedClock } from './clock.js';
export { MissingEnginesError } from './engines.js';
export { makeLog, type SandboxLog } from './log.js';
export type { AwsAccess, ExasolAccess, Sandbox, SandboxOptions } from './options.js';
export type { ScriptStatement, SessionKill } from './script-statements.js';

/**
 * Starts the AWS server and the Exasol server with its database, on free ports of 127.0.0.1 unless the options name ports. If the promise
 * rejects, nothing is left running.
 *
 * @throws MissingEnginesError if optional packages are not installed
 * @throws Error if a port is in use, a language alias has no Python interpreter, or the data folder cannot be used
 * @throws the reason of `options.signal` if it aborts
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
  // The AWS SDK would print a warning about the Node version that its future releases require.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  // Imported here, so that a missing package is an error of startSandbox and not of the import.
  const [{ startAwsServer }, { openDatabase }, { startExasolServer }, { Tunnels }, { stopLuaWorkers }] =
    await Promise.all([
      import('./aws/server.js'),
      import('./session/database.js'),
      import('./exasol/server.js'),
      import('./exasol/tunnel/tunnels.js'),
      import('./lua/lua-worker.js'),
    ]);
  await teardown.register(Promise.resolve(), stopLuaWorkers);
  signal?.throwIfAborted();

  const behaviours = { ...defaultBehaviours, ...options.behaviours };
  const startAws = async () =>
    startAwsServer({
      ...awsAccount,
      host: loopbackHost,
      port: options.awsPort ?? 0,
      clock: options.clock ?? realClock,
      log,
      behaviours,
      ...(await makeFolder(options.dataDir, 'aws')),
      ...(options.timings && { timings: options.timings }),
    });
  const [languages, aws] = await Promise.all([
    findLanguages(options, log),
    options.awsEndpointUrl === undefined
      ? teardown.register<AwsServer>(startAws(), (server) => server.stop())
      : undefined,
  ]);
  signal?.throwIfAborted();

  const awsEndpointUrl = aws?.url ?? options.awsEndpointUrl ?? '';
  const scriptStatements = new ScriptStatements();
  const { forkServer } = options;
  const tunnels = new Tunnels(log);
  const services: SandboxServices = {
    nodes,
    awsEndpointUrl,
    clientFiles: tunnels,
    languages,
    forkServer,
    behaviours,
    log,
    scriptStatements,
  };
  const openSandboxDatabase = async () =>
    openDatabase({
      ...administrator,
      services,
      ...(await makeFolder(options.dataDir, 'exasol')),
      ...(options.databaseVersion !== undefined && { version: options.databaseVersion }),
    });
  const database = await teardown.register(openSandboxDatabase(), (opened) => opened.close());
  signal?.throwIfAborted();

  const server = await teardown.register(
    startExasolServer({ host: loopbackHost, port: options.port ?? 0, nodes, database, tunnels, behaviours, log }),
    (started) => started.stop(),
  );
  signal?.throwIfAborted();

  const { host, port, fingerprint } = server;
  return {
    exasol: { ...administrator, host, port, fingerprint },
    aws: { ...awsAccount, endpointUrl: awsEndpointUrl },
    awsProxy: aws && { url: aws.url, caFile: aws.caFile },
    awsControl: aws?.control,
    exasolControl: scriptStatements,
    stop: () => teardown.run(),
  };
}

/** The option `dataDir` of one part: its own folder below the data folder. Empty without a data folder. */
async function makeFolder(dataDir: string | undefined, name: string): Promise<{ dataDir?: string }> {
  if (dataDir === undefined) {
    return {};
  }
  const folder = join(dataDir, name);
  await mkdir(folder, { recursive: true });
  return { dataDir: folder };
}
