import { makeError } from '../errors/user-error.js';
import { keepUsedMessages } from './error-messages.js';
import { fillTemplate, type Values } from './template.js';
import { readTemplate, type TemplateFile } from './template-files.js';
import { renderUdfTemplate } from './udf-template.js';

const requirement = /\brequire\s*\(?\s*['"]([^'"]+)['"]/g;

/** Lua libraries that every Exasol has. */
const builtIn = new Set(['cjson']);

const messagesModule = 'sme.error_messages';

/** `sme.template_<name>` is not a file: the module returns the text of a UDF that a Lua script creates later. */
const templateModule = /^sme\.template_([a-z0-9_]+)$/;

/**
 * Exasol's `require` does not search package.preload, so the bundle adds a searcher. It is the first one, because file access from Lua
 * throws since Exasol 8.34 (CHG 15098), so the searchers for files would end the script.
 */
const prelude = `table.insert(package.searchers, 1, function(name)
    return package.preload[name]
end)`;

/** The modules that a file requires, in order of appearance. @throws UserError F-SME-43 for any other library */
function findModules({ path, text }: TemplateFile): string[] {
  const found = [...text.matchAll(requirement)].map(([, name = '']) => name).filter((name) => !builtIn.has(name));
  for (const name of found) {
    if (!/^sme\.[a-z0-9_]+$/.test(name)) {
      throw makeError('F-SME-43', { path, name });
    }
  }
  return [...new Set(found)];
}

/** All modules that a file requires directly or indirectly; each follows the modules that it requires itself. */
function collectModules(file: TemplateFile, collected = new Map<string, TemplateFile>()): Map<string, TemplateFile> {
  for (const name of findModules(file)) {
    if (collected.has(name) || templateModule.test(name)) continue;
    const module = readTemplate(`lua/${name.replace('.', '/')}.lua`);
    collectModules(module, collected);
    collected.set(name, module);
  }
  return collected;
}

/** Replaces the module of another version of the extension in the same session. */
function preload(name: string, code: string): string {
  return `package.loaded['${name}'] = nil\npackage.preload['${name}'] = function(...)\n${code.trimEnd()}\nend`;
}

/** A text as a long string of Lua, in brackets that the text does not contain. Lua ignores the line break after the opening bracket. */
function quoteLua(text: string): string {
  let level = '=';
  while (text.includes(`]${level}]`) || text.endsWith(`]${level}`)) level += '=';
  return `[${level}[\n${text}]${level}]`;
}

/**
 * Bundles an entry and the modules that it requires into one Lua text. Each module is a function in package.preload, so its locals do
 * not count towards the limit of 200 in the main chunk.
 */
export function bundleLua(file: TemplateFile, values: Values): string {
  const files = collectModules(file);
  const messages = files.get(messagesModule);
  if (messages) files.set(messagesModule, keepUsedMessages(messages, [...files.values(), file]));
  const templates = new Set([...files.values(), file].flatMap(findModules).filter((name) => templateModule.test(name)));
  const modules = [
    ...[...templates].map((name) =>
      preload(name, `return ${quoteLua(renderUdfTemplate(name.replace(templateModule, '$1'), values))}`),
    ),
    ...[...files].map(([name, module]) => preload(name, fillTemplate(module, { constants: values.constants ?? {} }))),
  ];
  return [prelude, ...modules, fillTemplate(file, values).trimEnd(), ''].join('\n');
}
