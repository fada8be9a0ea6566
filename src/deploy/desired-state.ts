import { renderScripts } from '../render/script.js';
import { renderTables } from '../render/table.js';
import type { UdfEnvironment } from '../render/udf-environment.js';
import type { DesiredState } from './types.js';

/** Renders all tables and scripts for a schema, without a database. @param schema exact name */
export function renderDesiredState(
  schema: string,
  languageAlias: string,
  udfEnvironment: UdfEnvironment = {},
): DesiredState {
  return { schema, scripts: renderScripts({ schema, languageAlias, udfEnvironment }), tables: renderTables(schema) };
}
