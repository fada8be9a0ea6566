import { existsSync } from 'node:fs';
import type { Environment } from '../config/environment.js';
import { findPermissionWarnings } from '../config/files.js';
import { findProblems } from '../config/parse.js';
import type { ResolvedSettings } from '../config/resolve.js';
import { findExpiredTokens } from '../config/tokens.js';

/** A setting that works, but needs attention. */
export interface SettingsNote {
  readonly text: string;
  readonly mitigation: string;
}

/** Findings about settings and their files. */
export interface SettingsReview {
  /** The settings files that exist. */
  readonly files: readonly string[];
  /** Problems that make commands fail. */
  readonly problems: readonly string[];
  readonly notes: readonly SettingsNote[];
}

/**
 * Reviews settings more thoroughly than other commands do. Never quotes values, which may be secrets.
 * @param files paths of possible settings files; missing ones are ignored
 * @param environment environment variables of this machine
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
          'If this is not intended, remove one of them. To see which values apply, run: sme config show --origin',
      })),
      ...findExpiredTokens(raw, environment, now).map(({ origin, expiredAt }) => ({
        text: `the token of ${origin} expired at ${expiredAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
        mitigation: 'Fetch a new token.',
      })),
    ],
  };
}

/** Splits a warning `<finding>. <mitigation>`, and shortens a mitigation `Run: <command>` to the command. */
function splitWarning(warning: string): SettingsNote {
  const at = warning.lastIndexOf('. ');
  return { text: warning.slice(0, at), mitigation: warning.slice(at + 2).replace(/^Run: /, '') };
}
