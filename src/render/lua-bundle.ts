import { makeError } from '../errors/user-error.js';
import { keepNamedMessages } from './error-messages.js';
import { fillTemplate, type Values } from './template.js';
import { readTemplate, type TemplateFile } from './template-files.js';
import { renderUdfTemplate } from './udf-template.js';

const requirement = /\brequire\s*\(?\s*['"]([^'"]+)['"]/g;

/** Lua libraries that every Exasol has. */
const builtIn = new Set(['cjson']);

const messagesModule = 'sme.error_messages';

/** `sme.template_<name>` is no file: it answers the text of a UDF that Lua creates later. */
const templateModule = /^sme\.template_([a-z0-9_]+)$/;

/**
 * Exasol's `require` does not look into package.preload by itself, so the bundle adds a searcher. It comes first: since Exasol 8.34
 * (CHG 15098) file access from Lua throws, and the searchers for files would end the script before ours is asked. Modules that an
 * earlier version left in package.loaded are cleared.
 */
const prelude = `table.insert(package.searchers, 1, function(name)
    return package.preload[name]
end)`;

/** The `sme.…` modules that a text requires, in order of appearance. */
function findModules({ path, text }: TemplateFile): string[] {
  const found = [...text.matchAll(requirement)].map(([, name = '']) => name).filter((name) => !builtIn.has(name));
  for (const name of found) {
    if (!/^sme\.[a-z0-9_]+$/.test(name)) {
      throw makeError('F-SME-43', { path, name });
    }
  }
  return [...new Set(found)];
}

/** All modules that a file needs, directly or not, each after those that it needs itself. */
function collectModules(file: TemplateFile, collected = new Map<string, TemplateFile>()): Map<string, TemplateFile> {
  for (const name of findModules(file)) {
    if (collected.has(name) || templateModule.test(name)) continue;
    const module = readTemplate(`lua/${name.replace('.', '/')}.lua`);
    collectModules(module, collected);
    collected.set(name, module);
  }
  return collected;
}

function preload(name: string, code: string): string {
  return `package.loaded['${name}'] = nil\npackage.preload['${name}'] = function(...)\n${code.trimEnd()}\nend`;
}

/** A text as Lua's long string, within brackets that it does not hold itself. The line break behind them is not part of it. */
function quoteLua(text: string): string {
  let level = '=';
  while (text.includes(`]${level}]`) || text.endsWith(`]${level}`)) level += '=';
  return `[${level}[\n${text}]${level}]`;
}

/**
 * One Lua text out of an entry and the modules that it requires. Each module is a function in package.preload, so its locals do not
 * count against the 200 that Lua allows in the main chunk.
 */
export function bundleLua(file: TemplateFile, values: Values): string {
  const files = collectModules(file);
  const messages = files.get(messagesModule);
  if (messages) files.set(messagesModule, keepNamedMessages(messages, [...files.values(), file]));
  const templates = new Set([...files.values(), file].flatMap(findModules).filter((name) => templateModule.test(name)));
  const modules = [
    ...[...templates].map((name) =>
      preload(name, `return ${quoteLua(renderUdfTemplate(name.replace(templateModule, '$1'), values))}`),
    ),
    ...[...files].map(([name, module]) => preload(name, fillTemplate(module, { constants: values.constants ?? {} }))),
  ];
  return [prelude, ...modules, fillTemplate(file, values).trimEnd(), ''].join('\n');
}
