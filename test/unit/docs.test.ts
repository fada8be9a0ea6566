import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listGrants } from '../../src/deploy/grants.js';
import { scriptDefinitions } from '../../src/scripts/definitions.js';
import { findKnownProblems } from '../../src/scripts/known-problems.js';
import { tables } from '../../src/scripts/tables.js';

const pages = [
  'README.md',
  'templates/README.md',
  ...readdirSync('doc', { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join('doc', name.replaceAll('\\', '/')))
    .filter((path) => path.endsWith('.md')),
];
const texts = new Map(pages.map((path) => [path, readFileSync(path, 'utf8')]));

/** Text in fences is output or code: it has neither links nor headings. */
const withoutFences = (text: string) => text.replaceAll(/^( *)```.*?^\1```$/gms, '');

interface Link {
  readonly page: string;
  /** Relative to the root of the repository, as the linked files are. */
  readonly target: string;
  readonly anchor: string | undefined;
}

function readLinks(page: string): readonly Link[] {
  return [...withoutFences(texts.get(page) ?? '').matchAll(/\]\((?!https?:|mailto:)([^)\s]*)\)/g)].map(
    ([, address = '']) => {
      const [path = '', anchor] = address.split('#');
      return { page, target: path === '' ? page : posix.join(posix.dirname(page), path), anchor };
    },
  );
}

/** The anchors that GitHub gives to headings, and those that a page sets itself. */
function readAnchors(text: string): readonly string[] {
  const headings = [...withoutFences(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
  return [...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)];
}

const links = pages.flatMap(readLinks);
const show = ({ page, target, anchor }: Link) => `${page} → ${target}${anchor === undefined ? '' : `#${anchor}`}`;

describe('the documentation', () => {
  test('links only to files that exist', () => {
    expect(links.filter(({ target }) => !existsSync(target)).map(show)).toEqual([]);
  });

  test('links only to anchors that exist', () => {
    const dead = links.filter(
      ({ target, anchor }) => anchor !== undefined && !readAnchors(texts.get(target) ?? '').includes(anchor),
    );
    expect(dead.map(show)).toEqual([]);
  });

  test('has every page within two clicks of README.md', () => {
    const reach = (from: readonly string[]) =>
      links.filter(({ page }) => from.includes(page)).map(({ target }) => target);
    const first = reach(['README.md']);
    const reachable = new Set(['README.md', ...first, ...reach(first)]);
    expect(pages.filter((page) => !reachable.has(page))).toEqual([]);
  });

  test('has lines of at most 120 characters, outside of tables and code', () => {
    const generated = /^<!-- Generated /m;
    const long = [...texts]
      .filter(([, text]) => !generated.test(text))
      .flatMap(([page, text]) =>
        withoutFences(text)
          .split('\n')
          .filter((line) => line.length > 120 && !line.trimStart().startsWith('|'))
          .map((line) => `${page}: ${line}`),
      );
    expect(long).toEqual([]);
  });
});

describe('doc/reference/parameters.md', () => {
  const parameters = texts.get('doc/reference/parameters.md') ?? '';

  test.each(['templates/lua/sme/training_arguments.lua', 'templates/lua/sme/endpoint_arguments.lua'])(
    'names every parameter of %s',
    (path) => {
      const [, types = ''] = /^local types = \{\n(.*?)^\}/ms.exec(readFileSync(path, 'utf8')) ?? [];
      const names = [...types.matchAll(/^ +(\w+) =/gm)].map(([, name = '']) => name);
      expect(names.length).toBeGreaterThan(10);
      expect(names.filter((name) => !parameters.includes(`\`${name}\``))).toEqual([]);
    },
  );

  test('shows the call of every script', () => {
    const calls = scriptDefinitions.flatMap((script) =>
      script.kind === 'scripting' ? [`${script.name}(${script.parameters.map(({ name }) => name).join(', ')})`] : [],
    );
    expect(calls.filter((call) => !parameters.includes(call))).toEqual([]);
  });
});

test('doc/user_guide/known_problems.md names every known problem with the versions that fix it', () => {
  const page = texts.get('doc/user_guide/known_problems.md') ?? '';
  const problems = ['7.1.0', '8.0.0', '8.30.0'].flatMap((version) => findKnownProblems(version, 2));
  expect(problems.length).toBeGreaterThan(2);
  for (const { id, fix } of problems) {
    for (const fact of [id, ...fix.matchAll(/\d+(?:\.\d+)+/g)].map(String)) expect(page).toContain(fact);
  }
});

test('doc/user_guide/deploy.md shows the output of sme deploy with the objects and grants of this version', () => {
  const text = texts.get('doc/user_guide/deploy.md') ?? '';
  const shown = /<!-- deploy:begin -->\n\n```text\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const objects = [
    'schema  ML',
    ...tables.map(({ name }) => `table   ${name}`),
    ...scriptDefinitions.map(({ name }) => `script  ${name}`),
  ];
  const width = Math.max(...objects.map((object) => object.length)) + 2;
  const created = shown.match(/^create .*$/gm) ?? [];
  const expected = objects.map((object) => `create  ${object.padEnd(width)}missing`);
  expect(created.filter((line) => !expected.includes(line))).toEqual([]);
  expect(created.length).toBeGreaterThan(5);
  expect(shown).toContain(`: ${objects.length} created.\n`);
  expect(shown.match(/^GRANT .*$/gm)).toEqual(listGrants('ML').map((grant) => `${grant};`));
});
