import { makeError } from '../errors/user-error.js';
import { keepNamedMessages } from './error-messages.js';
import { fillTemplate, type Values } from './template.js';
import { readTemplate, type TemplateFile } from './template-files.js';

const smeImport = /^from sme\.([a-z0-9_]+) import [A-Za-z0-9_, ]+$/gm;
const anyMention = /^\s*(?:from|import)\s+sme\b.*$/m;
const topLevelName = /^(?:def|class)\s+([A-Za-z0-9_]+)|^([A-Za-z_][A-Za-z0-9_]*)\s*(?::[^=]+)?=/gm;

/** Modules that a file needs, each after those that it needs itself. */
function collectModules(file: TemplateFile, collected = new Map<string, TemplateFile>()): Map<string, TemplateFile> {
  for (const [, name = ''] of file.text.matchAll(smeImport)) {
    if (collected.has(name)) continue;
    const module = readTemplate(`python/sme/${name}.py`);
    collectModules(module, collected);
    collected.set(name, module);
  }
  return collected;
}

/** The file without its imports from `sme`: what they name stands above it in the same body. */
function inline(file: TemplateFile): string {
  const text = file.text.replace(smeImport, '');
  const left = anyMention.exec(text);
  if (left) {
    throw makeError('F-SME-44', { path: file.path, statement: left[0].trim() });
  }
  return text.trim();
}

/** In one body all modules share one namespace, so a name that two of them give would silently mean the latter. */
function assertDistinctNames(files: readonly TemplateFile[]): void {
  const owner = new Map<string, string>();
  for (const { path, text } of files) {
    for (const name of new Set([...text.matchAll(topLevelName)].map(([, a, b]) => a ?? b ?? ''))) {
      const other = owner.get(name);
      if (other !== undefined) throw makeError('F-SME-45', { path, other, name });
      owner.set(name, path);
    }
  }
}

/** One Python text out of a caller and the modules that it imports. Nothing has to be installed in the database for it. */
export function buildPythonBody(caller: string, values: Values): string {
  const file = readTemplate(`python/callers/${caller}`);
  const modules = collectModules(file);
  const messages = modules.get('error_messages');
  if (messages) modules.set('error_messages', keepNamedMessages(messages, [...modules.values(), file]));
  const files = [...modules.values(), file];
  assertDistinctNames(files);
  const parts = files.map((part) =>
    fillTemplate({ ...part, text: inline(part) }, { constants: values.constants ?? {} }),
  );
  return `${parts.join('\n\n\n')}\n`;
}
