import type { Config, ExasolDriver } from '@exasol/exasol-driver-ts';
import type { AwsTimings } from '../../src/sandbox/aws/types.js';
import { startSandbox } from '../../src/sandbox/index.js';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/options.js';
import type { ForkServerAddress } from '../../src/sandbox/types/fork-server-address.js';
import { connectPublishedDriver } from './connect-driver.js';
import { testLog } from './test-log.js';

/** A sandbox whose driver connections are closed with it. */
export interface TestSandbox extends Sandbox {
  /** Opens a connection with the published driver, which checks the fingerprint of the certificate. */
  connect(config?: Partial<Config>): Promise<ExasolDriver>;
}

/** Tests wait for the sandbox's AWS only where they say so. Jobs keep their durations: many tests look at running ones. */
const shortTimings: Partial<AwsTimings> = {
  transformJob: 10,
  endpointCreate: 10,
  endpointUpdate: 10,
  endpointDelete: 10,
};

/**
 * Starts a sandbox for one test file: `beforeAll(async () => { sandbox = await startTestSandbox(); })`, `afterAll(() => sandbox.stop())`.
 */
export async function startTestSandbox(options: SandboxOptions = {}): Promise<TestSandbox> {
  const { TEST_FORK_SERVER } = process.env;
  const sandbox = await startSandbox({
    log: testLog,
    ...(TEST_FORK_SERVER !== undefined && { forkServer: JSON.parse(TEST_FORK_SERVER) as ForkServerAddress }),
    ...options,
    timings: { ...shortTimings, ...options.timings },
  });
  const drivers: ExasolDriver[] = [];
  return {
    ...sandbox,
    connect: async (config) => {
      const driver = await connectDriver(sandbox, config);
      drivers.push(driver);
      return driver;
    },
    stop: async () => {
      await Promise.allSettled(drivers.map((driver) => driver.close()));
      await sandbox.stop();
    },
  };
}

/** Opens a connection to a sandbox with the published driver, which checks the fingerprint of the certificate. The caller closes it. */
function connectDriver(sandbox: Pick<Sandbox, 'exasol'>, config: Partial<Config> = {}): Promise<ExasolDriver> {
  return connectPublishedDriver(sandbox.exasol, config);
}

/** The result of a statement of any kind. */
export type StatementAnswer =
  | { readonly kind: 'rowCount'; readonly rowCount: number }
  | { readonly kind: 'resultSet'; readonly names: readonly string[]; readonly rows: readonly (readonly unknown[])[] }
  | { readonly kind: 'error'; readonly sqlCode: string; readonly text: string };

/** Runs a statement. @returns its row count, its rows (in column order, with duplicate names) or its error */
export async function runStatement(driver: ExasolDriver, sql: string): Promise<StatementAnswer> {
  const reply = await driver.query(sql, undefined, undefined, 'raw');
  if (reply.status !== 'ok' || reply.exception !== undefined) {
    return { kind: 'error', sqlCode: reply.exception?.sqlCode ?? '', text: reply.exception?.text ?? '' };
  }
  const [result] = reply.responseData.results;
  if (result?.resultSet === undefined) {
    return { kind: 'rowCount', rowCount: result?.rowCount ?? 0 };
  }
  const { columns, data = [], numRowsInMessage } = result.resultSet;
  const rows = Array.from({ length: numRowsInMessage }, (_, row) => data.map((column) => column[row]));
  return { kind: 'resultSet', names: columns.map(({ name }) => name), rows };
}
