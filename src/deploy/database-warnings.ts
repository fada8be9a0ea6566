import { findKnownProblems } from '../scripts/known-problems.js';
import type { DatabaseFacts } from './types.js';

/** Warnings about the version and the configuration of the database. */
export function listDatabaseWarnings(
  { version, nodes, scriptLanguages }: DatabaseFacts,
  languageAlias: string,
): readonly string[] {
  const warnings: string[] = [];
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 7 || (major === 7 && minor < 1)) {
    warnings.push(`Exasol ${version} is not supported; the scripts require version 7.1 or later.`);
  }
  for (const { id, text, fix } of findKnownProblems(version, nodes)) {
    warnings.push(`Exasol ${version} has a known problem (${id}): ${text}. ${fix}`);
  }
  const aliases = scriptLanguages.split(/\s+/).map((entry) => entry.split('=')[0]?.toUpperCase() ?? '');
  if (!aliases.includes(languageAlias.toUpperCase())) {
    warnings.push(
      `SCRIPT_LANGUAGES does not list the alias '${languageAlias}' (it has ${aliases.join(', ')}). ` +
        'Set --language-alias to one of these, or add the alias to SCRIPT_LANGUAGES.',
    );
  }
  return warnings;
}
