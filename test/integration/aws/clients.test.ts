import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ListEndpointsCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeS3Client, makeSageMakerClient } from '../../../src/aws/clients.js';
import type { ListedEndpoint } from '../../../src/aws/endpoints.js';
import { findOrigins } from '../../../src/aws/probe-endpoints.js';

async function serve(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const endpointUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { region: 'eu-central-1', accessKeyId: 'AKIA', secretAccessKey: 's', endpointUrl };
}

describe('a client', () => {
  test('aborts a call that AWS never answers', async () => {
    const interruption = new AbortController();
    const target = await serve(() => interruption.abort());
    const [s3, sageMaker] = [
      makeS3Client(target, interruption.signal),
      makeSageMakerClient(target, interruption.signal),
    ];
    await expect(s3.send(new ListObjectsV2Command({ Bucket: 'b' }))).rejects.toMatchObject({ name: 'AbortError' });
    await expect(sageMaker.send(new ListEndpointsCommand())).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('also aborts a call by the signal of that call', async () => {
    const target = await serve(() => once.abort());
    const once = new AbortController();
    const client = makeSageMakerClient(target, new AbortController().signal);
    const call = client.send(new ListEndpointsCommand(), { abortSignal: once.signal });
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('limits the time for connecting and for idle connections', async () => {
    const target = await serve(() => undefined);
    const { config } = makeSageMakerClient(target, new AbortController().signal);
    const handler = config.requestHandler as unknown as { readonly configProvider: Promise<object> };
    // zero would disable them
    expect(await handler.configProvider).toMatchObject({ connectionTimeout: 10_000, socketTimeout: 30_000 });
  });
});

test('stops parallel calls at the first failure', async () => {
  let calls = 0;
  const target = await serve((_request, response) => {
    calls += 1;
    const document = { __type: 'AccessDeniedException', message: 'no' };
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(document));
  });
  const { signal } = new AbortController();
  const client = makeSageMakerClient(target, signal);
  const endpoints = Array.from({ length: 200 }, (_none, index): ListedEndpoint => {
    const name = `e-${index}`;
    return { name, arn: `arn:aws:sagemaker:eu-central-1:1:endpoint/${name}`, status: '?', createdAt: undefined };
  });
  await expect(findOrigins(client, endpoints, signal)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  expect(calls).toBeLessThanOrEqual(8);
});
