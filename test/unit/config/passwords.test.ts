import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadSettings } from '../../../src/config/load.js';
import type { SettingsFlags } from '../../../src/config/resolve.js';
import { useSettingsHome } from './settings-home.js';

const home = useSettingsHome();

describe('a password', () => {
  test('is the first line of its file, with a warning if other users can read the file', async () => {
    const path = await home.write('password', 'it is\r\nnot this', 0o640);
    expect((await home.gather({ passwordFile: [['--password-file', path]] }))['password']).toEqual([
      'it is',
      '--password-file',
    ]);
    await loadSettings({ passwordFile: [['--password-file', path]] }, [], home.makeIo(), 'status');
    expect(home.warnings).toEqual([expect.stringContaining('mode 640')]);
    expect((await home.gather({}, { EXASOL_PASSWORD_FILE: path }))['password']?.[0]).toBe('it is');
  });

  test.each([
    ['the byte order mark of UTF-8', Buffer.from('\uFEFFit is\r\n')],
    ['the UTF-16 of PowerShell', Buffer.from('\uFEFFit is\r\n', 'utf16le')],
  ])('is read from a file with %s', async (_what, bytes) => {
    const path = await home.write('password', '');
    await writeFile(path, bytes);
    expect((await home.gather({ passwordFile: [['--password-file', path]] }))['password']?.[0]).toBe('it is');
  });

  test('is read from a file below ~', async () => {
    await home.write('password', 'of home');
    await home.write('.env', 'EXASOL_PASSWORD_FILE=~/password\n');
    const real = process.env['HOME'];
    onTestFinished(() => {
      process.env['HOME'] = real;
    });
    process.env['HOME'] = home.path;
    expect((await home.gather())['password']?.[0]).toBe('of home');
  });

  test('is read from stdin without its line break', async () => {
    const settings = await home.gather({ from: { passwordStdin: true } }, { EXASOL_PASSWORD: 'other' }, 'piped\n');
    expect(settings['password']).toEqual(['piped', '--password-stdin']);
    const marked = await home.gather({ from: { passwordStdin: true } }, {}, '\uFEFFpiped\r\n');
    expect(marked['password']?.[0]).toBe('piped');
  });

  test('from a file has the priority of the source that names the file', async () => {
    const path = await home.write('password', 'of file');
    const flag: SettingsFlags = { passwordFile: [['--password-file', path]] };
    expect((await home.gather(flag, { EXASOL_PASSWORD: 'other' }))['password']?.[0]).toBe('of file');
    const env = { EXASOL_PASSWORD_FILE: path };
    expect((await home.gather({ password: [['--pass', 'flag']] }, env))['password']?.[0]).toBe('flag');
  });

  test('is rejected if one source sets it twice, or if its file does not contain one', async () => {
    const path = await home.write('password', '\n');
    const password: SettingsFlags = { password: [['--pass', 'canary']] };
    const both = await home.loadInvalid({ ...password, passwordFile: [['--password-file', path]] });
    expect(both).toContain('--pass and --password-file are both given');
    expect(both).not.toContain('canary');
    expect(await home.loadInvalid({ ...password, from: { passwordStdin: true } })).toContain(
      '--pass and --password-stdin',
    );
    const empty = await home.loadInvalid({ passwordFile: [['--password-file', path]] });
    expect(empty).toContain('no password in its first line');
    expect(empty).not.toContain('is missing');
    expect(await home.loadInvalid({ passwordFile: [['--password-file', join(home.path, 'none')]] })).toContain(
      'cannot read the file',
    );
  });
});
