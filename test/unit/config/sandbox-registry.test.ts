import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listSandboxes, registerSandbox, SandboxNameInUseError } from '../../../src/config/sandbox-registry.js';
import { useSettingsHome } from './settings-home.js';

const home = useSettingsHome();
const folder = () => join(home.path, '.local/state/sme/sandboxes');

describe('--sandbox', () => {
  const settings = { host: '127.0.0.1', port: '9', password: 'p', awsEndpointUrl: 'http://127.0.0.1:1' };
  const register = (more = {}, name?: string) =>
    registerSandbox({ HOME: home.path }, { ...settings, ...more }, { name });
  const dead = { pid: 2 ** 22 + 1, name: 'dead', startedAt: new Date().toISOString(), dataFolder: null, settings };

  test('uses the running sandbox, with priority between flags and environment', async () => {
    const { unregister } = await register({ schema: 'SME' });
    const found = await home.gather(
      { port: [['--port', '7']], from: { sandbox: true } },
      { EXASOL_HOST: 'other', EXASOL_SCHEMA: 'PRODUCTION' },
    );
    expect(found).toMatchObject({
      host: ['127.0.0.1', '--sandbox'],
      port: ['7', '--port'],
      schema: ['SME', '--sandbox'],
      awsEndpointUrl: ['http://127.0.0.1:1', '--sandbox'],
    });
    await unregister();
    expect(await home.loadInvalid({ from: { sandbox: true } })).toContain('no sandbox is running');
  });

  test('ignores files of killed sandboxes and unreadable files, and the next start removes them', async () => {
    await register();
    await writeFile(join(folder(), 'dead.json'), JSON.stringify(dead));
    await writeFile(join(folder(), 'broken.json'), '{');
    expect(await home.gather({ from: { sandbox: true } })).toMatchObject({ port: ['9', '--sandbox'] });
    await register({}, 'next');
    expect(await readdir(folder())).toEqual(['default.json', 'next.json']);
  });

  test('gives sandboxes without a name different names, also when they start at the same time', async () => {
    const names = (await Promise.all([register(), register(), register()])).map(({ name }) => name);
    expect(names.sort()).toEqual(['default', 'default-2', 'default-3']);
    expect((await listSandboxes({ HOME: home.path })).map(({ name }) => name)).toEqual(names);
  });

  test('refuses a name that a running sandbox has, and reuses the name of a killed one', async () => {
    await register({}, 'a');
    await expect(register({ port: '10' }, 'a')).rejects.toThrow(SandboxNameInUseError);
    await writeFile(join(folder(), 'dead.json'), JSON.stringify(dead));
    expect(await register({}, 'dead')).toMatchObject({ name: 'dead' });
  });

  test('selects one of several by its name or port', async () => {
    const { unregister } = await register();
    await register({ port: '10' }, 'second');
    expect(await home.loadInvalid({ from: { sandbox: true } })).toContain(
      'several sandboxes are running: default (port 9), second (port 10); choose one with --sandbox-name',
    );
    const from = { sandbox: true, sandboxName: 'second' };
    expect(await home.gather({ from }, { SME_SANDBOX_PORT: '9' })).toMatchObject({ port: ['10', '--sandbox-name'] });
    expect(await home.gather({ from: { sandbox: true } }, { SME_SANDBOX_NAME: 'second' })).toMatchObject({
      port: ['10', '--sandbox'],
    });
    expect(await home.gather({ from: { sandbox: true } }, { SME_SANDBOX_PORT: '9' })).toMatchObject({
      port: ['9', '--sandbox'],
    });
    expect(await home.loadInvalid({ from: { sandbox: true, sandboxName: 'third' } })).toContain(
      "no sandbox with the name 'third' is running; running: default (port 9), second (port 10)",
    );
    await unregister();
    expect(await home.gather({ from: { sandbox: true } })).toMatchObject({ port: ['10', '--sandbox'] });
  });
});
