import { findKnownProblems } from '../scripts/known-problems.js';
import type { DatabaseFacts } from './types.js';

/** What the user should know about the database, as warnings. */
export function judgeDatabase(
  { version, nodes, scriptLanguages }: DatabaseFacts,
  languageAlias: string,
): readonly string[] {
  const warnings: string[] = [];
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 7 || (major === 7 && minor < 1)) {
    warnings.push(`Exasol ${version} is older than 7.1, the oldest version that the scripts are made for.`);
  }
  for (const { id, text, fix } of findKnownProblems(version, nodes)) {
    warnings.push(`Exasol ${version} has a known problem (${id}): ${text}. ${fix}`);
  }
  const aliases = scriptLanguages.split(/\s+/).map((entry) => entry.split('=')[0]?.toUpperCase() ?? '');
  if (!aliases.includes(languageAlias.toUpperCase())) {
    warnings.push(
      `SCRIPT_LANGUAGES does not list the alias '${languageAlias}' (it has ${aliases.join(', ')}). ` +
        'Give one of these with --language-alias, or add yours to SCRIPT_LANGUAGES.',
    );
  }
  return warnings;
}
