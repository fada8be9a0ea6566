import { renderDesiredState } from '../../../src/deploy/desired-state.js';
import type { DesiredState, InstalledScript, InstalledState } from '../../../src/deploy/types.js';

export const desired: DesiredState = renderDesiredState('ML', 'PYTHON3');

/** An empty schema. */
export const emptySchema: InstalledState = {
  schema: 'ML',
  owner: 'SYS',
  scripts: [],
  tables: new Map(),
  comments: new Map(),
  database: {
    version: '2025.1.0',
    user: 'SYS',
    nodes: 1,
    scriptLanguages: 'R=builtin_r PYTHON3=builtin_python3',
    preprocessor: '',
    privileges: ['ROLE DBA'],
  },
};

/** Scripts as Exasol stores them: with a quoted name and without the schema. */
export const storedScripts: readonly InstalledScript[] = desired.scripts.map(({ name, kind, language, body }) => ({
  name,
  type: kind === 'udf' ? 'UDF' : 'SCRIPTING',
  language,
  text: `CREATE ${language} SCRIPT "${name}" () RETURNS TABLE AS\n${body}`,
}));

/** The schema right after a deployment. */
export const deployedSchema: InstalledState = {
  ...emptySchema,
  scripts: storedScripts,
  tables: new Map(desired.tables.map(({ name, columns }) => [name, columns])),
  comments: new Map(
    desired.tables.map(({ name, comment, columns }) => [
      name,
      { table: comment, columns: new Map(columns.map((column) => [column.name, column.meaning])) },
    ]),
  ),
};

/** The deployed schema with one script changed. */
export function changeScript(name: string, change: (script: InstalledScript) => InstalledScript): InstalledState {
  return {
    ...deployedSchema,
    scripts: storedScripts.map((script) => (script.name === name ? change(script) : script)),
  };
}
