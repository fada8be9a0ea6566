import { results } from '../scripts/results.js';
import type { ScriptDefinition, ScriptingDefinition, ScriptParameter } from '../scripts/types.js';

const packageName = 'exasol-sagemaker-extension';

/**
 * The documentation above the code of a script, for users who read the script in a SQL client.
 *
 * @param comment the comment marker of the language
 */
export function writeHeader(script: ScriptDefinition, comment: '--' | '#'): string {
  const lines = [
    '',
    `${script.purpose}.`,
    '',
    ...(script.kind === 'scripting'
      ? describeUse(script)
      : ['Internal: called by the Lua scripts of this schema and by the sme command.']),
    `Documentation: ${script.page} in the package ${packageName}`,
    '',
  ];
  return lines.map((line) => `${comment} ${line}`.trimEnd()).join('\n');
}

function describeUse({
  name,
  parameters,
  example,
  result,
  resultColumns,
  resultNote,
}: ScriptingDefinition): readonly string[] {
  return [
    ...(parameters.length === 0 ? ['Parameters: none'] : ['Parameters:', ...parameters.flatMap(describeParameter)]),
    '',
    `Result: ${result}`,
    ...results[resultColumns].map((column) => `  ${column.name} (${column.type}): ${column.meaning}`),
    ...(resultNote === undefined ? [] : [`  ${resultNote}`]),
    '',
    'Example:',
    ...`EXECUTE SCRIPT ${name}(${example.join(', ')});`.split('\n').map((line) => `  ${line}`),
    '',
  ];
}

function describeParameter(parameter: ScriptParameter): readonly string[] {
  const { name, type, meaning, keys = [] } = parameter;
  const [requirement, fallback] =
    parameter.default === undefined ? [', required', ''] : ['', `; default: ${parameter.default}`];
  return [
    `  ${name} (${type}${requirement}): ${meaning}${fallback}`,
    ...keys.flatMap(describeParameter).map((line) => `  ${line}`),
  ];
}
