import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { makeLocalAwsClients } from '../../../src/aws/local-clients.js';
import { probeEndpoints } from '../../../src/aws/probe-endpoints.js';
import { Secret } from '../../../src/secret.js';

let server: Server | undefined;

afterEach(async () => {
  await new Promise((resolve) => server?.close(resolve));
});

type Answer = readonly [status: number, body: object];

/** Probes a SageMaker that answers each call with the result of `answer`. */
async function probe(answer: (operation: string, input: Record<string, unknown>) => Answer, names: readonly string[]) {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).replace('SageMaker.', '');
      const [status, document] = answer(operation, JSON.parse(body));
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(document));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { signal } = new AbortController();
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: new Secret('s'), sessionToken: undefined };
  const clients = makeLocalAwsClients(
    { profile: undefined, endpointUrl: `http://127.0.0.1:${port}`, credentials },
    signal,
  );
  try {
    return await probeEndpoints(clients, 'eu-central-1', names, signal);
  } finally {
    clients.close();
  }
}

const endpoint = (name: string) => ({
  EndpointName: name,
  EndpointArn: `arn:${name}`,
  EndpointStatus: 'InService',
  CreationTime: 1,
  LastModifiedTime: 1,
});

/** Two pages of endpoints. */
const listPages = ({ NextToken }: Record<string, unknown>): Answer => [
  200,
  NextToken === undefined
    ? { Endpoints: [endpoint('Known'), endpoint('untracked')], NextToken: 'more' }
    : { Endpoints: [endpoint('other')] },
];

describe('probeEndpoints', () => {
  test('finds known endpoints, untracked ones by their tags, and counts the unrelated ones', async () => {
    const described: unknown[] = [];
    const result = await probe(
      (operation, input) => {
        if (operation === 'ListEndpoints') return listPages(input);
        described.push(input['ResourceArn']);
        const Tags = [
          { Key: 'exasol:extension-version', Value: '0.1.0' },
          { Key: 'exasol:schema', Value: 'ML' },
          { Key: 'exasol:expires-at', Value: '2026-11-23T08:15:00Z' },
        ];
        return [200, input['ResourceArn'] === 'arn:untracked' ? { Tags } : { Tags: [{ Key: 'team', Value: 'x' }] }];
      },
      ['known'],
    );
    if (result.kind !== 'listed') throw new Error(result.reason);
    expect(['KNOWN', 'untracked', 'other', 'missing'].map((name) => result.find(name)?.name)).toEqual([
      'Known',
      'untracked',
      'other',
      undefined,
    ]);
    expect([...result.untracked].map(([{ name }, origin]) => [name, origin])).toEqual([
      [
        'untracked',
        { database: undefined, schema: 'ML', user: undefined, expiresAt: new Date('2026-11-23T08:15:00Z') },
      ],
    ]);
    expect(result).toMatchObject({ unrelatedCount: 1, tagError: undefined });
    // the tags of known endpoints are not needed
    expect(described.sort()).toEqual(['arn:other', 'arn:untracked']);
  });

  test('lists endpoints even if their tags cannot be read', async () => {
    const result = await probe(
      (operation, input) =>
        operation === 'ListEndpoints'
          ? listPages(input)
          : [400, { __type: 'AccessDeniedException', message: 'not authorized to perform: sagemaker:ListTags' }],
      ['known'],
    );
    expect(result).toMatchObject({
      kind: 'listed',
      unrelatedCount: 2,
      tagError: expect.stringContaining('sagemaker:ListTags'),
    });
  });

  test('reports why AWS refused the keys', async () => {
    const refusal: Answer = [400, { __type: 'UnrecognizedClientException', message: 'The security token is invalid.' }];
    expect(await probe(() => refusal, [])).toEqual({ kind: 'inaccessible', reason: 'The security token is invalid.' });
  });
});
