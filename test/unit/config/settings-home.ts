import { chmodSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { gatherSettings, loadSettings, type SettingsIo } from '../../../src/config/load.js';
import type { SettingsFlags } from '../../../src/config/resolve.js';
import { UserError } from '../../../src/errors/user-error.js';

type Variables = Readonly<Record<string, string>>;

/** Gives each test an empty home folder, which is also its working directory, and reads settings in it. */
export function useSettingsHome() {
  let path = '';
  let warnings: string[] = [];
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'sme-settings-'));
    warnings = [];
  });
  afterEach(() => rm(path, { recursive: true, force: true }));

  async function write(name: string, text: string, mode = 0o600): Promise<string> {
    const file = join(path, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    chmodSync(file, mode);
    return file;
  }

  function makeIo(env: Variables = {}, piped = ''): SettingsIo {
    return {
      env: { HOME: path, ...env },
      cwd: path,
      stdin: {
        setEncoding() {},
        on: (event, listener) =>
          queueMicrotask(() => (event === 'end' ? queueMicrotask(() => listener('')) : listener(piped))),
        removeListener() {},
        resume() {},
        pause() {},
      },
      stderr: { write() {} },
      interactive: false,
      warn: (text) => warnings.push(text),
    };
  }

  return {
    get path() {
      return path;
    },
    /** The warnings of this test so far. */
    get warnings(): readonly string[] {
      return warnings;
    },
    write,
    writeConfig: (text: string, mode?: number) => write('.config/sme/config.toml', text, mode),
    makeIo,
    /** Gathers settings that have no problems. @returns value and origin of each */
    async gather(flags: SettingsFlags = {}, env: Variables = {}, piped?: string) {
      const { raw, problems } = await gatherSettings(flags, makeIo(env, piped));
      if (problems.length > 0) {
        throw new Error(problems.join('\n'));
      }
      return Object.fromEntries(Object.entries(raw).map(([name, { value, origin }]) => [name, [value, origin]]));
    },
    /** Loads settings that have problems. @returns the message of the error */
    async loadInvalid(flags: SettingsFlags = {}, env: Variables = {}): Promise<string> {
      const thrown = await loadSettings(flags, ['connection', 'deployment'], makeIo(env), 'deploy').catch(
        (error: unknown) => error,
      );
      if (!(thrown instanceof UserError)) {
        throw new Error(`expected a UserError, got ${String(thrown)}`);
      }
      return thrown.message;
    },
  };
}
