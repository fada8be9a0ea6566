import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The files that can raise errors: not the table itself, and not the modules that are generated from it. */
export const sources: readonly SourceFile[] = ['src', 'templates']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
      posix.join(folder, name.replaceAll('\\', '/')),
    ),
  )
  .filter((path) => /\.(ts|lua|py|sql)$/.test(path) && !/^src\/errors\/table\/|\/error_messages\.(lua|py)$/.test(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** A call that formats an error in Lua or Python. */
export interface RaiseSite {
  readonly path: string;
  readonly key: string;
  /** Names of the values that it passes; undefined if they are not written out at the call. */
  readonly values: readonly string[] | undefined;
}

const quotes = `'"`;
const opening = '([{';
const closing = ')]}';

/** The arguments of a call, split at top-level commas. @param start the index behind the opening bracket */
function splitArguments(text: string, start: number): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quotes.includes(character)) {
      at += 1;
      while (at < text.length && text.charAt(at) !== character) at += text.charAt(at) === '\\' ? 2 : 1;
    } else if (opening.includes(character)) depth += 1;
    else if (closing.includes(character) && depth > 0) depth -= 1;
    else if (closing.includes(character) || (character === ',' && depth === 0)) {
      found.push(text.slice(from, at).trim());
      from = at + 1;
      if (character !== ',') break;
    }
  }
  return found.filter((argument) => argument !== '');
}

const nameOf = (argument: string) => /^(\w+)\s*=(?!=)/.exec(argument)?.[1];

function readNames(arguments_: readonly string[]): readonly string[] | undefined {
  const names = arguments_.map(nameOf);
  return names.every((name) => name !== undefined) ? names : undefined;
}

function readLuaValues([values = '{}']: readonly string[]): readonly string[] | undefined {
  return values.startsWith('{') ? readNames(splitArguments(values, 1)) : undefined;
}

function readSites({ path, text }: SourceFile): readonly RaiseSite[] {
  const isLua = path.endsWith('.lua');
  const call = isLua ? /\berrors\.(?:format|raise)\(/g : /\bformat_error\(/g;
  return [...text.matchAll(call)].flatMap((match) => {
    const [first = '', ...others] = splitArguments(text, match.index + match[0].length);
    const [, key] = /^['"]([EF]-SME-[\w.-]+)['"]$/.exec(first) ?? [];
    return key === undefined ? [] : [{ path, key, values: isLua ? readLuaValues(others) : readNames(others) }];
  });
}

/** Every call in Lua and Python that names its error. TypeScript's calls are checked by the compiler. */
export const raiseSites = sources.filter(({ path }) => /\.(lua|py)$/.test(path)).flatMap(readSites);
