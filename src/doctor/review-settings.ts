import { existsSync } from 'node:fs';
import type { Environment } from '../config/environment.js';
import { findPermissionWarnings } from '../config/files.js';
import { findProblems } from '../config/parse.js';
import type { ResolvedSettings } from '../config/resolve.js';
import { findExpiredTokens } from '../config/tokens.js';

/** Something that works, but needs attention. */
export interface SettingsNote {
  readonly text: string;
  readonly mitigation: string;
}

/** Findings about settings and their files. */
export interface SettingsReview {
  /** The settings files that exist. */
  readonly files: readonly string[];
  /** Settings that every command rejects. */
  readonly problems: readonly string[];
  readonly notes: readonly SettingsNote[];
}

/**
 * Reviews settings more thoroughly than a command does. Quotes no values, which may be secrets.
 *
 * @param files that may contain settings, whether they exist or not
 * @param environment variables of this machine
 */
export function reviewSettings(
  settings: ResolvedSettings,
  files: readonly string[],
  environment: Environment,
  now = new Date(),
): SettingsReview {
  const existing = files.filter((path) => existsSync(path));
  const { raw, problems, warnings, overrides, unrecognizedVariables } = settings;
  return {
    files: existing,
    problems: findProblems(raw, problems),
    notes: [
      ...[...new Set([...warnings, ...existing.flatMap(findPermissionWarnings)])].map(splitWarning),
      ...unrecognizedVariables.map((text) => ({
        text,
        mitigation: 'Rename the variable, unless it belongs to another tool.',
      })),
      ...overrides.map(({ applied, ignoredOrigin }) => ({
        text: `${applied.origin} overrides ${ignoredOrigin}, which has another value`,
        mitigation:
          'If this is not intended, remove one of the two. To see which values apply, run: sme config show --origin',
      })),
      ...findExpiredTokens(raw, environment, now).map(({ origin, expiredAt }) => ({
        text: `the token of ${origin} expired at ${expiredAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
        mitigation: 'Fetch a new token.',
      })),
    ],
  };
}

/** Splits `<finding>. <mitigation>`; a mitigation `Run: <command>` becomes the command alone. */
function splitWarning(warning: string): SettingsNote {
  const at = warning.lastIndexOf('. ');
  return { text: warning.slice(0, at), mitigation: warning.slice(at + 2).replace(/^Run: /, '') };
}
