import type { ScriptDefinition, ScriptingDefinition, ScriptParameter } from '../scripts/types.js';

const packageName = 'exasol-sagemaker-extension';

/**
 * The documentation in front of a script's code, for people who read the script in a SQL client.
 *
 * @param comment the comment sign of the language
 */
export function writeHeader(script: ScriptDefinition, comment: '--' | '#'): string {
  const lines = [
    '',
    `${script.purpose}.`,
    '',
    ...(script.kind === 'scripting' ? describeUse(script) : ['The scripts of this schema call this function.']),
    `Documentation: ${script.page} in the package ${packageName}`,
    '',
  ];
  return lines.map((line) => `${comment} ${line}`.trimEnd()).join('\n');
}

function describeUse({ name, parameters, example, result }: ScriptingDefinition): readonly string[] {
  return [
    ...(parameters.length === 0 ? ['Parameters: none'] : ['Parameters:', ...parameters.flatMap(describeParameter)]),
    `Result: ${result}`,
    `Example: EXECUTE SCRIPT ${name}(${example.join(', ')});`,
  ];
}

function describeParameter(parameter: ScriptParameter): readonly string[] {
  const { name, type, meaning, keys = [] } = parameter;
  const fallback = parameter.default === undefined ? '' : `; default: ${parameter.default}`;
  return [`  ${name} (${type}): ${meaning}${fallback}`, ...keys.flatMap(describeParameter).map((line) => `  ${line}`)];
}
