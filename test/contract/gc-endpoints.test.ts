/** `sme gc` and expired endpoints, against the sandbox. */
import { AddTagsCommand, DeleteEndpointCommand, DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type HostingCleanup, startHostingCleanup } from '../support/hosting-cleanup.js';
import { readGarbage } from '../support/read-garbage.js';
import { listHosting } from '../support/serving.js';
import { run } from '../support/training.js';

let hosting: HostingCleanup;
let proxy: HostingCleanup['proxy'];
let driver: HostingCleanup['driver'];
let sagemaker: HostingCleanup['sagemaker'];
let table: HostingCleanup['table'];
let serve: HostingCleanup['serve'];
let gc: HostingCleanup['gc'];
let readGc: HostingCleanup['readGc'];
let tagsOf: HostingCleanup['tagsOf'];
let makeModel: HostingCleanup['makeModel'];
let makeConfig: HostingCleanup['makeConfig'];
let makeEndpoint: HostingCleanup['makeEndpoint'];

beforeAll(async () => {
  hosting = await startHostingCleanup();
  ({ proxy, driver, sagemaker, table, serve, gc, readGc, tagsOf, makeModel, makeConfig, makeEndpoint } = hosting);
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

  test('past their time go with configuration, model, function and row; others stay', async () => {
    await serve('brief', { time_to_live_in_seconds: 60 });
    await serve('timely', { time_to_live_in_seconds: 86_400 });
    const before = await listHosting(sagemaker);
    expect((await readGc()).found.filter(({ kind }) => kind === 'endpoint')).toEqual([]);
    await expire('brief');

    const { stdout } = await gc(['--only', 'endpoints']);
    expect(stdout).toMatch(
      /^endpoint +brief +eu-central-1 .*its time to live has passed; ml\.m5\.large × 1, billed by the hour$/m,
    );
    expect(stdout).toContain('Found: 1 endpoint (billed by the hour).');
    expect(await listHosting(sagemaker)).toEqual(before);

    const { exitCode, stdout: done } = await gc(['--only', 'endpoints'], { typed: 'yes\n' });
    expect({ exitCode, done }).toMatchObject({ exitCode: 0, done: expect.stringContaining('Deleted: 1 endpoint.') });
    const after = await listHosting(sagemaker);
    expect(after.endpoints).toEqual(before.endpoints.filter((name) => name !== 'brief'));
    expect(after.models).toEqual(before.models.filter((name) => !name.startsWith('brief-')));
    expect(after.configs).toEqual(before.configs.filter((name) => !name.startsWith('brief-')));
    expect(await listRows()).toEqual(['lasting', 'timely']);
    expect(await listFunctions()).not.toContain('BRIEF');
    expect(await readGc('--only', 'endpoints')).toMatchObject({ exitCode: 0, found: [] });
  });

  test('that only AWS knows go by their tag, if it is of this schema and over', async () => {
    const over = { 'exasol:expires-at': '2026-01-01T00:00:00Z' };
    await makeModel('stray-0000000a');
    await makeConfig('stray-0000000a', 'stray-0000000a');
    await makeEndpoint('stray', 'stray-0000000a', tagsOf(over));
    await makeModel('foreign-0000000b', []);
    await makeConfig('foreign-0000000b', 'foreign-0000000b', []);
    await makeEndpoint('foreign', 'foreign-0000000b', tagsOf({ ...over, 'exasol:schema': 'OTHER' }));
    await makeEndpoint('future', 'foreign-0000000b', tagsOf({ 'exasol:expires-at': '2999-01-01T00:00:00Z' }));
    await makeEndpoint('garbled', 'foreign-0000000b', tagsOf({ 'exasol:expires-at': 'soon' }));

    const cleared = await readGc('--only', 'endpoints', '--yes');
    expect(cleared).toMatchObject({ exitCode: 0, failed: [], deleted: [{ kind: 'endpoint', name: 'stray' }] });
    const { models, configs, endpoints } = await listHosting(sagemaker);
    expect(endpoints).toEqual(expect.arrayContaining(['foreign', 'future', 'garbled', 'lasting']));
    expect([...models, ...configs, ...endpoints].filter((name) => name.startsWith('stray'))).toEqual([]);
  });

  test('of the table go without keys of this machine; that AWS was not asked is told', async () => {
    await serve('keyless', { time_to_live_in_seconds: 60 });
    await expire('keyless');
    const env = {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_PROFILE: 'sme-has-none-of-that-name',
    };
    const cleared = readGarbage(await gc(['--only', 'endpoints', '--yes', '--json'], { env }));
    expect(cleared).toMatchObject({
      exitCode: 1,
      deleted: [{ name: 'keyless' }],
      not_looked_at: [{ what: 'endpoints in eu-central-1', reason: expect.stringContaining('No AWS credentials') }],
    });
    expect(await gc(['--yes'], { env })).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('E-SME-210') });
  });

  test('that were prolonged, or that the script cannot delete, stay', async () => {
    await serve('prolonged', { time_to_live_in_seconds: 60 });
    await serve('stuck', { time_to_live_in_seconds: 60 });
    await expire('prolonged');
    await expire('stuck');
    await run(driver, `UPDATE ${table} SET AWS_CREDENTIALS_CONNECTION_NAME = 'GONE' WHERE ENDPOINT_NAME = 'stuck'`);
    let prolonging: Promise<unknown> | undefined;
    const outcome = await gc(['--only', 'endpoints', '--yes'], {
      onStderr: (text) => {
        if (!text.includes('will be deleted')) return;
        prolonging ??= run(
          driver,
          `UPDATE ${table} SET EXPIRES_AT_UTC = '2999-01-01 00:00:00' WHERE ENDPOINT_NAME = 'prolonged'`,
        );
      },
    });
    await prolonging;
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stdout).toContain('endpoint prolonged: its time to live was extended');
    expect(outcome.stderr).toMatch(
      /E-SME-221: 1 of 2 resources could not be deleted:\n {2}endpoint stuck: E-SME-\d+: .*'GONE'/,
    );
    expect((await listHosting(sagemaker)).endpoints).toEqual(expect.arrayContaining(['prolonged', 'stuck']));
  });

  test('are past their time by the later of row and tag, read again before the deletion', async () => {
    for (const name of ['tag-later', 'tag-over', 'tag-moved']) await serve(name, { time_to_live_in_seconds: 60 });
    await expireRow('tag-later');
    await tagEndpoint('tag-later', '2999-01-01T00:00:00Z');
    await tagEndpoint('tag-over', past);
    await run(driver, `UPDATE ${table} SET EXPIRES_AT_UTC = NULL WHERE ENDPOINT_NAME = 'tag-over'`);
    await expire('tag-moved');
    let moving: Promise<unknown> | undefined;
    let isListed = false;
    proxy.onCall = async () => {
      if (!isListed) return;
      moving ??= tagEndpoint('tag-moved', '2999-01-01T00:00:00Z');
      await moving;
    };
    const outcome = await gc(['--only', 'endpoints', '--yes', '--json'], {
      onStderr: (text) => {
        isListed ||= text.includes('will be deleted');
      },
    });
    expect(readGarbage(outcome)).toMatchObject({
      deleted: [{ kind: 'endpoint', name: 'tag-over' }],
      kept: [{ name: 'tag-moved', reason: 'its time to live was extended' }],
    });
    const { endpoints } = await listHosting(sagemaker);
    expect(endpoints).toEqual(expect.arrayContaining(['tag-later', 'tag-moved']));
    expect(endpoints).not.toContain('tag-over');
  });

  test('that AWS does not have are leftover rows, neither billed nor counted as endpoints', async () => {
    await serve('halved');
    await serve('overdue', { time_to_live_in_seconds: 60 });
    await expire('overdue');
    for (const EndpointName of ['halved', 'overdue']) await sagemaker.send(new DeleteEndpointCommand({ EndpointName }));
    const older = `"DATETIME" = ADD_HOURS("DATETIME", -2)`;
    const found = async () =>
      (await readGc('--only', 'endpoints')).found.filter(({ name }) => ['halved', 'overdue'].includes(name));
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
    const { stdout } = await gc(['--only', 'endpoints', '--yes']);
    expect(stdout).toContain('Deleted: 2 rows without endpoint.');
    expect(await listRows()).not.toEqual(expect.arrayContaining(['halved']));
    expect(await listFunctions()).not.toContain('HALVED');
    const { models, configs } = await listHosting(sagemaker);
    expect([...models, ...configs].filter((name) => /^(halved|overdue)-/.test(name))).toEqual([]);
  });

  test('of others stay, whatever a row says', async () => {
    await makeModel('theirs-0000000d', []);
    await makeConfig('theirs-0000000d', 'theirs-0000000d', []);
    await makeEndpoint('theirs', 'theirs-0000000d', []);
    await serve('forged', { time_to_live_in_seconds: 60 });
    await expire('forged');
    await run(driver, `UPDATE ${table} SET ENDPOINT_NAME = 'theirs' WHERE ENDPOINT_NAME = 'forged'`);
    const cleared = await readGc('--only', 'endpoints', '--yes');
    expect(cleared.deleted).not.toEqual(expect.arrayContaining([expect.objectContaining({ name: 'theirs' })]));
    expect(cleared.left_alone).toMatchObject([
      {
        what: 'endpoint theirs in eu-central-1',
        reason: expect.stringContaining('does not have the tags of this database'),
      },
    ]);
    expect((await listHosting(sagemaker)).endpoints).toContain('theirs');
  });
});
