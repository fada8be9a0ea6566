import { makeError } from '../errors/user-error.js';
import { maskVariable } from '../text/mask-variables.js';
import { quoteValue } from '../text/quote-value.js';

/** Environment variables of the Python UDFs, by name. */
export type UdfEnvironment = Readonly<Record<string, string>>;

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Printable ASCII without `;`, which ends an option line, and without the brackets of placeholders; no blank at either end. */
const variableValue = /^[!-:<-z|~](?:[ -:<-z|~]*[!-:<-z|~])?$/;
/** Their values would be in scripts that every user of the schema can read. */
const keyVariables = new Set(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN']);
/** A UDF with another interpreter, library or home folder would not start, or would run code of others. */
const runtimeVariable = /^(PATH|HOME|LD_\w+|PYTHON\w*)$/;

/**
 * Reads assignments of variables: `NAME=VALUE` sets one, `NAME=` removes one.
 * @throws UserError E-SME-480 with every invalid assignment
 */
export function parseAssignments(texts: readonly string[]): UdfEnvironment {
  const assignments = texts.map((text) => {
    const [, name = text, value] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    return { name, value };
  });
  const names = assignments.map(({ name }) => name);
  const problems = assignments.flatMap(({ name, value }, index) => [
    ...findProblem(name, value),
    ...(names.indexOf(name) < index ? [`'${quoteValue(name)}' is set twice`] : []),
  ]);
  if (problems.length > 0) {
    throw makeError('E-SME-480', { problems: problems.map((problem) => `  - ${problem}`).join('\n') });
  }
  return Object.fromEntries(assignments.map(({ name, value = '' }) => [name, value]));
}

function findProblem(name: string, value: string | undefined): readonly string[] {
  if (value === undefined) {
    return ['an assignment has no "="; use NAME=VALUE to set a variable and NAME= to remove it'];
  }
  if (!variableName.test(name)) {
    return [`'${quoteValue(name)}' is not the name of a variable: use letters, digits and "_"`];
  }
  if (value === '') {
    return [];
  }
  if (keyVariables.has(name.toUpperCase())) {
    return [`${name} is not allowed, because users can read the scripts: put AWS keys into a CONNECTION`];
  }
  if (runtimeVariable.test(name)) {
    return [`${name} is not allowed, because the UDFs need the value that Exasol sets`];
  }
  return variableValue.test(value)
    ? []
    : [
        `the value of ${name}, '${quoteValue(maskVariable(name, value))}', cannot be written into a script: use printable ASCII ` +
          'characters without ";", "{" and "}", and no blank at the beginning or end. In URLs, use percent-encoding',
      ];
}

/** Applies assignments to an environment. An empty value removes the variable. */
export function changeEnvironment(environment: UdfEnvironment, assignments: UdfEnvironment): UdfEnvironment {
  return Object.fromEntries(Object.entries({ ...environment, ...assignments }).filter(([, value]) => value !== ''));
}

/** The option lines of a UDF, in the order of the names. Exasol reads them before it starts Python. */
export function writeOptionLines(environment: UdfEnvironment): string {
  return Object.keys(environment)
    .sort()
    .map((name) => `%env ${name}=${environment[name]};\n`)
    .join('');
}

/** The variables in the option lines of a script. @param scriptText EXA_ALL_SCRIPTS.SCRIPT_TEXT, or a body */
export function readEnvironment(scriptText: string): UdfEnvironment {
  const lines = scriptText.matchAll(/^%env ([^=\s;]+)=([^;\r\n]*);[ \t]*\r?$/gm);
  return Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]));
}
