/**
 * Where no public source tells what Exasol or AWS does, the sandbox can behave in each of these ways. The first value is the default. The ids of the
 * facts are those of doc/developer_guide/unverified_facts.md.
 */
export const behaviourTable = {
  'no-open-schema': {
    values: ['text', 'empty', 'null'],
    meaning: 'exa.meta.current_schema without an open schema: the text NULL, an empty text or null',
    fact: 'lua-no-open-schema',
  },
  'pquery-suffix': {
    values: ['none', 'session'],
    meaning: 'whether error_message of pquery ends in " (Session: …)"',
    fact: 'pquery-session-suffix',
  },
  'error-position': {
    values: ['none', 'line'],
    meaning: 'whether script and line stand in front of the text of error(text, 0)',
    fact: 'lua-error-text',
  },
  xpcall: {
    values: ['available', 'missing'],
    meaning: 'whether Lua has xpcall and debug',
    fact: 'lua-xpcall',
  },
  'nil-cell': {
    values: ['error', 'null'],
    meaning: 'what nil in a row of a returned table is: an error, or NULL',
    fact: undefined,
  },
  'empty-export-file': {
    values: ['header', 'empty'],
    meaning: 'whether a file of EXPORT without rows contains the header',
    fact: 'export-empty-files',
  },
  'header-only-file': {
    values: ['refuse', 'accept'],
    meaning: 'what Autopilot does with a file that contains only the header',
    fact: 'aws-header-only-file',
  },
  'subquery-columns': {
    values: ['accept', 'refuse'],
    meaning: 'what an expression without an alias in the select list of a subquery in FROM is: a column, or an error',
    fact: undefined,
  },
  'json-nan': {
    values: ['error', 'null'],
    meaning: 'what NaN in the JSON of a client is: an error, or NULL',
    fact: undefined,
  },
  'metric-names': {
    values: ['api', 'older'],
    meaning: 'whether candidates name their metrics as the API does, or as the training algorithms log them',
    fact: undefined,
  },
} as const satisfies Record<string, { values: readonly string[]; meaning: string; fact: string | undefined }>;

type BehaviourTable = typeof behaviourTable;

export type BehaviourName = keyof BehaviourTable;

/** One value for each behaviour. */
export type Behaviours = { readonly [Name in BehaviourName]: BehaviourTable[Name]['values'][number] };

export const behaviourNames = Object.keys(behaviourTable) as BehaviourName[];

export const defaultBehaviours = Object.fromEntries(
  behaviourNames.map((name) => [name, behaviourTable[name].values[0]]),
) as Behaviours;
