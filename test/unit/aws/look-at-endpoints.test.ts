import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { lookAtEndpoints } from '../../../src/aws/look-at-endpoints.js';
import { makeOwnClients } from '../../../src/aws/own-clients.js';
import { Secret } from '../../../src/secret.js';

let server: Server | undefined;

afterEach(async () => {
  await new Promise((resolve) => server?.close(resolve));
});

type Answer = readonly [status: number, body: object];

/** Looks at endpoints of a SageMaker that answers each call as `answer` says. */
async function look(answer: (operation: string, input: Record<string, unknown>) => Answer, names: readonly string[]) {
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
  const clients = makeOwnClients({ profile: undefined, endpointUrl: `http://127.0.0.1:${port}`, credentials }, signal);
  try {
    return await lookAtEndpoints(clients, 'eu-central-1', names, signal);
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
    ? { Endpoints: [endpoint('Known'), endpoint('stray')], NextToken: 'more' }
    : { Endpoints: [endpoint('other')] },
];

describe('endpoints as the keys of the user see them', () => {
  test('are those that are known, those with our tags, and the number of the others', async () => {
    const asked: unknown[] = [];
    const view = await look(
      (operation, input) => {
        if (operation === 'ListEndpoints') return listPages(input);
        asked.push(input['ResourceArn']);
        const Tags = [
          { Key: 'exasol:extension-version', Value: '0.1.0' },
          { Key: 'exasol:schema', Value: 'ML' },
          { Key: 'exasol:expires-at', Value: '2026-11-23T08:15:00Z' },
        ];
        return [200, input['ResourceArn'] === 'arn:stray' ? { Tags } : { Tags: [{ Key: 'team', Value: 'x' }] }];
      },
      ['known'],
    );
    if (view.kind !== 'seen') throw new Error(view.reason);
    expect([...view.byName.keys()]).toEqual(['known', 'stray', 'other']);
    expect([...view.strays].map(([{ name }, origin]) => [name, origin])).toEqual([
      ['stray', { database: undefined, schema: 'ML', user: undefined, expiresAt: new Date('2026-11-23T08:15:00Z') }],
    ]);
    expect(view).toMatchObject({ others: 1, untold: undefined });
    // what the table knows need not be asked for
    expect(asked.sort()).toEqual(['arn:other', 'arn:stray']);
  });

  test('are seen where their tags are not', async () => {
    const view = await look(
      (operation, input) =>
        operation === 'ListEndpoints'
          ? listPages(input)
          : [400, { __type: 'AccessDeniedException', message: 'not authorized to perform: sagemaker:ListTags' }],
      ['known'],
    );
    expect(view).toMatchObject({ kind: 'seen', others: 2, untold: expect.stringContaining('sagemaker:ListTags') });
  });

  test('are not seen where AWS refuses the keys', async () => {
    const refusal: Answer = [400, { __type: 'UnrecognizedClientException', message: 'The security token is invalid.' }];
    expect(await look(() => refusal, [])).toEqual({ kind: 'unseen', reason: 'The security token is invalid.' });
  });
});
