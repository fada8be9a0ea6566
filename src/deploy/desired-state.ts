import { renderScripts } from '../render/script.js';
import { renderTables } from '../render/table.js';
import type { DesiredState } from './types.js';

/** Renders everything that belongs into `schema` (its exact name). Needs no database. */
export function renderDesiredState(schema: string, languageAlias: string): DesiredState {
  return { schema, scripts: renderScripts({ schema, languageAlias }), tables: renderTables(schema) };
}
