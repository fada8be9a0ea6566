import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A Python interpreter that can run the UDF host. */
export interface FoundPython {
  /** Absolute path of the interpreter. */
  readonly path: string;
  readonly version: string;
  /** If false, UDFs that import boto3 fail, as in a script language container without boto3. */
  readonly hasBoto3: boolean;
}

/** The UDF host requires Python 3.8. */
const probe = [
  'import importlib.util, json, platform, sys',
  'assert sys.version_info >= (3, 8)',
  'print(json.dumps([sys.executable, platform.python_version(), importlib.util.find_spec("boto3") is not None]))',
].join('\n');

/**
 * Inspects an interpreter.
 *
 * @param command a path, or a name that is looked up on the path
 * @returns undefined if it cannot be started or is older than 3.8
 */
export async function findPython(command: string): Promise<FoundPython | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, ['-c', probe], { timeout: 20_000 });
    const result: unknown = JSON.parse(stdout);
    if (!Array.isArray(result)) {
      return undefined;
    }
    const [path, version, hasBoto3] = result;
    return { path: String(path), version: String(version), hasBoto3: hasBoto3 === true };
  } catch {
    return undefined;
  }
}
