/** The sandbox's AWS as the HTTPS proxy of programs that name AWS's hosts themselves. */
import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { startTestAws } from '../support/aws-sandbox.js';
import { runBoto3 } from '../support/boto3.js';

/** CONNECT to the proxy. @returns the status and the tunnel */
const connect = (url: string, host: string) =>
  new Promise<{ status: number | undefined; socket: Duplex }>((resolve, reject) => {
    const connecting = request(url, { method: 'CONNECT', path: host });
    connecting.on('connect', ({ statusCode: status }, socket) => resolve({ status, socket }));
    connecting.on('error', reject).end();
  });

test('boto3 without an endpoint URL reaches every service', async () => {
  const { url, caFile } = await startTestAws();
  const script = `
account = session.client('sts').get_caller_identity()['Account']
s3 = session.client('s3')
s3.put_object(Bucket=bucket, Key='a b/ü', Body=b'x' * 100000)
size = len(s3.get_object(Bucket=bucket, Key='a b/ü')['Body'].read())
jobs = session.client('sagemaker').list_auto_ml_jobs()['AutoMLJobSummaries']
role = session.client('iam').get_role(RoleName='Training')['Role']['RoleName']
out([account, size, jobs, role])`;
  expect(await runBoto3('', script, { HTTPS_PROXY: url, AWS_CA_BUNDLE: caFile })).toEqual([
    '123456789012',
    100_000,
    [],
    'Training',
  ]);
}, 60_000);

test('a host that is not of AWS is refused, so that nothing leaves the machine', async () => {
  const { url } = await startTestAws();
  for (const host of ['example.com:443', 'amazonaws.com.example.com:443', 'sts.amazonaws.com:80', '10.0.0.1:443', '']) {
    const { status, socket } = await connect(url, host);
    socket.destroy();
    expect(status, host).toBe(403);
  }
});

test('a tunnel in which the client says nothing does not keep the sandbox from stopping', async () => {
  const server = await startTestAws();
  const { status, socket } = await connect(server.url, 'sts.eu-central-1.amazonaws.com:443');
  onTestFinished(() => void socket.destroy());
  expect(status).toBe(200);
  const closed = new Promise((resolve) => socket.on('close', resolve).on('error', resolve));
  await server.stop();
  await closed;
});
