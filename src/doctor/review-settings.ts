import { existsSync } from 'node:fs';
import type { Environment } from '../config/environment.js';
import { findPermissionWarnings } from '../config/files.js';
import { findProblems } from '../config/parse.js';
import type { ResolvedSettings } from '../config/resolve.js';
import { findExpiredTokens } from '../config/tokens.js';

/** Something that works and that someone should look at. */
export interface SettingsNote {
  readonly text: string;
  readonly mend: string;
}

/** What is to be said about settings and the files that they stand in. */
export interface SettingsReview {
  /** Files that were read, of those that settings may stand in. */
  readonly files: readonly string[];
  /** What no command would take. */
  readonly problems: readonly string[];
  readonly notes: readonly SettingsNote[];
}

/**
 * Looks over settings once more than a command does. Values are not quoted, as they may be secrets.
 *
 * @param files that settings may stand in, those that are not there too
 * @param environment variables of this machine
 */
export function reviewSettings(
  settings: ResolvedSettings,
  files: readonly string[],
  environment: Environment,
  now = new Date(),
): SettingsReview {
  const there = files.filter((path) => existsSync(path));
  const { raw, problems, warnings, overrides, unrecognizedVariables } = settings;
  return {
    files: there,
    problems: findProblems(raw, problems),
    notes: [
      ...[...new Set([...warnings, ...there.flatMap(findPermissionWarnings)])].map(splitWarning),
      ...unrecognizedVariables.map((text) => ({
        text,
        mend: 'Rename the variable, unless it belongs to another tool.',
      })),
      ...overrides.map(({ applied, ignoredOrigin }) => ({
        text: `${applied.origin} overrides ${ignoredOrigin}, which has another value`,
        mend: 'If this is not intended, remove one of the two. To see which values apply, run: sme config show --origin',
      })),
      ...findExpiredTokens(raw, environment, now).map(({ origin, expiredAt }) => ({
        text: `the token of ${origin} expired at ${expiredAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
        mend: 'Fetch a new token.',
      })),
    ],
  };
}

/** `<what>. <what to do>` in its two parts; of a command to run, the command. */
function splitWarning(warning: string): SettingsNote {
  const at = warning.lastIndexOf('. ');
  return { text: warning.slice(0, at), mend: warning.slice(at + 2).replace(/^Run: /, '') };
}
