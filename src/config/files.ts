import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { chmod, mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Environment, readVariable } from './environment.js';

/** Locates sme's settings file: `SME_CONFIG`, or `sme/config.toml` in the configuration folder. Undefined if there is no home folder. */
export function locateSettingsFile(environment: Environment): string | undefined {
  const folder = readVariable(environment, 'XDG_CONFIG_HOME') ?? inHome(environment, '.config');
  return (
    readVariable(environment, 'SME_CONFIG') ?? (folder === undefined ? undefined : join(folder, 'sme', 'config.toml'))
  );
}

/**
 * Locates the settings file of exapump, which sme only reads.
 * Source: github.com/exasol-labs/exapump, docs/configuration.md.
 */
export function locateExapumpFile(environment: Environment): string | undefined {
  return readVariable(environment, 'EXAPUMP_CONFIG') ?? inHome(environment, '.exapump', 'config.toml');
}

/** Locates the folder in which running sandboxes are registered. */
export function locateSandboxRegistry(environment: Environment): string | undefined {
  const folder = readVariable(environment, 'XDG_STATE_HOME') ?? inHome(environment, '.local', 'state');
  return folder === undefined ? undefined : join(folder, 'sme', 'sandboxes');
}

function inHome(environment: Environment, ...path: readonly string[]): string | undefined {
  const home = readVariable(environment, 'HOME') ?? readVariable(environment, 'USERPROFILE');
  return home === undefined ? undefined : join(home, ...path);
}

/** Mode bits that give the group or others any access to a file. */
const groupAndOthers = 0o077;

/** Warns if anyone but the owner can access the file, with the command that fixes it. Windows has no such modes. */
export function findPermissionWarnings(path: string): readonly string[] {
  if (process.platform === 'win32') {
    return [];
  }
  const { mode } = statSync(path);
  return (mode & groupAndOthers) === 0
    ? []
    : [
        `Other users can read '${path}' (mode ${(mode & 0o777).toString(8)}), which may contain secrets. Run: chmod 600 '${path}'`,
      ];
}

/** Writes a file that only its owner can read. The write is atomic. If the path is a symbolic link, replaces the link's target. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path), 0o700);
  const target = await realpath(path).catch(() => path);
  const draft = `${target}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
    // The umask may have removed some of the owner's permissions.
    await chmod(draft, 0o600);
    await rename(draft, target);
  } catch (thrown) {
    await rm(draft, { force: true });
    throw thrown;
  }
}

/**
 * Creates a folder and its missing parents; does nothing if it exists. Does not use Node's recursive mkdir, which loops forever on a
 * file system that allows no new folders, such as /proc, because it takes the ENOENT there for a missing parent.
 * @param mode mode of the created folders, before the umask
 * @throws the system's error
 */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  try {
    await makeLastFolder(path, mode);
  } catch (thrown) {
    if (readCode(thrown) !== 'ENOENT' || dirname(path) === path) {
      throw thrown;
    }
    await makeFolder(dirname(path), mode);
    await makeLastFolder(path, mode);
  }
}

async function makeLastFolder(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (thrown) {
    if (readCode(thrown) !== 'EEXIST' || !(await isFolder(path))) {
      throw thrown;
    }
  }
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function readCode(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}
