/** `sme cleanup` of expired endpoints in the sandbox. */
import { AddTagsCommand, DeleteEndpointCommand, DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readCleanupData } from '../support/cleanup-data.js';
import { type HostingCleanup, startHostingCleanup } from '../support/hosting-cleanup.js';
import { listHosting } from '../support/serving.js';
import { run } from '../support/training.js';

let hosting: HostingCleanup;
let proxy: HostingCleanup['proxy'];
let driver: HostingCleanup['driver'];
let sagemaker: HostingCleanup['sagemaker'];
let table: HostingCleanup['table'];
let serve: HostingCleanup['serve'];
let cleanup: HostingCleanup['cleanup'];
let readCleanup: HostingCleanup['readCleanup'];
let tagsOf: HostingCleanup['tagsOf'];
let makeModel: HostingCleanup['makeModel'];
let makeConfig: HostingCleanup['makeConfig'];
let makeEndpoint: HostingCleanup['makeEndpoint'];

beforeAll(async () => {
  hosting = await startHostingCleanup();
  ({ proxy, driver, sagemaker, table, serve, cleanup, readCleanup, tagsOf, makeModel, makeConfig, makeEndpoint } =
    hosting);
});
afterAll(() => hosting?.stop());
afterEach(() => hosting.reset());

describe('endpoints', () => {
  const past = '2026-01-01T00:00:00Z';
  const expireRow = (name: string) =>
    run(driver, `UPDATE ${table} SET EXPIRES_AT_UTC = '2026-01-01 00:00:00' WHERE ENDPOINT_NAME = '${name}'`);
  const tagEndpoint = async (EndpointName: string, expiresAt: string) => {
    const { EndpointArn } = await sagemaker.send(new DescribeEndpointCommand({ EndpointName }));
    const Tags = [{ Key: 'exasol:expires-at', Value: expiresAt }];
    await sagemaker.send(new AddTagsCommand({ ResourceArn: EndpointArn, Tags }));
  };
  const expire = async (name: string) => {
    await expireRow(name);
    await tagEndpoint(name, past);
  };
  const listRows = async () =>
    (await run(driver, `SELECT ENDPOINT_NAME FROM ${table} ORDER BY 1`)).map(([name]) => String(name));
  const listFunctions = async () =>
    (await run(driver, "SELECT SCRIPT_NAME FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = 'SALES' ORDER BY 1")).map(
      ([name]) => String(name),
    );

  test('that have expired are deleted with configuration, model, function and row; others are kept', async () => {
    await serve('brief', { time_to_live_in_seconds: 60 });
    await serve('timely', { time_to_live_in_seconds: 86_400 });
    const before = await listHosting(sagemaker);
    expect((await readCleanup()).found.filter(({ kind }) => kind === 'endpoint')).toEqual([]);
    await expire('brief');

    const { stdout } = await cleanup(['--only', 'endpoints']);
    expect(stdout).toMatch(
      /^endpoint +brief +eu-central-1 .*its time to live has passed; ml\.m5\.large × 1, billed by the hour$/m,
    );
    expect(stdout).toContain('Found: 1 endpoint (billed by the hour).');
    expect(await listHosting(sagemaker)).toEqual(before);

    const { exitCode, stdout: result } = await cleanup(['--only', 'endpoints'], { typed: 'yes\n' });
    expect({ exitCode, result }).toMatchObject({
      exitCode: 0,
      result: expect.stringContaining('Deleted: 1 endpoint.'),
    });
    const after = await listHosting(sagemaker);
    expect(after.endpoints).toEqual(before.endpoints.filter((name) => name !== 'brief'));
    expect(after.models).toEqual(before.models.filter((name) => !name.startsWith('brief-')));
    expect(after.configs).toEqual(before.configs.filter((name) => !name.startsWith('brief-')));
    expect(await listRows()).toEqual(['lasting', 'timely']);
    expect(await listFunctions()).not.toContain('BRIEF');
    expect(await readCleanup('--only', 'endpoints')).toMatchObject({ exitCode: 0, found: [] });
  });

  test('that only AWS knows are deleted if their tags name this schema and an expiry in the past', async () => {
    const expired = { 'exasol:expires-at': '2026-01-01T00:00:00Z' };
    await makeModel('stray-0000000a');
    await makeConfig('stray-0000000a', 'stray-0000000a');
    await makeEndpoint('stray', 'stray-0000000a', tagsOf(expired));
    await makeModel('foreign-0000000b', []);
    await makeConfig('foreign-0000000b', 'foreign-0000000b', []);
    await makeEndpoint('foreign', 'foreign-0000000b', tagsOf({ ...expired, 'exasol:schema': 'OTHER' }));
    await makeEndpoint('future', 'foreign-0000000b', tagsOf({ 'exasol:expires-at': '2999-01-01T00:00:00Z' }));
    await makeEndpoint('invalid', 'foreign-0000000b', tagsOf({ 'exasol:expires-at': 'soon' }));

    const result = await readCleanup('--only', 'endpoints', '--yes');
    expect(result).toMatchObject({ exitCode: 0, failed: [], deleted: [{ kind: 'endpoint', name: 'stray' }] });
    const { models, configs, endpoints } = await listHosting(sagemaker);
    expect(endpoints).toEqual(expect.arrayContaining(['foreign', 'future', 'invalid', 'lasting']));
    expect([...models, ...configs, ...endpoints].filter((name) => name.startsWith('stray'))).toEqual([]);
  });

  test('of the table are deleted without local AWS keys, and the incomplete list is reported', async () => {
    await serve('keyless', { time_to_live_in_seconds: 60 });
    await expire('keyless');
    const env = {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_PROFILE: 'no-such-profile',
    };
    const result = readCleanupData(await cleanup(['--only', 'endpoints', '--yes', '--json'], { env }));
    expect(result).toMatchObject({
      exitCode: 1,
      deleted: [{ name: 'keyless' }],
      not_looked_at: [{ what: 'endpoints in eu-central-1', reason: expect.stringContaining('No AWS credentials') }],
    });
    expect(await cleanup(['--yes'], { env })).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('E-SME-210'),
    });
  });

  test('are kept if their time to live was extended meanwhile or the script cannot delete them', async () => {
    await serve('extended', { time_to_live_in_seconds: 60 });
    await serve('stuck', { time_to_live_in_seconds: 60 });
    await expire('extended');
    await expire('stuck');
    await run(driver, `UPDATE ${table} SET AWS_CREDENTIALS_CONNECTION_NAME = 'GONE' WHERE ENDPOINT_NAME = 'stuck'`);
    let extension: Promise<unknown> | undefined;
    const outcome = await cleanup(['--only', 'endpoints', '--yes'], {
      onStderr: (text) => {
        if (!text.includes('will be deleted')) return;
        extension ??= run(
          driver,
          `UPDATE ${table} SET EXPIRES_AT_UTC = '2999-01-01 00:00:00' WHERE ENDPOINT_NAME = 'extended'`,
        );
      },
    });
    await extension;
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stdout).toContain('endpoint extended: its time to live was extended');
    expect(outcome.stderr).toMatch(
      /E-SME-221: 1 of 2 resources could not be deleted:\n {2}endpoint stuck: E-SME-\d+: .*'GONE'/,
    );
    expect((await listHosting(sagemaker)).endpoints).toEqual(expect.arrayContaining(['extended', 'stuck']));
  });

  test('expire at the later time of row and tag, which are read again before the deletion', async () => {
    for (const name of ['tag-later', 'tag-expired', 'tag-extended']) await serve(name, { time_to_live_in_seconds: 60 });
    await expireRow('tag-later');
    await tagEndpoint('tag-later', '2999-01-01T00:00:00Z');
    await tagEndpoint('tag-expired', past);
    await run(driver, `UPDATE ${table} SET EXPIRES_AT_UTC = NULL WHERE ENDPOINT_NAME = 'tag-expired'`);
    await expire('tag-extended');
    let extension: Promise<unknown> | undefined;
    let isListed = false;
    proxy.onCall = async () => {
      if (!isListed) return;
      extension ??= tagEndpoint('tag-extended', '2999-01-01T00:00:00Z');
      await extension;
    };
    const outcome = await cleanup(['--only', 'endpoints', '--yes', '--json'], {
      onStderr: (text) => {
        isListed ||= text.includes('will be deleted');
      },
    });
    expect(readCleanupData(outcome)).toMatchObject({
      deleted: [{ kind: 'endpoint', name: 'tag-expired' }],
      kept: [{ name: 'tag-extended', reason: 'its time to live was extended' }],
    });
    const { endpoints } = await listHosting(sagemaker);
    expect(endpoints).toEqual(expect.arrayContaining(['tag-later', 'tag-extended']));
    expect(endpoints).not.toContain('tag-expired');
  });

  test('that no longer exist in AWS are listed as rows without an endpoint, which are not billed', async () => {
    await serve('halved');
    await serve('overdue', { time_to_live_in_seconds: 60 });
    await expire('overdue');
    for (const EndpointName of ['halved', 'overdue']) await sagemaker.send(new DeleteEndpointCommand({ EndpointName }));
    const older = `"DATETIME" = ADD_HOURS("DATETIME", -2)`;
    const found = async () =>
      (await readCleanup('--only', 'endpoints')).found.filter(({ name }) => ['halved', 'overdue'].includes(name));
    await run(
      driver,
      `UPDATE ${table} SET "DATETIME" = CURRENT_TIMESTAMP WHERE ENDPOINT_NAME IN ('halved', 'overdue')`,
    );
    expect(await found()).toEqual([]);
    await run(driver, `UPDATE ${table} SET ${older} WHERE ENDPOINT_NAME IN ('halved', 'overdue')`);
    const why = expect.stringMatching(/^its endpoint is gone; row, .* not billed$/);
    expect(await found()).toMatchObject([
      { kind: 'endpoint-row', name: 'halved', why },
      { kind: 'endpoint-row', name: 'overdue', why },
    ]);
    const { stdout } = await cleanup(['--only', 'endpoints', '--yes']);
    expect(stdout).toContain('Deleted: 2 rows without endpoint.');
    expect(await listRows()).not.toEqual(expect.arrayContaining(['halved']));
    expect(await listFunctions()).not.toContain('HALVED');
    const { models, configs } = await listHosting(sagemaker);
    expect([...models, ...configs].filter((name) => /^(halved|overdue)-/.test(name))).toEqual([]);
  });

  test('of other programs are kept, even if a row names them', async () => {
    await makeModel('unowned-0000000d', []);
    await makeConfig('unowned-0000000d', 'unowned-0000000d', []);
    await makeEndpoint('unowned', 'unowned-0000000d', []);
    await serve('forged', { time_to_live_in_seconds: 60 });
    await expire('forged');
    await run(driver, `UPDATE ${table} SET ENDPOINT_NAME = 'unowned' WHERE ENDPOINT_NAME = 'forged'`);
    const result = await readCleanup('--only', 'endpoints', '--yes');
    expect(result.deleted).not.toEqual(expect.arrayContaining([expect.objectContaining({ name: 'unowned' })]));
    expect(result.left_alone).toMatchObject([
      {
        what: 'endpoint unowned in eu-central-1',
        reason: expect.stringContaining('does not have the tags of this database'),
      },
    ]);
    expect((await listHosting(sagemaker)).endpoints).toContain('unowned');
  });
});
