import { describe, expect, test } from 'vitest';
import { renderScripts } from '../../../src/render/script.js';
import { isEdited } from '../../../src/render/stamp.js';
import {
  changeEnvironment,
  parseAssignments,
  readEnvironment,
  writeOptionLines,
} from '../../../src/render/udf-environment.js';
import { readOptionLines } from '../../../src/sandbox/udf/option-lines.js';
import { names } from '../../../src/scripts/names.js';
import { maskOptionLines } from '../../../src/text/mask-variables.js';

const proxy = 'http://ann:c4nary-proxy@proxy.example.com:3128';
const environment = { NO_PROXY: '.internal, 10.0.0.0/8', HTTPS_PROXY: proxy };

describe('assignments', () => {
  test('set variables, and remove those without a value', () => {
    const changes = parseAssignments(['A=1', 'B=', 'C=x=y']);
    expect(changeEnvironment({ B: '2', D: '4' }, changes)).toEqual({ A: '1', C: 'x=y', D: '4' });
  });

  test('are refused together, without the secrets in them', () => {
    const texts = [
      'A',
      '1A=x',
      'A B=x',
      'AWS_SECRET_ACCESS_KEY=x',
      'PYTHONPATH=/x',
      `P=${proxy};`,
      'L=a\nb',
      'Q=1',
      'Q=2',
    ];
    const read = () => parseAssignments([...texts, 'TOKEN=c4nary {', 'U=ü', 'V= x']);
    expect(read).toThrow(expect.objectContaining({ code: 'E-SME-480' }));
    expect(read).not.toThrow(/c4nary/);
    expect(read).toThrow(/\*\*\*@proxy/);
    for (const name of [
      "'1A'",
      "'A B'",
      'AWS_SECRET',
      'PYTHONPATH',
      'of P,',
      'of L,',
      "'Q' is set twice",
      'TOKEN',
      'of U,',
      'of V,',
    ]) {
      expect(read).toThrow(name);
    }
  });
});

describe('option lines', () => {
  const scripts = renderScripts({ schema: 'S', languageAlias: 'PYTHON3', udfEnvironment: environment });

  test('are in every UDF, before any other text that looks like one, and can be read again', () => {
    const udfs = scripts.filter(({ kind }) => kind === 'udf');
    for (const { body, sql } of udfs) {
      expect(body.indexOf('%env')).toBe(body.indexOf(writeOptionLines(environment)));
      expect(readOptionLines(body).env).toEqual(environment);
      expect(readEnvironment(sql)).toEqual(environment);
      expect(isEdited(sql)).toBe(false);
    }
    expect(udfs.length).toBeGreaterThan(10);
  });

  test('are not in Lua scripts, which carry them for the prediction UDFs', () => {
    const { body = '' } = scripts.find(({ name }) => name === names.createEndpoint) ?? {};
    expect(body).not.toMatch(/^\s*%env/m);
    expect(body).toContain(`@{env} HTTPS_PROXY=${proxy};\n@{env} NO_PROXY=`);
  });

  test('are printed without secrets', () => {
    for (const { sql } of scripts) expect(maskOptionLines(sql)).not.toContain('c4nary');
    expect(maskOptionLines('%env HTTPS_PROXY=http://a:b@c:1;\n%env PROXY_PASSWORD=x;')).toBe(
      '%env HTTPS_PROXY=***@c:1;\n%env PROXY_PASSWORD=***;',
    );
  });

  test('without variables, no script changes', () => {
    const [plain, empty] = [undefined, {}].map((udfEnvironment) =>
      renderScripts({ schema: 'S', languageAlias: 'PYTHON3', ...(udfEnvironment && { udfEnvironment }) }),
    );
    expect(plain).toEqual(empty);
  });
});
