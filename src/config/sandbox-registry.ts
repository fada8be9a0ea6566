import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { quoteValue } from '../text/quote-value.js';
import { type Environment, readVariable } from './environment.js';
import { locateSandboxRegistry, writePrivateFile } from './files.js';
import type { SettingName } from './settings-table.js';
import type { SettingsSource } from './types.js';

/** The name of a sandbox that is started without one; further ones are `default-2`, `default-3`, … */
export const defaultSandboxName = 'default';

/** Names are also file names, and must differ on file systems that ignore case. */
export const sandboxNamePattern = /^[a-z0-9][a-z0-9_-]{0,62}$/;

const entryRule = z.object({
  pid: z.number().int().positive(),
  name: z.string().regex(sandboxNamePattern),
  startedAt: z.iso.datetime(),
  dataFolder: z.string().nullable(),
  settings: z.record(z.string(), z.string()),
});

/** The settings with which commands connect to a running sandbox. */
export type SandboxSettings = Readonly<Partial<Record<SettingName, string>>>;

/** A sandbox whose process is alive. */
export interface RunningSandbox {
  readonly pid: number;
  readonly name: string;
  readonly startedAt: Date;
  /** Undefined if the data is deleted when the sandbox stops. */
  readonly dataFolder: string | undefined;
  readonly settings: SandboxSettings;
}

/** The variables that select one of several running sandboxes. */
const nameVariable = 'SME_SANDBOX_NAME';
const portVariable = 'SME_SANDBOX_PORT';

/** How a sandbox is registered. */
export interface SandboxRegistration {
  /** Without a name, the first free default name is used. */
  readonly name?: string | undefined;
  readonly dataFolder?: string | undefined;
}

/** A running sandbox has the requested name. */
export class SandboxNameInUseError extends Error {
  override readonly name = 'SandboxNameInUseError';

  constructor(readonly running: RunningSandbox) {
    super(`A sandbox named '${running.name}' is running.`);
  }
}

/**
 * Registers a running sandbox for `--sandbox`, in a file that only its owner can read. A name is claimed atomically.
 * @returns its name, and a function that removes the file
 * @throws SandboxNameInUseError if a running sandbox has the requested name
 */
export async function registerSandbox(
  environment: Environment,
  settings: SandboxSettings,
  { name, dataFolder }: SandboxRegistration = {},
): Promise<{ readonly name: string; readonly unregister: () => Promise<void> }> {
  const folder = locateSandboxRegistry(environment);
  if (folder === undefined) {
    return { name: name ?? defaultSandboxName, unregister: async () => {} };
  }
  await removeDeadEntries(folder);
  for (let count = 1; ; count += 1) {
    const candidate = name ?? (count === 1 ? defaultSandboxName : `${defaultSandboxName}-${count}`);
    const entry = {
      pid: process.pid,
      name: candidate,
      startedAt: new Date().toISOString(),
      dataFolder: dataFolder ?? null,
      settings,
    };
    const path = join(folder, `${candidate}.json`);
    if (await writeIfAbsent(path, `${JSON.stringify(entry)}\n`)) {
      return { name: candidate, unregister: () => rm(path, { force: true }) };
    }
    const running = await readEntry(path);
    if (name !== undefined && running !== undefined) {
      throw new SandboxNameInUseError(running);
    }
  }
}

/** A link is created with its whole content or not at all, and never replaces a file. */
async function writeIfAbsent(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writePrivateFile(draft, text);
  try {
    await link(draft, path);
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw thrown;
  } finally {
    await rm(draft, { force: true });
  }
}

/** A killed process leaves its file behind. */
async function removeDeadEntries(folder: string): Promise<void> {
  for (const path of await listEntryPaths(folder)) {
    const entry = await readEntry(path);
    if (entry === undefined || !isAlive(entry.pid)) {
      await rm(path, { force: true });
    }
  }
}

/** How commands choose one of the running sandboxes. */
export interface SandboxChoice {
  /** As given with `--sandbox-name`, or as an argument. */
  readonly name?: string | undefined;
}

/** Chooses the running sandbox, or reports why none can be chosen. */
export async function chooseSandbox(
  environment: Environment,
  choice: SandboxChoice = {},
): Promise<{ readonly sandbox: RunningSandbox } | { readonly problem: string; readonly isAmbiguous: boolean }> {
  const running = await listSandboxes(environment);
  const name = choice.name ?? readVariable(environment, nameVariable);
  const port = choice.name === undefined ? readVariable(environment, portVariable) : undefined;
  const [chosen, ...others] = running.filter(
    (each) => (name === undefined || each.name === name) && (port === undefined || each.settings.port === port),
  );
  const list = running.map((each) => `${each.name} (port ${each.settings.port ?? '?'})`).join(', ');
  if (chosen === undefined && running.length === 0) {
    return { problem: 'no sandbox is running on this machine; start one with "sme sandbox"', isAmbiguous: false };
  }
  if (chosen === undefined) {
    const wanted = name === undefined ? `on port '${quoteValue(port ?? '')}'` : `with the name '${quoteValue(name)}'`;
    return { problem: `no sandbox ${wanted} is running; running: ${list}`, isAmbiguous: false };
  }
  return others.length > 0
    ? { problem: `several sandboxes are running: ${list}`, isAmbiguous: true }
    : { sandbox: chosen };
}

/** Makes the running sandbox a source of settings, or reports why none can be chosen. */
export async function readSandboxSource(
  environment: Environment,
  choice: SandboxChoice = {},
): Promise<{ readonly source: SettingsSource } | { readonly problem: string }> {
  const chosen = await chooseSandbox(environment, choice);
  const origin = choice.name === undefined ? '--sandbox' : '--sandbox-name';
  if ('problem' in chosen) {
    const advice = chosen.isAmbiguous ? '; choose one with --sandbox-name' : '';
    return { problem: `${origin}: ${chosen.problem}${advice}` };
  }
  const values: Readonly<Record<string, string | undefined>> = chosen.sandbox.settings;
  return {
    source: {
      read: (name) => {
        const value = values[name];
        return value === undefined ? undefined : { value, origin };
      },
    },
  };
}

/** Lists the sandboxes whose process is alive, by name. */
export async function listSandboxes(environment: Environment): Promise<readonly RunningSandbox[]> {
  const folder = locateSandboxRegistry(environment);
  const paths = folder === undefined ? [] : await listEntryPaths(folder);
  const entries = await Promise.all(paths.map(readEntry));
  return entries
    .flatMap((entry) => (entry !== undefined && isAlive(entry.pid) ? [entry] : []))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

async function listEntryPaths(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
}

async function readEntry(path: string): Promise<RunningSandbox | undefined> {
  try {
    const { startedAt, dataFolder, ...entry } = entryRule.parse(JSON.parse(await readFile(path, 'utf8')));
    return { ...entry, startedAt: new Date(startedAt), dataFolder: dataFolder ?? undefined };
  } catch {
    return undefined;
  }
}

/** Returns whether a process exists. It may belong to another user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
