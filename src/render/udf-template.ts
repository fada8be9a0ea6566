import { buildPythonBody } from './python-body.js';
import { fillTemplate, type Values } from './template.js';
import { readTemplate } from './template-files.js';

/** Placeholders that a Lua script replaces when it creates the UDF. */
const lateSlots = { script: '@{script}', inputs: '@{inputs}', outputs: '@{outputs}', settings: '@{settings}' };

/**
 * Renders the text of a UDF that a Lua script creates for an endpoint. The Python code is bundled here; the Lua script fills in name,
 * columns and settings.
 *
 * @param name file name of the template without its extension: `prediction_udf` is templates/scripts/prediction_udf.sql with
 *   templates/python/callers/prediction.py
 */
export function renderUdfTemplate(name: string, { constants = {} }: Values): string {
  const { settings, ...signature } = lateSlots;
  const body = buildPythonBody(`${name.replace(/_udf$/, '')}.py`, { constants: { ...constants, settings } });
  // A Lua script must not contain option lines itself, not even in a string.
  const optionLines = (constants['optionLines'] ?? '').replaceAll(/^%env /gm, '@{env} ');
  const text = fillTemplate(readTemplate(`scripts/${name}.sql`), {
    slots: { ...signature, body, optionLines },
    constants,
  });
  return `${text.trimEnd()}\n`;
}
