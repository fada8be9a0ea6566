import { onTestFinished } from 'vitest';
import { startAwsServer } from '../../src/sandbox/aws/server.js';
import type { AwsServer, AwsServerOptions } from '../../src/sandbox/aws/types.js';
import { realClock } from '../../src/sandbox/clock.js';
import { testLog } from './test-log.js';

export const awsAccount = {
  region: 'eu-central-1',
  accountId: '123456789012',
  accessKeyId: 'AKIASANDBOXTEST00001',
  secretAccessKey: 'sandbox/secret+key',
  bucket: 'training-data',
  roleArn: 'arn:aws:iam::123456789012:role/service-role/Training',
} as const;

/** Starts an AWS sandbox on any free port, and stops it at the end of the test. */
export async function startTestAws(options: Partial<AwsServerOptions> = {}): Promise<AwsServer> {
  const server = await startAwsServer({
    ...awsAccount,
    host: '127.0.0.1',
    port: 0,
    clock: realClock,
    log: testLog,
    ...options,
  });
  onTestFinished(() => server.stop());
  return server;
}
