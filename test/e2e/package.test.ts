import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);

/** What a stranger gets from the registry: the tarball, installed in an empty folder without the sandbox's optional engines. */
let folder: string;
const sme = (...args: readonly string[]) =>
  run(process.execPath, [join(folder, 'node_modules/exasol-sagemaker-extension/dist/cli.js'), ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '' },
    maxBuffer: 2 ** 26,
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packed-'));
  await run('npm', ['pack', '--pack-destination', folder, '--silent']);
  const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  const options = ['--omit=optional', '--no-audit', '--no-fund', '--prefer-offline', '--silent'];
  await run('npm', ['install', '--prefix', folder, ...options, join(folder, tarball)]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the packed tarball in an empty folder', () => {
  test('tells its version', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    expect((await sme('--version')).stdout).toBe(`${version}\n`);
  });

  test('shows its commands', async () => {
    const { stdout } = await sme('--help');
    for (const command of ['deploy', 'status', 'render', 'undeploy', 'sandbox', 'demo'])
      expect(stdout).toContain(command);
  });

  test('renders the scripts from its own templates', async () => {
    const { stdout } = await sme('render', '--schema', 'ML');
    expect(stdout).toContain('"ML"."SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT"');
    expect(stdout).toContain('"ML"."SME_METADATA_AUTOPILOT_JOBS"');
    expect(stdout).toContain('"ML"."SME_METADATA_AUTOPILOT_ENDPOINTS"');
  });

  test('says what the sandbox needs where its engines were left out', async () => {
    const failure = await sme('sandbox').catch((error: { code: number; stderr: string }) => error);
    expect(failure).toMatchObject({ code: 5, stderr: expect.stringContaining('npm install') });
    expect(failure.stderr).toContain('@duckdb/node-api');
  });

  test('carries neither tests nor sources', async () => {
    const packed = await readdir(join(folder, 'node_modules/exasol-sagemaker-extension'));
    expect(packed.sort()).toEqual(['LICENSE', 'README.md', 'dist', 'doc', 'package.json', 'templates']);
  });
});
