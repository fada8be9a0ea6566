import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { locateSandboxStates, readVariable } from './places.js';
import { writePrivateFile } from './private-file.js';
import type { SettingName } from './settings-table.js';
import type { Environment, SettingsSource } from './sources.js';

const stateShape = z.object({
  pid: z.number().int().positive(),
  settings: z.record(z.string(), z.string()),
});

/** Settings that lead to a running sandbox. */
export type SandboxSettings = Readonly<Partial<Record<SettingName, string>>>;

/** The variable that chooses between several running sandboxes. */
const portVariable = 'SME_SANDBOX_PORT';

/**
 * Registers a running sandbox for `--sandbox`, in a file of its own that only its owner can read.
 * @returns removes the file
 */
export async function announceSandbox(
  environment: Environment,
  settings: SandboxSettings,
): Promise<() => Promise<void>> {
  const folder = locateSandboxStates(environment);
  if (folder === undefined) {
    return async () => {};
  }
  const path = join(folder, `${process.pid}-${settings.port ?? ''}.json`);
  await writePrivateFile(path, `${JSON.stringify({ pid: process.pid, settings })}\n`);
  return () => rm(path, { force: true });
}

/** The running sandbox as a source of settings, or why there is none to choose. */
export async function readSandboxSource(
  environment: Environment,
): Promise<{ readonly source: SettingsSource } | { readonly problem: string }> {
  const running = await listRunning(environment);
  const port = readVariable(environment, portVariable);
  const [chosen, ...others] = running.filter(({ settings }) => port === undefined || settings['port'] === port);
  const ports = running.map(({ settings }) => settings['port']).join(', ');
  if (chosen === undefined) {
    return running.length === 0
      ? { problem: '--sandbox: no sandbox is running here; start one with "sme sandbox"' }
      : { problem: `--sandbox: no sandbox runs on the port of ${portVariable}; running: ${ports}` };
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

/** Sandboxes whose process still runs; one that was killed leaves its file behind. */
async function listRunning(environment: Environment) {
  const folder = locateSandboxStates(environment);
  const names = folder === undefined ? [] : await readdir(folder).catch(() => []);
  const states = await Promise.all(names.sort().map((name) => readState(join(folder ?? '', name))));
  return states.flatMap((state) => (state !== undefined && isAlive(state.pid) ? [state] : []));
}

async function readState(path: string) {
  try {
    return stateShape.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
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
