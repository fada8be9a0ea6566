import { formatDataType } from '../../../catalog/data-types.js';
import { quoteIdentifier } from '../../../tokens/quote.js';
import type { ScriptColumn, StoredScript } from '../../../types/stored-objects.js';

function renderColumns(columns: readonly ScriptColumn[] | 'dynamic'): string {
  if (columns === 'dynamic') return '...';
  return columns.map(({ name, dataType }) => `${quoteIdentifier(name)} ${formatDataType(dataType)}`).join(', ');
}

/**
 * EXA_ALL_SCRIPTS.SCRIPT_TEXT: the header in Exasol's formatting (name quoted, without the schema, with RETURNS ROWCOUNT if omitted), then
 * the body as sent.
 */
export function renderScriptText(script: Omit<StoredScript, 'text' | 'owner'>): string {
  const { definition, language, name, body } = script;
  if (definition.kind === 'scripting') {
    const parameters = definition.parameters.map(({ name, isArray }) => (isArray ? `ARRAY ${name}` : name)).join(', ');
    return `CREATE ${language} SCRIPT ${quoteIdentifier(name)} (${parameters}) RETURNS ${definition.returns} AS\n${body}`;
  }
  const order = definition.inputOrder === '' ? '' : ` ORDER BY ${definition.inputOrder}`;
  const output =
    definition.output.kind === 'RETURNS'
      ? `RETURNS ${formatDataType(definition.output.dataType)}`
      : `EMITS (${renderColumns(definition.output.columns)})`;
  const input = `(${renderColumns(definition.inputColumns)}${order})`;
  return `CREATE ${language} ${definition.input} SCRIPT ${quoteIdentifier(name)} ${input} ${output} AS\n${body}`;
}
