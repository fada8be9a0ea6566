import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { locateSandboxState } from './places.js';
import { writePrivateFile } from './private-file.js';
import type { Environment, SettingsSource } from './sources.js';
import type { SettingName } from './types.js';

const stateShape = z.object({
  pid: z.number().int().positive(),
  settings: z.record(z.string(), z.string()),
});

/** Settings that lead to a running sandbox. */
export type SandboxSettings = Readonly<Partial<Record<SettingName, string>>>;

/**
 * Leaves word of a running sandbox for `--sandbox`, in a file that only its owner can read. The sandbox started last is the one
 * that is found.
 * @returns takes the word back, unless a later sandbox has left its own
 */
export async function announceSandbox(
  environment: Environment,
  settings: SandboxSettings,
): Promise<() => Promise<void>> {
  const path = locateSandboxState(environment);
  if (path === undefined) {
    return async () => {};
  }
  await writePrivateFile(path, `${JSON.stringify({ pid: process.pid, settings })}\n`);
  return async () => {
    const state = await readState(path);
    if (state?.pid === process.pid) {
      await rm(path, { force: true });
    }
  };
}

/** The running sandbox as a source of settings, or why there is none. */
export async function readSandboxSource(
  environment: Environment,
): Promise<{ readonly source: SettingsSource } | { readonly problem: string }> {
  const path = locateSandboxState(environment);
  const state = path === undefined ? undefined : await readState(path);
  if (state === undefined) {
    return { problem: '--sandbox: no sandbox is running here; start one with "sme sandbox"' };
  }
  if (!isAlive(state.pid)) {
    return { problem: `--sandbox: the sandbox of process ${state.pid} runs no more; start one with "sme sandbox"` };
  }
  return {
    source: {
      read: (name) => {
        const value = state.settings[name];
        return value === undefined ? undefined : { value, origin: '--sandbox' };
      },
    },
  };
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
