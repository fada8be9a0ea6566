/** One case of each client that `npm run test:clients` has installed; that command runs all cases. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CaseResult, clients, findClient, runCases } from '../clients/clients.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';

const installed = await Promise.all(clients.map(async (client) => ({ client, python: await findClient(client) })));

describe('a client from the package index', () => {
  let sandbox: TestSandbox;

  beforeAll(async () => {
    sandbox = await startTestSandbox();
  });
  afterAll(() => sandbox?.stop());

  for (const { client, python } of installed) {
    const title = `${client.name} passes its first case (npm run test:clients installs it)`;
    test.skipIf(python === undefined)(title, async () => {
      const results: CaseResult[] = [];
      const options = { smokeOnly: true };
      for await (const result of runCases(client, python ?? '', sandbox.exasol, options)) results.push(result);
      expect(results).toEqual([{ case: expect.any(String), error: null }]);
    });
  }
});
