import { findPython } from './find-python.js';
import type { SandboxLog } from './log.js';
import type { SandboxOptions } from './options.js';

/** The alias that every Exasol database has. */
const defaultAlias = 'PYTHON3';

/**
 * Maps language aliases to Python interpreters.
 *
 * @throws Error that lists every alias with an unusable interpreter
 */
export async function findLanguages(
  options: Pick<SandboxOptions, 'languages' | 'python'>,
  log: SandboxLog,
): Promise<ReadonlyMap<string, string>> {
  const requested = [...(options.languages ?? [])].map(async ([alias, path]) => ({
    alias,
    path,
    found: await findPython(path),
  }));
  const [python, results] = await Promise.all([findDefaultPython(options.python, log), Promise.all(requested)]);
  const problems = results.filter(({ found }) => found === undefined);
  if (problems.length > 0) {
    const list = problems.map(({ alias, path }) => `'${path}' (alias ${alias})`);
    throw new Error(`Python 3.8 or newer not found at ${list.join(', ')}. Use the path of a Python interpreter.`);
  }
  const languages = new Map<string, string>();
  if (python !== undefined) {
    languages.set(defaultAlias, python);
  }
  for (const { alias, path, found } of results) {
    languages.set(alias.toUpperCase(), found?.path ?? path);
  }
  return languages;
}

/** A requested interpreter must exist. If there is no python3 on the path, UDFs of alias PYTHON3 fail when they are called. */
async function findDefaultPython(named: string | undefined, log: SandboxLog): Promise<string | undefined> {
  const { SANDBOX_PYTHON } = process.env;
  const command = named ?? SANDBOX_PYTHON;
  const found = await findPython(command ?? 'python3');
  if (found === undefined) {
    if (command !== undefined) {
      throw new Error(`Python 3.8 or newer not found at '${command}'. Use the path of a Python interpreter.`);
    }
    log.warn(
      'No python3 of version 3.8 or newer on the path: Python UDFs cannot run. Set SANDBOX_PYTHON to an interpreter.',
    );
    return undefined;
  }
  if (!found.hasBoto3) {
    log.warn(
      `The Python at '${found.path}' has no boto3: UDFs that call AWS will fail. Install boto3, or set SANDBOX_PYTHON to another interpreter.`,
    );
  }
  return found.path;
}
