import type { CommandCase, Surroundings } from './command-case.js';
import { listModelCases } from './model-commands.js';
import { listSetupCases } from './setup-commands.js';

/** Every command of the program, by its name, in the order in which they run: later commands use what earlier ones create. */
export function listCommandCases(surroundings: Surroundings): Readonly<Record<string, CommandCase>> {
  return { ...listSetupCases(surroundings), ...listModelCases(surroundings) };
}
