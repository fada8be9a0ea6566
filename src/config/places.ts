import { join } from 'node:path';
import type { Environment } from './sources.js';

/** Our settings file: `SME_CONFIG`, else `sme/config.toml` in the user's configuration folder. Undefined without a home. */
export function locateSettingsFile(environment: Environment): string | undefined {
  const folder = readVariable(environment, 'XDG_CONFIG_HOME') ?? inHome(environment, '.config');
  return (
    readVariable(environment, 'SME_CONFIG') ?? (folder === undefined ? undefined : join(folder, 'sme', 'config.toml'))
  );
}

/**
 * The settings file of exapump, which is read and never written.
 * Source: github.com/exasol-labs/exapump, docs/configuration.md.
 */
export function locateExapumpFile(environment: Environment): string | undefined {
  return readVariable(environment, 'EXAPUMP_CONFIG') ?? inHome(environment, '.exapump', 'config.toml');
}

/** The folder in which each running sandbox says how to reach it. */
export function locateSandboxStates(environment: Environment): string | undefined {
  const folder = readVariable(environment, 'XDG_STATE_HOME') ?? inHome(environment, '.local', 'state');
  return folder === undefined ? undefined : join(folder, 'sme', 'sandboxes');
}

/** The value of a variable; an empty one counts as not set. */
export function readVariable(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  return value === '' ? undefined : value;
}

function inHome(environment: Environment, ...path: readonly string[]): string | undefined {
  const home = readVariable(environment, 'HOME') ?? readVariable(environment, 'USERPROFILE');
  return home === undefined ? undefined : join(home, ...path);
}
