import { makeError } from '../errors/user-error.js';
import { keepUsedMessages } from './error-messages.js';
import { fillTemplate, type Values } from './template.js';
import { readTemplate, type TemplateFile } from './template-files.js';

const smeImport = /^from sme\.([a-z0-9_]+) import [A-Za-z0-9_, ]+$/gm;
const anySmeImport = /^\s*(?:from|import)\s+sme\b.*$/m;
const topLevelName = /^(?:def|class)\s+([A-Za-z0-9_]+)|^([A-Za-z_][A-Za-z0-9_]*)\s*(?::[^=]+)?=/gm;
const topLevelImport = /^import\s+(\w+)$|^from\s+(?!sme\.)([\w.]+)\s+import\s+([\w, ]+)$/gm;

/** All modules that a file imports directly or indirectly; each follows the modules that it imports itself. */
function collectModules(file: TemplateFile, collected = new Map<string, TemplateFile>()): Map<string, TemplateFile> {
  for (const [, name = ''] of file.text.matchAll(smeImport)) {
    if (collected.has(name)) continue;
    const module = readTemplate(`python/sme/${name}.py`);
    collectModules(module, collected);
    collected.set(name, module);
  }
  return collected;
}

/** Removes the imports from `sme`, whose names are defined earlier in the same body. @throws UserError F-SME-44 for any other form */
function removeImports(file: TemplateFile): string {
  const text = file.text.replace(smeImport, '');
  const remaining = anySmeImport.exec(text);
  if (remaining) {
    throw makeError('F-SME-44', { path: file.path, statement: remaining[0].trim() });
  }
  return text.trim();
}

/** All modules of a body share one namespace, so a second definition of a name would silently replace the first. */
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

/**
 * The names that files import from elsewhere, each with what it means. If two modules mean different things, the later import would replace
 * the earlier one: `import datetime` and `from datetime import datetime`.
 */
function assertEqualImports(files: readonly TemplateFile[]): void {
  const meanings = new Map<string, { readonly meaning: string; readonly path: string }>();
  for (const { path, text } of files) {
    for (const [, module, source, members = ''] of text.matchAll(topLevelImport)) {
      const names = source === undefined ? [module ?? ''] : members.split(',').map((name) => name.trim());
      for (const name of names) {
        const meaning = source === undefined ? name : `${source}.${name}`;
        const other = meanings.get(name);
        if (other !== undefined && other.meaning !== meaning) {
          throw makeError('F-SME-45', { path, other: other.path, name });
        }
        meanings.set(name, { meaning, path });
      }
    }
  }
}

/** Bundles a caller and the modules that it imports into one Python text, so that nothing has to be installed in the database. */
export function buildPythonBody(caller: string, values: Values): string {
  const file = readTemplate(`python/callers/${caller}`);
  const modules = collectModules(file);
  const messages = modules.get('error_messages');
  if (messages) modules.set('error_messages', keepUsedMessages(messages, [...modules.values(), file]));
  const files = [...modules.values(), file];
  assertDistinctNames(files);
  assertEqualImports(files);
  const parts = files.map((part) =>
    fillTemplate({ ...part, text: removeImports(part) }, { constants: values.constants ?? {} }),
  );
  return `${parts.join('\n\n\n')}\n`;
}
