import { buildPythonBody } from './python-body.js';
import { fillTemplate, type Values } from './template.js';
import { readTemplate } from './template-files.js';

/** What Lua fills in when it creates the UDF; until then other slots hold the places. */
const laterSlots = { script: '@{script}', inputs: '@{inputs}', outputs: '@{outputs}', settings: '@{settings}' };

/**
 * The text of a UDF that Lua creates for an endpoint: its Python is put together now, its name, columns and settings come later.
 *
 * @param name of the template without its ending: `prediction_udf` is templates/scripts/prediction_udf.sql with
 *   templates/python/callers/prediction.py
 */
export function renderUdfTemplate(name: string, { constants = {} }: Values): string {
  const { settings, ...signature } = laterSlots;
  const body = buildPythonBody(`${name.replace(/_udf$/, '')}.py`, { constants: { ...constants, settings } });
  const text = fillTemplate(readTemplate(`scripts/${name}.sql`), { slots: { ...signature, body }, constants });
  return `${text.trimEnd()}\n`;
}
