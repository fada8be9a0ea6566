import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);

/** A global installation of the packed tarball, under a separate prefix. */
let prefix: string;
const packages = () => join(prefix, 'lib/node_modules');
const sme = (...args: readonly string[]) =>
  run(join(prefix, 'bin/sme'), args, {
    cwd: prefix,
    env: { PATH: process.env['PATH'] ?? '' },
    maxBuffer: 2 ** 26,
  });

beforeAll(async () => {
  prefix = await mkdtemp(join(tmpdir(), 'packed-'));
  await run('npm', ['pack', '--pack-destination', prefix, '--silent']);
  const [tarball = ''] = (await readdir(prefix)).filter((name) => name.endsWith('.tgz'));
  const options = ['--global', '--prefix', prefix, '--no-audit', '--no-fund', '--prefer-offline', '--silent'];
  await run('npm', ['install', ...options, join(prefix, tarball)]);
});

afterAll(() => rm(prefix, { recursive: true, force: true }));

/** Bytes of all files below a folder. */
async function measureSize(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

describe('an installation of the packed tarball', () => {
  test('prints its version', async () => {
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

  test.each(['sandbox', 'demo'])('names the command that installs the engines which sme %s needs', async (command) => {
    const { peerDependencies } = JSON.parse(await readFile('package.json', 'utf8')) as {
      peerDependencies: Record<string, string>;
    };
    const engines = Object.entries(peerDependencies).map(([name, version]) => `${name}@${version}`);
    const failure = await sme(command).catch((error: { code: number; stderr: string }) => error);
    expect(failure).toMatchObject({
      code: 5,
      stderr: expect.stringContaining(`"npm install --global ${engines.join(' ')}"`),
    });
  });

  test('contains no engine of the sandbox and at most 45 MB', async () => {
    expect(await readdir(packages())).toEqual(['exasol-sagemaker-extension']);
    const installed = await readdir(join(packages(), 'exasol-sagemaker-extension/node_modules'));
    expect(installed).not.toContain('@duckdb');
    expect(await measureSize(packages())).toBeLessThan(45e6);
  });

  test('contains the licenses of the bundled packages, but neither tests nor sources', async () => {
    const folder = join(packages(), 'exasol-sagemaker-extension');
    const packed = ['LICENSE', 'README.md', 'dist', 'doc', 'node_modules', 'package.json', 'templates'];
    expect((await readdir(folder)).sort()).toEqual(packed);
    const licenses = await readFile(join(folder, 'dist/THIRD_PARTY_LICENSES.txt'), 'utf8');
    for (const name of ['commander', '@aws-sdk/client-sagemaker', 'zod']) {
      expect(licenses).toContain(`\n${name} `);
    }
  });

  test('is packed without touching files of dist that are up to date, because other tests run them meanwhile', async () => {
    const listFiles = async () => {
      const names = await readdir('dist', { recursive: true });
      return await Promise.all(names.map(async (name) => [name, (await stat(join('dist', name))).mtimeMs]));
    };
    const before = await listFiles();
    await run(process.execPath, ['test/tools/build.mjs']);
    expect(await listFiles()).toEqual(before);
  });

  test('declares its TypeScript API without types of other packages', async () => {
    const folder = join(packages(), 'exasol-sagemaker-extension/dist');
    for (const file of ['index.d.ts', 'sandbox.d.ts']) {
      const imported = [...(await readFile(join(folder, file), 'utf8')).matchAll(/from ['"]([^'"]+)['"]/g)];
      expect(imported.map(([, name]) => name)).toEqual([]);
    }
  });
});
