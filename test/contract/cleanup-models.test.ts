/** `sme cleanup` of models and endpoint configurations without an endpoint, in the sandbox. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { listNames } from '../support/cleanup-data.js';
import { type HostingCleanup, startHostingCleanup } from '../support/hosting-cleanup.js';
import { listHosting } from '../support/serving.js';

let hosting: HostingCleanup;
let proxy: HostingCleanup['proxy'];
let sagemaker: HostingCleanup['sagemaker'];
let cleanup: HostingCleanup['cleanup'];
let readCleanup: HostingCleanup['readCleanup'];
let tagsOf: HostingCleanup['tagsOf'];
let createYoung: HostingCleanup['createYoung'];
let makeModel: HostingCleanup['makeModel'];
let makeConfig: HostingCleanup['makeConfig'];
let makeEndpoint: HostingCleanup['makeEndpoint'];

beforeAll(async () => {
  hosting = await startHostingCleanup();
  ({ proxy, sagemaker, cleanup, readCleanup, tagsOf, createYoung, makeModel, makeConfig, makeEndpoint } = hosting);
});
afterAll(() => hosting?.stop());
afterEach(() => hosting.reset());

describe('models and configurations', () => {
  test('without an endpoint are deleted if they have the tags of this schema', async () => {
    await makeModel('orphan-0000000a');
    await makeConfig('orphan-0000000a', 'orphan-0000000a');
    await makeModel('alone-0000000b');
    await makeModel('used-0000000c');
    await makeConfig('used-0000000c', 'used-0000000c');
    await makeEndpoint('used', 'used-0000000c');
    await makeModel('shared-0000000d');
    await makeConfig('foreign-0000000e', 'shared-0000000d', []);
    await makeModel('untagged-0000000f', []);
    await makeModel('other-schema-0000000a', tagsOf({ 'exasol:schema': 'OTHER' }));
    await makeModel('other-database-0000000b', tagsOf({ 'exasol:database': 'PROD' }));
    await makeModel('named-by-hand');
    createYoung();
    await makeModel('young-0000000c');
    await makeConfig('young-0000000c', 'young-0000000c');

    const expected = ['alone-0000000b', 'orphan-0000000a', 'orphan-0000000a'];
    const before = await listHosting(sagemaker);
    const listed = await readCleanup('--only', 'models', '--older-than', '1s');
    expect(listNames(listed.found)).toEqual(expected);
    expect(await listHosting(sagemaker)).toEqual(before);

    const result = await readCleanup('--only', 'models', '--yes');
    expect(result).toMatchObject({ exitCode: 0, failed: [], kept: [] });
    expect(listNames(result.deleted)).toEqual(expected);
    expect(await listHosting(sagemaker)).toEqual({
      models: before.models.filter((name) => !expected.includes(name)),
      configs: before.configs.filter((name) => !expected.includes(name)),
      endpoints: before.endpoints,
    });
    expect(await readCleanup('--only', 'models', '--yes')).toMatchObject({ exitCode: 0, found: [] });
  });

  test('are kept if they are in use by the time of their deletion', async () => {
    await makeModel('late-0000000a');
    await makeConfig('late-0000000a', 'late-0000000a');
    await makeModel('later-0000000b');
    let isListed = false;
    proxy.onCall = async () => {
      if (!isListed) return;
      isListed = false;
      createYoung();
      await makeEndpoint('late', 'late-0000000a');
      await makeConfig('later-0000000c', 'later-0000000b', []);
    };
    const { stdout, exitCode } = await cleanup(['--only', 'models', '--yes'], {
      onStderr: (text) => {
        isListed ||= text.includes('will be deleted');
      },
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('endpoint configuration late-0000000a: the endpoint late uses it');
    expect(stdout).toContain('model late-0000000a: the endpoint configuration late-0000000a refers to it');
    expect(stdout).toContain('model later-0000000b: the endpoint configuration later-0000000c refers to it');
    const { models, configs } = await listHosting(sagemaker);
    expect(models).toEqual(expect.arrayContaining(['late-0000000a', 'later-0000000b']));
    expect(configs).toContain('late-0000000a');
  });

  test('that AWS does not delete are reported with its error, and a remaining configuration keeps its model', async () => {
    await makeModel('denied-0000000a');
    await makeConfig('denied-0000000a', 'denied-0000000a');
    await makeModel('granted-0000000b');
    proxy.refuse('DeleteEndpointConfig');
    const denied = await readCleanup('--only', 'models', '--yes');
    expect(denied).toMatchObject({
      exitCode: 1,
      deleted: [{ kind: 'model', name: 'granted-0000000b' }],
      failed: [
        {
          kind: 'endpoint-config',
          reason: expect.stringMatching(/^sagemaker:DeleteEndpointConfig: AccessDeniedException: User: arn/),
        },
      ],
      kept: [{ kind: 'model', name: 'denied-0000000a' }],
    });
    proxy.refuse();
    expect(await readCleanup('--only', 'models', '--yes')).toMatchObject({ exitCode: 0, deleted: [{}, {}] });
  });
});
