/** Texts, long texts and Lua's own comments, in which `/*` has no meaning; then a comment of Exasol. */
const TOKEN =
  /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|(?:--)?\[(=*)\[[\s\S]*?(?:\]\1\]|$)|--[^\n]*|\/\*[\s\S]*?\*\//g;

/** Exasol accepts comments such as those of SQL in scripts. Lines keep their numbers. A comment that does not end is left to Lua. */
export function removeBlockComments(code: string): string {
  if (!code.includes('/*')) return code;
  return code.replace(TOKEN, (token) => (token.startsWith('/*') ? ` ${token.replace(/[^\n]/g, '')}` : token));
}
