import { existsSync } from 'node:fs';
import { findExpiredTokens } from '../config/expired-tokens.js';
import { findProblems } from '../config/parse.js';
import { warnOfReaders } from '../config/private-file.js';
import type { ResolvedSettings } from '../config/resolve.js';
import type { Environment } from '../config/sources.js';

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
  const { raw, problems, warnings, overrides, strangers } = settings;
  return {
    files: there,
    problems: findProblems(raw, problems),
    notes: [
      ...[...new Set([...warnings, ...there.flatMap(warnOfReaders)])].map(splitWarning),
      ...strangers.map((text) => ({
        text,
        mend: 'Rename what nobody reads, or leave it to the tool that it belongs to.',
      })),
      ...overrides.map(({ by, hidden }) => ({
        text: `${by.origin} counts, and not ${hidden}, which has another value`,
        mend: 'Take one of the two away where that is not meant; "sme config show --origin" shows what counts.',
      })),
      ...findExpiredTokens(raw, environment, now).map(({ origin, ended }) => ({
        text: `the token of ${origin} has ended, ${ended.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
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
