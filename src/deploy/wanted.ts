import { renderScripts } from '../render/script.js';
import { renderTables } from '../render/table.js';
import type { WantedObjects } from './types.js';

/** Renders everything that belongs into `schema` (its exact name). Needs no database. */
export function renderWanted(schema: string, languageAlias: string): WantedObjects {
  return { schema, scripts: renderScripts({ schema, languageAlias }), tables: renderTables(schema) };
}
