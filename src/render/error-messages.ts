import type { TemplateFile } from './template-files.js';

const namedKey = /['"]([EF]-SME-\d+(?:\.\w+)?)['"]/g;
const messageLine = /^ +\[?['"]([EF]-SME-\d+(?:\.\w+)?)['"]/;

/**
 * The generated module of error messages without the messages that a script cannot raise, so that scripts stay small.
 *
 * @param module error_messages.lua or error_messages.py, which have one line for each message
 * @param users the files of the same script, which name the errors that they raise
 */
export function keepNamedMessages(module: TemplateFile, users: readonly TemplateFile[]): TemplateFile {
  const texts = users.filter((user) => user !== module).map(({ text }) => text);
  const named = new Set(texts.flatMap((text) => [...text.matchAll(namedKey)].map(([, key = '']) => key)));
  const lines = module.text.split('\n').filter((line) => {
    const key = messageLine.exec(line)?.[1];
    return key === undefined || named.has(key);
  });
  return { ...module, text: lines.join('\n') };
}
