import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Environment, readVariable } from '../config/environment.js';
import { writePrivateFile } from '../config/files.js';

const maxAgeMs = 10_000;
const maxEntries = 50;

interface Entry {
  readonly key: string;
  readonly at: number;
  readonly names: readonly string[];
}

/**
 * Keeps names for some seconds in a file of the user, because shells ask again with every Tab. An empty list is kept, too, so that a
 * database that does not answer costs its time once. A file that cannot be read or written only costs time.
 * @param key must contain no secret
 */
export async function cacheNames(
  environment: Environment,
  key: string,
  read: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const path = locateCache(environment);
  const now = Date.now();
  const entries = path === undefined ? [] : await readEntries(path);
  const fresh = entries.filter(({ at }) => at <= now && now - at < maxAgeMs);
  const found = fresh.find((entry) => entry.key === key);
  if (found !== undefined) {
    return found.names;
  }
  const names = await read();
  if (path !== undefined) {
    const kept = [{ key, at: Date.now(), names }, ...fresh].slice(0, maxEntries);
    await writePrivateFile(path, JSON.stringify(kept)).catch(() => {});
  }
  return names;
}

function locateCache(environment: Environment): string | undefined {
  const home = readVariable(environment, 'HOME') ?? readVariable(environment, 'LOCALAPPDATA');
  const folder = readVariable(environment, 'XDG_CACHE_HOME') ?? (home === undefined ? undefined : join(home, '.cache'));
  return folder === undefined ? undefined : join(folder, 'sme', 'completion.json');
}

async function readEntries(path: string): Promise<readonly Entry[]> {
  try {
    const entries: unknown = JSON.parse(await readFile(path, 'utf8'));
    return Array.isArray(entries) ? entries.filter(isEntry) : [];
  } catch {
    return [];
  }
}

function isEntry(value: unknown): value is Entry {
  const { key, at, names } = (value ?? {}) as Partial<Record<keyof Entry, unknown>>;
  return (
    typeof key === 'string' &&
    typeof at === 'number' &&
    Array.isArray(names) &&
    names.every((name) => typeof name === 'string')
  );
}
