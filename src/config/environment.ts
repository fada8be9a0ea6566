import { suggestNearest } from '../text/nearest.js';
import { settingRows } from './settings-table.js';
import type { SettingsSource } from './types.js';

/** Variables and their values. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The value of a variable; an empty one counts as not set, because shells cannot tell the two apart well. */
export function readVariable(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  return value === '' ? undefined : value;
}

/**
 * The environment, or a `.env`, as a source of settings.
 * @param place added to the variable's name in messages, such as ` in .env`
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
 * Variables that look like misspelled ones of sme: `SME_HOST`, `EXASOL_PASS`. Reports only names close to a known one, because other
 * tools have variables with these prefixes, too.
 * @param place added to the variable's name in messages, such as ` in .env`
 */
export function findUnrecognizedVariables(variables: Environment, place = ''): readonly string[] {
  return Object.keys(variables)
    .filter((name) => /^(SME|EXASOL)_/.test(name) && !knownVariables.includes(name))
    .filter((name) => readVariable(variables, name) !== undefined)
    .flatMap((name) => {
      const suggestion = suggest(name);
      return suggestion === '' ? [] : [`sme does not read the variable ${name}${place}${suggestion}`];
    });
}

function suggest(name: string): string {
  const meant = knownVariables.find((known) => cutPrefix(known) === cutPrefix(name) || known.startsWith(name));
  return meant === undefined ? suggestNearest(name, knownVariables) : ` (did you mean '${meant}'?)`;
}

/** `EXASOL_HOST` → `HOST`. */
const cutPrefix = (name: string) => name.slice(name.indexOf('_') + 1);
