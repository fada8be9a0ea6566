import type { TemplateFile } from './template-files.js';

const quotedKey = /['"]([EF]-SME-\d+(?:\.\w+)?)['"]/g;
const messageLine = /^ +\[?['"]([EF]-SME-\d+(?:\.\w+)?)['"]/;

/**
 * Removes the error messages that a script does not raise, to keep scripts small.
 *
 * @param module error_messages.lua or error_messages.py, which have one line for each message
 * @param files all files of the script; they contain the keys of the errors that they raise in quotes
 */
export function keepUsedMessages(module: TemplateFile, files: readonly TemplateFile[]): TemplateFile {
  const texts = files.filter((file) => file !== module).map(({ text }) => text);
  const used = new Set(texts.flatMap((text) => [...text.matchAll(quotedKey)].map(([, key = '']) => key)));
  const lines = module.text.split('\n').filter((line) => {
    const key = messageLine.exec(line)?.[1];
    return key === undefined || used.has(key);
  });
  return { ...module, text: lines.join('\n') };
}
