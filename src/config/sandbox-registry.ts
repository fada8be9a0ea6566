import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Environment, readVariable } from './environment.js';
import { locateSandboxRegistry, writePrivateFile } from './files.js';
import type { SettingName } from './settings-table.js';
import type { SettingsSource } from './types.js';

const entryRule = z.object({
  pid: z.number().int().positive(),
  settings: z.record(z.string(), z.string()),
});

/** The settings with which commands connect to a running sandbox. */
export type SandboxSettings = Readonly<Partial<Record<SettingName, string>>>;

/** The variable that selects one of several running sandboxes. */
const portVariable = 'SME_SANDBOX_PORT';

/**
 * Registers a running sandbox for `--sandbox`, in a file that only its owner can read.
 * @returns a function that removes the file
 */
export async function registerSandbox(
  environment: Environment,
  settings: SandboxSettings,
): Promise<() => Promise<void>> {
  const folder = locateSandboxRegistry(environment);
  if (folder === undefined) {
    return async () => {};
  }
  const path = join(folder, `${process.pid}-${settings.port ?? ''}.json`);
  await writePrivateFile(path, `${JSON.stringify({ pid: process.pid, settings })}\n`);
  return () => rm(path, { force: true });
}

/** Makes the running sandbox a source of settings, or reports why none can be selected. */
export async function readSandboxSource(
  environment: Environment,
): Promise<{ readonly source: SettingsSource } | { readonly problem: string }> {
  const running = await listRunning(environment);
  const port = readVariable(environment, portVariable);
  const [chosen, ...others] = running.filter(({ settings }) => port === undefined || settings['port'] === port);
  const ports = running.map(({ settings }) => settings['port']).join(', ');
  if (chosen === undefined) {
    return running.length === 0
      ? { problem: '--sandbox: no sandbox is running on this machine; start one with "sme sandbox"' }
      : { problem: `--sandbox: no sandbox is running on the port in ${portVariable}; running: ${ports}` };
  }
  if (others.length > 0) {
    return { problem: `--sandbox: several sandboxes are running; set ${portVariable} to one of the ports ${ports}` };
  }
  return {
    source: {
      read: (name) => {
        const value = chosen.settings[name];
        return value === undefined ? undefined : { value, origin: '--sandbox' };
      },
    },
  };
}

/** Lists the sandboxes whose process is alive. A killed process leaves its file behind. */
async function listRunning(environment: Environment) {
  const folder = locateSandboxRegistry(environment);
  const names = folder === undefined ? [] : await readdir(folder).catch(() => []);
  const entries = await Promise.all(names.sort().map((name) => readEntry(join(folder ?? '', name))));
  return entries.flatMap((entry) => (entry !== undefined && isAlive(entry.pid) ? [entry] : []));
}

async function readEntry(path: string) {
  try {
    return entryRule.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
