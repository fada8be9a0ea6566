import type { SessionParameters } from '../sql/engine/types.js';
import type { SessionAttributes } from '../types/database.js';

/** The attributes of a session. Those that ALTER SESSION sets (formats, time zone, timeout) are read from its parameters. */
export function makeAttributes(
  initial: Partial<SessionAttributes>,
  parameters: SessionParameters['session'],
  isOpen: () => boolean,
): SessionAttributes {
  const parameter = (name: string) => parameters.get(name) ?? '';
  return {
    autocommit: initial.autocommit ?? true,
    currentSchema: initial.currentSchema ?? '',
    resultSetMaxRows: initial.resultSetMaxRows ?? 0,
    feedbackInterval: initial.feedbackInterval ?? 1,
    snapshotTransactionsEnabled: initial.snapshotTransactionsEnabled ?? false,
    timestampUtcEnabled: initial.timestampUtcEnabled ?? false,
    get queryTimeout() {
      return Number(parameter('QUERY_TIMEOUT'));
    },
    set queryTimeout(seconds: number) {
      parameters.set('QUERY_TIMEOUT', String(seconds));
    },
    get openTransaction() {
      return isOpen();
    },
    get dateFormat() {
      return parameter('NLS_DATE_FORMAT');
    },
    get dateLanguage() {
      return parameter('NLS_DATE_LANGUAGE');
    },
    get datetimeFormat() {
      return parameter('NLS_TIMESTAMP_FORMAT');
    },
    get defaultLikeEscapeCharacter() {
      return parameter('DEFAULT_LIKE_ESCAPE_CHARACTER');
    },
    get numericCharacters() {
      return parameter('NLS_NUMERIC_CHARACTERS');
    },
    get timezone() {
      return parameter('TIME_ZONE');
    },
    get timeZoneBehavior() {
      return parameter('TIME_ZONE_BEHAVIOR');
    },
  };
}
