import { suggestNearest } from '../text/nearest.js';
import { settingRows } from './settings-table.js';
import type { SettingsSource } from './types.js';

/** Variables and their values. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The value of a variable. An empty value counts as unset, because unsetting a variable is awkward in many shells and CI systems. */
export function readVariable(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  return value === '' ? undefined : value;
}

/**
 * Makes the environment, or a `.env` file, a source of settings.
 * @param place appended to the variable's name in messages, such as ` in .env`
 */
export function readEnvironment(environment: Environment, place = ''): SettingsSource {
  return {
    read(name) {
      for (const variable of settingRows[name].variables ?? []) {
        const value = readVariable(environment, variable);
        if (value !== undefined) {
          return { value, origin: `${variable}${place}` };
        }
      }
      return undefined;
    },
  };
}

const knownVariables: readonly string[] = Object.values(settingRows).flatMap(({ variables = [] }) => variables);

/**
 * Reports variables that look like misspellings, such as `SME_HOST` or `EXASOL_PASS`. Only names close to a known one count, because
 * other tools use these prefixes, too.
 * @param place appended to the variable's name in messages, such as ` in .env`
 */
export function findUnrecognizedVariables(variables: Environment, place = ''): readonly string[] {
  return Object.keys(variables)
    .filter((name) => /^(SME|EXASOL)_/.test(name) && !knownVariables.includes(name))
    .filter((name) => readVariable(variables, name) !== undefined)
    .flatMap((name) => {
      const suggestion = suggestVariable(name);
      return suggestion === '' ? [] : [`sme does not read the variable ${name}${place}${suggestion}`];
    });
}

function suggestVariable(name: string): string {
  const match = knownVariables.find((known) => stripPrefix(known) === stripPrefix(name) || known.startsWith(name));
  return match === undefined ? suggestNearest(name, knownVariables) : ` (did you mean '${match}'?)`;
}

/** `EXASOL_HOST` → `HOST`. */
const stripPrefix = (name: string) => name.slice(name.indexOf('_') + 1);
