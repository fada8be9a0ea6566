import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { registerSandbox } from '../../../src/config/sandbox-registry.js';
import { useSettingsHome } from './settings-home.js';

const home = useSettingsHome();

describe('--sandbox', () => {
  const settings = { host: '127.0.0.1', port: '9', password: 'p', awsEndpointUrl: 'http://127.0.0.1:1' };

  test('uses the running sandbox, with priority between flags and environment', async () => {
    const unregister = await registerSandbox({ HOME: home.path }, settings);
    const found = await home.gather({ port: [['--port', '7']], from: { sandbox: true } }, { EXASOL_HOST: 'other' });
    expect(found).toMatchObject({
      host: ['127.0.0.1', '--sandbox'],
      port: ['7', '--port'],
      awsEndpointUrl: ['http://127.0.0.1:1', '--sandbox'],
    });
    await unregister();
    expect(await home.loadInvalid({ from: { sandbox: true } })).toContain('no sandbox is running');
  });

  test('ignores the file of a sandbox that was killed', async () => {
    const dead = join(home.path, '.local/state/sme/sandboxes/dead.json');
    await registerSandbox({ HOME: home.path }, settings);
    await writeFile(dead, JSON.stringify({ pid: 2 ** 22 + 1, settings: { ...settings, port: '5' } }));
    expect(await home.gather({ from: { sandbox: true } })).toMatchObject({ port: ['9', '--sandbox'] });
  });

  test('selects one of several running sandboxes with SME_SANDBOX_PORT', async () => {
    const unregister = await registerSandbox({ HOME: home.path }, settings);
    await registerSandbox({ HOME: home.path }, { ...settings, port: '10' });
    expect(await home.loadInvalid({ from: { sandbox: true } })).toContain(
      'set SME_SANDBOX_PORT to one of the ports 10, 9',
    );
    const chosen = { SME_SANDBOX_PORT: '9' };
    expect(await home.gather({ from: { sandbox: true } }, chosen)).toMatchObject({ port: ['9', '--sandbox'] });
    await unregister();
    expect(await home.gather({ from: { sandbox: true } })).toMatchObject({ port: ['10', '--sandbox'] });
  });
});
