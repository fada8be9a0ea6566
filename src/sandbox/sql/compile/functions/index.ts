/** All built-in functions of the sandbox. Other names are looked up among the scripts. */
import type { FunctionRule } from '../types.js';
import { aggregateFunctions } from './aggregates.js';
import { conditionalFunctions } from './conditional.js';
import { conversionFunctions } from './conversion.js';
import { dateFunctions } from './date.js';
import { numberFunctions } from './number.js';
import { sessionFunctions } from './session.js';
import { textFunctions } from './text.js';

const functions: ReadonlyMap<string, FunctionRule> = new Map(
  [
    aggregateFunctions,
    conditionalFunctions,
    conversionFunctions,
    dateFunctions,
    numberFunctions,
    sessionFunctions,
    textFunctions,
  ].flatMap((group) => Object.entries(group)),
);

export const functionNames: readonly string[] = [...functions.keys()].sort();

export function findFunction(name: string): FunctionRule | undefined {
  return functions.get(name);
}
