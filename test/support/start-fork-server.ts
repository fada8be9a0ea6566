/**
 * Vitest's global set-up of the contract tests: one fork server of UDFs for the whole run, which `startTestSandbox` hands to its sandboxes.
 * Unit tests of UDFs, tests with an old boto3, and e2e tests start real interpreters.
 */
import { startForkServer } from '../../src/sandbox/udf/fork-server.js';

export default async function setUp(): Promise<() => Promise<void>> {
  // Windows has no fork.
  if (process.platform === 'win32') return async () => undefined;
  const { executable, socketPath, stop } = await startForkServer(process.env['SANDBOX_PYTHON'] ?? 'python3');
  process.env['TEST_FORK_SERVER'] = JSON.stringify({ executable, socketPath });
  return stop;
}
