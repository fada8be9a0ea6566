import type { SandboxServices } from '../../../services.js';
import { ExasolError, sandboxGap } from '../../../types/exasol-error.js';

/**
 * The interpreter of a language alias.
 * @param scriptLanguages the session's SCRIPT_LANGUAGES, `ALIAS=definition` separated by blanks
 * @throws ExasolError if the alias is unknown, has no interpreter, or its language is a gap
 */
export function findInterpreter(services: SandboxServices, scriptLanguages: string, alias: string): string {
  const own = services.languages.get(alias);
  if (own !== undefined) return own;
  const entry = scriptLanguages.split(/\s+/).find((part) => part.toUpperCase().startsWith(`${alias}=`));
  if (entry === undefined) throw new ExasolError('42000', `unknown script language ${alias}`);
  const definition = entry.slice(alias.length + 1);
  if (/^builtin_(?:r|java)\b|[?&]lang=(?:r|java)\b/i.test(definition)) throw sandboxGap(`scripts in ${alias}`);
  const python = services.languages.get('PYTHON3');
  if (python !== undefined && /^builtin_python3|[?&]lang=python\b/i.test(definition)) return python;
  throw new ExasolError(
    '42000',
    'No usable script language container is installed for the requested language. ' +
      'Install the required script language package and try again.',
  );
}
