import { renderScripts } from '../render/script.js';
import { renderTables } from '../render/table.js';
import type { DesiredState } from './types.js';

/** Renders all tables and scripts for a schema, without a database. @param schema exact name */
export function renderDesiredState(schema: string, languageAlias: string): DesiredState {
  return { schema, scripts: renderScripts({ schema, languageAlias }), tables: renderTables(schema) };
}
