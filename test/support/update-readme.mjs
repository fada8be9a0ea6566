// Writes what the README takes from the program between its markers: the commands' help and the table of errors.
// `--check` changes nothing and exits 1 where the README is stale.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { errorCodes } from '../../dist/errors/codes.js';

const help = (...command) =>
  execFileSync(process.execPath, ['dist/cli.js', ...command, '--help'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, COLUMNS: '80' },
  }).trimEnd();

/** `sme endpoint` has commands of its own: each level's help names the next. */
function listCommands(...parents) {
  const [, listed = ''] = help(...parents).split(/^Commands:$/m);
  return [...listed.matchAll(/^ {2}([a-z][\w-]*)/gm)]
    .map(([, name]) => [...parents, name])
    .filter(([name]) => name !== 'help')
    .flatMap((command) => [command, ...(command.at(-1) === 'help' ? [] : listCommands(...command))])
    .filter((command) => command.at(-1) !== 'help');
}

/** Long, and seldom read from top to bottom: shown when it is asked for. */
const fold = (summary, text) => `<details>\n<summary>${summary}</summary>\n\n${text}\n\n</details>`;

const sections = {
  commands: () =>
    [[], ...listCommands()]

      .map((command) =>
        fold(`<code>${['sme', ...command].join(' ')}</code>`, `\`\`\`text\n${help(...command)}\n\`\`\``),
      )
      .join('\n\n'),
  errors: () => {
    const cell = (text) =>
      text.replaceAll('|', '\\|').replaceAll('{{', '‹').replaceAll('}}', '›').replaceAll('<', '&lt;');
    const number = (code) => Number(code.split('-').at(-1));
    const rows = Object.entries(errorCodes)
      .sort(([a], [b]) => number(a) - number(b))
      .map(([code, { text, mitigation }]) => `| ${code} | ${cell(text)} | ${cell(mitigation)} |`);
    const table = ['| code | what is wrong | what to do |', '| --- | --- | --- |', ...rows].join('\n');
    return fold(`${rows.length} errors`, table);
  },
};

const readme = readFileSync('README.md', 'utf8');
let updated = readme;
for (const [name, render] of Object.entries(sections)) {
  const marked = new RegExp(`(<!-- ${name}:begin -->\n)[\\s\\S]*?(<!-- ${name}:end -->)`);
  if (!marked.test(updated)) throw new Error(`README.md has no markers for '${name}'`);
  updated = updated.replace(marked, (_, begin, end) => `${begin}\n${render()}\n\n${end}`);
}

if (process.argv.includes('--check')) {
  if (updated !== readme) console.log('README.md is stale. Run: npm run readme');
  process.exitCode = updated === readme ? 0 : 1;
} else writeFileSync('README.md', updated);
