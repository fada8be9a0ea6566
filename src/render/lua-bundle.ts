import { makeError } from '../errors/user-error.js';
import { fillTemplate, type Values } from './template.js';
import { readTemplate, type TemplateFile } from './template-files.js';

const requirement = /\brequire\s*\(?\s*['"]([^'"]+)['"]/g;

/** Lua libraries that every Exasol has. */
const builtIn = new Set(['cjson']);

/**
 * Exasol's `require` does not look into package.preload by itself: a searcher has to be added. And what an earlier version left in
 * package.loaded must not answer.
 */
const prelude = `table.insert(package.searchers, function(name)
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
    if (collected.has(name)) continue;
    const module = readTemplate(`lua/${name.replace('.', '/')}.lua`);
    collectModules(module, collected);
    collected.set(name, module);
  }
  return collected;
}

/**
 * One Lua text out of an entry and the modules that it requires. Each module is a function in package.preload, so its locals do not
 * count against the 200 that Lua allows in the main chunk.
 */
export function bundleLua(file: TemplateFile, values: Values): string {
  const modules = [...collectModules(file)].map(
    ([name, module]) =>
      `package.loaded['${name}'] = nil\npackage.preload['${name}'] = function(...)\n${fillTemplate(module, { constants: values.constants ?? {} }).trimEnd()}\nend`,
  );
  return [prelude, ...modules, fillTemplate(file, values).trimEnd(), ''].join('\n');
}
