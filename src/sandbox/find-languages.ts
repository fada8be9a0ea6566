import { findPython } from './find-python.js';
import type { SandboxLog } from './log.js';
import type { SandboxOptions } from './options.js';

/** The alias that every Exasol has. */
const defaultAlias = 'PYTHON3';

/**
 * Which interpreter stands behind which language alias.
 *
 * @throws Error that lists every alias whose interpreter cannot be used
 */
export async function findLanguages(
  options: Pick<SandboxOptions, 'languages' | 'python'>,
  log: SandboxLog,
): Promise<ReadonlyMap<string, string>> {
  const asked = [...(options.languages ?? [])].map(async ([alias, path]) => ({
    alias,
    path,
    found: await findPython(path),
  }));
  const [python, answers] = await Promise.all([findDefaultPython(options.python, log), Promise.all(asked)]);
  const problems = answers.filter(({ found }) => found === undefined);
  if (problems.length > 0) {
    const list = problems.map(({ alias, path }) => `'${path}' (alias ${alias})`);
    throw new Error(`no Python of version 3.8 or newer answers at ${list.join(', ')}`);
  }
  const languages = new Map<string, string>();
  if (python !== undefined) {
    languages.set(defaultAlias, python);
  }
  for (const { alias, path, found } of answers) {
    languages.set(alias.toUpperCase(), found?.path ?? path);
  }
  return languages;
}

/** A python that was named must be there; one on the path may lack, then UDFs of PYTHON3 fail when they are called. */
async function findDefaultPython(named: string | undefined, log: SandboxLog): Promise<string | undefined> {
  const { SANDBOX_PYTHON } = process.env;
  const command = named ?? SANDBOX_PYTHON;
  const found = await findPython(command ?? 'python3');
  if (found === undefined) {
    if (command !== undefined) {
      throw new Error(`no Python of version 3.8 or newer answers at '${command}'`);
    }
    log.warn('no python3 of version 3.8 or newer is on the path: UDFs in Python cannot run. SANDBOX_PYTHON names one.');
    return undefined;
  }
  if (!found.hasBoto3) {
    log.warn(
      `the Python at '${found.path}' has no boto3: UDFs that call AWS will fail. Install it, or name another with SANDBOX_PYTHON.`,
    );
  }
  return found.path;
}
