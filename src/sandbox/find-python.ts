import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A Python that was asked and answered. */
export interface FoundPython {
  /** Absolute path of the interpreter. */
  readonly path: string;
  readonly version: string;
  /** False: UDFs run, but those that import boto3 fail, as in a script-language container without it. */
  readonly hasBoto3: boolean;
}

/** The oldest that the UDF host runs on. */
const question = [
  'import importlib.util, json, platform, sys',
  'assert sys.version_info >= (3, 8)',
  'print(json.dumps([sys.executable, platform.python_version(), importlib.util.find_spec("boto3") is not None]))',
].join('\n');

/**
 * Asks an interpreter what it is.
 *
 * @param command a path, or a name that is looked up on the path
 * @returns undefined where it cannot be started or is older than 3.8
 */
export async function findPython(command: string): Promise<FoundPython | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, ['-c', question], { timeout: 20_000 });
    const answer: unknown = JSON.parse(stdout);
    if (!Array.isArray(answer)) {
      return undefined;
    }
    const [path, version, hasBoto3] = answer;
    return { path: String(path), version: String(version), hasBoto3: hasBoto3 === true };
  } catch {
    return undefined;
  }
}
