import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListEndpointsCommand } from '@aws-sdk/client-sagemaker';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { makeS3Client, makeSageMakerClient } from '../../../src/aws/clients.js';
import { makeCertificate } from '../../../src/sandbox/exasol/certificate.js';
import { awsAccount, startTestAws } from '../../support/aws-sandbox.js';
import { type CorporateProxyOptions, internalHost, startCorporateProxy } from '../../support/corporate-proxy.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Starts a proxy and sets the variables. @param login the login in the variables */
async function useProxy(options: CorporateProxyOptions = {}, login = '') {
  const proxy = await startCorporateProxy(options);
  onTestFinished(() => proxy.stop());
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY']) {
    vi.stubEnv(name, `http://${login}127.0.0.1:${proxy.port}`);
  }
  return proxy;
}

async function makeTarget() {
  const aws = await startTestAws();
  const { accessKeyId, secretAccessKey, region } = awsAccount;
  const endpointUrl = aws.url.replace('127.0.0.1', internalHost);
  return { region, accessKeyId, secretAccessKey, endpointUrl };
}

/** A TLS server whose certificate Node.js does not trust. */
async function makeTlsTarget() {
  const server = createServer(await makeCertificate(), (_request, response) => response.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const endpointUrl = `https://${internalHost}:${(server.address() as AddressInfo).port}`;
  return { region: 'eu-central-1', accessKeyId: 'AKIA', secretAccessKey: 's', endpointUrl };
}

function makeClient(target: Parameters<typeof makeSageMakerClient>[0], signal = new AbortController().signal) {
  const client = makeSageMakerClient(target, signal);
  onTestFinished(() => client.destroy());
  return client;
}

describe('calls to AWS through a proxy', () => {
  test('sends plain HTTP with the login, and reuses connections', async () => {
    const proxy = await useProxy({ login: 'ann:p@ss' }, 'ann:p%40ss@');
    const target = await makeTarget();
    const client = makeClient(target);
    await client.send(new ListEndpointsCommand());
    await client.send(new ListEndpointsCommand());
    const s3 = makeS3Client(target, new AbortController().signal);
    onTestFinished(() => s3.destroy());
    expect((await s3.send(new ListBucketsCommand())).Buckets).toHaveLength(1);
    expect(proxy.requests).toHaveLength(3);
    expect(proxy.requests[0]).toContain(`POST http://${internalHost}:`);
    expect(proxy.countConnections()).toBe(2);
  });

  test('tunnels HTTPS, and names NODE_EXTRA_CA_CERTS if the CA is unknown', async () => {
    const proxy = await useProxy();
    const client = makeClient(await makeTlsTarget());
    await expect(client.send(new ListEndpointsCommand())).rejects.toMatchObject({
      code: 'E-SME-462',
      mitigation: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    expect(proxy.requests[0]).toContain(`CONNECT ${internalHost}:`);
  });

  describe.each([
    { protocol: 'HTTP', make: makeTarget },
    { protocol: 'HTTPS', make: makeTlsTarget },
  ])('over $protocol', ({ make }) => {
    test.each([
      { options: { login: 'ann:x' }, login: '', reason: 'requires a login' },
      { options: { login: 'ann:x' }, login: 'ann:canary@', reason: 'rejects the login' },
      { options: { refuses: 403 }, login: 'ann:canary@', reason: 'refuses the host' },
      { options: { refuses: 502 }, login: '', reason: 'HTTP 502' },
    ])('reports that a proxy $reason, without its password', async ({ options, login, reason }) => {
      const proxy = await useProxy(options, login);
      const error = await makeClient(await make())
        .send(new ListEndpointsCommand())
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        code: 'E-SME-460',
        exitCode: 4,
        message: expect.stringContaining(`http://127.0.0.1:${proxy.port}' did not connect to ${internalHost}`),
      });
      expect(String(error)).toContain(reason);
      expect(JSON.stringify(error) + String(error)).not.toContain('canary');
    });

    test('reports a proxy that does not run', async () => {
      const proxy = await useProxy();
      await proxy.stop();
      await expect(makeClient(await make()).send(new ListEndpointsCommand())).rejects.toMatchObject({
        code: 'E-SME-460',
        message: expect.stringContaining('ECONNREFUSED'),
      });
    });

    test('ends a call through a proxy that hangs when the user interrupts it', async () => {
      const proxy = await useProxy({ hangs: true });
      const interruption = new AbortController();
      const client = makeClient(await make(), interruption.signal);
      const call = client.send(new ListEndpointsCommand());
      await vi.waitFor(() => expect(proxy.countConnections()).toBe(1));
      interruption.abort();
      await expect(call).rejects.toMatchObject({ name: 'AbortError' });
      client.destroy();
      await vi.waitFor(() => expect(proxy.countConnections()).toBe(0));
    });
  });

  test('reports a proxy that hangs', async () => {
    await useProxy({ hangs: true });
    await expect(makeClient(await makeTlsTarget()).send(new ListEndpointsCommand())).rejects.toMatchObject({
      code: 'E-SME-460',
      message: expect.stringContaining('did not answer'),
    });
  }, 30_000);
});
