import { suggestNearest } from '../text/nearest.js';
import { settingRows } from './settings-table.js';
import type { Environment } from './sources.js';

const known: readonly string[] = Object.values(settingRows).flatMap(({ variables = [] }) => variables);

/**
 * Variables that were probably meant for `sme` and that it does not read: `SME_HOST`, `EXASOL_PASS`. Only names that are near to one
 * that counts are told, as other tools have variables of these families, too.
 * @param place said after the variable's name, such as ` in .env`
 */
export function findStrangeVariables(variables: Environment, place = ''): readonly string[] {
  return Object.keys(variables)
    .filter((name) => /^(SME|EXASOL)_/.test(name) && !known.includes(name) && (variables[name] ?? '') !== '')
    .flatMap((name) => {
      const suggestion = suggest(name);
      return suggestion === '' ? [] : [`${name}${place} is no variable of sme${suggestion}`];
    });
}

function suggest(name: string): string {
  const meant = known.find((other) => cutFamily(other) === cutFamily(name) || other.startsWith(name));
  return meant === undefined ? suggestNearest(name, known) : ` (did you mean '${meant}'?)`;
}

/** `EXASOL_HOST` → `HOST`. */
const cutFamily = (name: string) => name.slice(name.indexOf('_') + 1);
