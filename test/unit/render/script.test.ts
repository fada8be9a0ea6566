import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { renderScripts } from '../../../src/render/script.js';
import { renderTables } from '../../../src/render/table.js';
import { scriptDefinitions } from '../../../src/scripts/definitions.js';
import { names } from '../../../src/scripts/names.js';
import { results } from '../../../src/scripts/results.js';

const scripts = renderScripts({ schema: 'My "S"', languageAlias: 'python3_sme' });

describe.each(scripts)('$name', ({ name, kind, language, sql, commentSql, body }) => {
  test('is created with its quoted name and without a slash at the end', () => {
    const language = kind === 'scripting' ? 'LUA SCRIPT' : 'PYTHON3_SME (SCALAR|SET) SCRIPT';
    expect(sql).toMatch(
      new RegExp(`^CREATE OR REPLACE ${language} "My ""S"""\\."${name}" \\(.*\\) (RETURNS|EMITS) .* AS\\n(--|#) `),
    );
    expect(sql.endsWith(body.trimEnd())).toBe(true);
    expect(sql.split('\n').some((line) => line.trim() === '/')).toBe(false);
  });

  test('has a header and a comment', () => {
    const [, , ...lines] = body.split('\n');
    const header = lines
      .slice(
        0,
        lines.findIndex((line) => !/^(--|#)/.test(line)),
      )
      .join('\n');
    expect(header).toMatch(/^(--|#)\n(--|#) [A-Z].+\.\n/);
    expect(header).toMatch(/Documentation: doc\/user_guide\/\w+\.md in the package exasol-sagemaker-extension/);
    expect(commentSql.startsWith(`COMMENT ON SCRIPT "My ""S"""."${name}" IS '`)).toBe(true);
  });

  test('has a language', () => {
    expect(language).toBe(kind === 'scripting' ? 'LUA' : 'PYTHON3_SME');
  });

  test('contains no placeholder', () => {
    expect(sql).not.toMatch(/\{\{\w+\}\}/);
  });

  test('is far shorter than the two million characters that Exasol allows', () => {
    expect(sql.length).toBeLessThan(400_000);
  });
});

test('public names and signatures do not change', () => {
  const signatures = scripts
    .filter(({ kind }) => kind === 'scripting')
    .map(({ sql }) => /"(SME_\w+)" (\(.*\) RETURNS TABLE AS)$/.exec(sql.split('\n')[0] ?? '')?.slice(1));
  const job = '(job_name, aws_credentials_connection_name, aws_region) RETURNS TABLE AS';
  const endpoint = 'job_name, endpoint_name, schema_name, instance_type, instance_count';
  expect(signatures).toEqual([
    ['SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT', '(json_str) RETURNS TABLE AS'],
    ['SME_EXAMINE_TRAINING_DATA', '(json_str) RETURNS TABLE AS'],
    ['SME_POLL_SAGEMAKER_AUTOPILOT_JOB_STATUS', job],
    ['SME_DESCRIBE_SAGEMAKER_AUTOPILOT_JOB', job],
    ['SME_LIST_SAGEMAKER_AUTOPILOT_CANDIDATES', job],
    ['SME_LIST_SAGEMAKER_AUTOPILOT_FEATURE_IMPORTANCE', job],
    ['SME_LIST_SAGEMAKER_AUTOPILOT_CONFUSION_MATRIX', job],
    ['SME_STOP_SAGEMAKER_AUTOPILOT_JOB', job],
    ['SME_LIST_SAGEMAKER_AUTOPILOT_JOBS', '() RETURNS TABLE AS'],
    ['SME_JOBS', '() RETURNS TABLE AS'],
    ['SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT', '(json_str) RETURNS TABLE AS'],
    [
      'SME_DEPLOY_SAGEMAKER_AUTOPILOT_ENDPOINT',
      `(${endpoint}, aws_credentials_connection_name, aws_region) RETURNS TABLE AS`,
    ],
    [
      'SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT',
      '(endpoint_name, aws_credentials_connection_name, aws_region) RETURNS TABLE AS',
    ],
    ['SME_RECOVER_SAGEMAKER_AUTOPILOT_JOBS', '(aws_credentials_connection_name, aws_region) RETURNS TABLE AS'],
    ['SME_START_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION', '(json_str) RETURNS TABLE AS'],
    ['SME_FINISH_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION', '(batch_name) RETURNS TABLE AS'],
    ['SME_LIST_SAGEMAKER_AUTOPILOT_BATCH_PREDICTIONS', '() RETURNS TABLE AS'],
    ['SME_STOP_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION', '(batch_name) RETURNS TABLE AS'],
    ['SME_EVALUATE_SAGEMAKER_AUTOPILOT_PREDICTIONS', '(json_str) RETURNS TABLE AS'],
    ['SME_LIST_SAGEMAKER_AUTOPILOT_MODELS', '() RETURNS TABLE AS'],
  ]);
});

test('the fingerprint depends on signature and code, but not on the schema', () => {
  const prints = (schema: string, languageAlias: string) =>
    renderScripts({ schema, languageAlias }).map(({ kind, fingerprint }) => `${kind} ${fingerprint}`);
  expect(prints('A', 'PYTHON3')).toEqual(prints('B', 'python3'));
  const [udfs, others] = [prints('A', 'PYTHON3'), prints('A', 'PYTHON312')];
  expect(udfs.filter((print) => others.includes(print)).every((print) => print.startsWith('scripting'))).toBe(true);
});

test.each(['', 'PY THON', 'a"b', '3PY', "x'; --"])('rejects the language alias %j', (languageAlias) => {
  expect(() => renderScripts({ schema: 'S', languageAlias })).toThrow(expect.objectContaining({ code: 'E-SME-46' }));
});

test('every module is part of some script', () => {
  const all = scripts.map(({ body }) => body).join('\n');
  const missing = ['lua', 'python'].flatMap((folder) =>
    readdirSync(`templates/${folder}/sme`)
      // scripts contain only the error messages that they raise
      .filter((file) => /\.(lua|py)$/.test(file) && !/^(__init__|error_messages)\./.test(file))
      .filter((file) => {
        const lines = readFileSync(`templates/${folder}/sme/${file}`, 'utf8').trimEnd().split('\n');
        return !all.includes(lines.slice(-3).join('\n'));
      }),
  );
  expect(missing).toEqual([]);
});

test('every name is used by a template or a definition', () => {
  const text = [...scripts, ...renderTables('S')].map(({ sql }) => sql).join('\n');
  expect(Object.values(names).filter((name) => !text.includes(name))).toEqual([]);
});

test('every Lua function has far fewer than the 200 locals that Lua allows, because each module is a function', () => {
  const body = scripts.find(({ name }) => name === names.train)?.body ?? '';
  // the last part is the last module and the main chunk
  const counts = body
    .split('\npackage.preload[')
    .map((part) => part.split('\n').filter((line) => line.startsWith('local ')).length);
  expect(body).toContain("package.preload['sme.errors'] = function(...)");
  expect(counts.length).toBeGreaterThan(20);
  expect(Math.max(...counts)).toBeLessThan(100);
});

test('the header of a Lua script describes every parameter and result column and shows a call', () => {
  for (const script of scriptDefinitions) {
    if (script.kind !== 'scripting') continue;
    const body = scripts.find(({ name }) => name === script.name)?.body ?? '';
    for (const { name, keys = [] } of script.parameters) {
      expect(body).toContain(`\n--   ${name} (`);
      for (const key of keys) expect(body).toContain(`\n--     ${key.name} (`);
    }
    expect(script.example).toHaveLength(script.parameters.length);
    for (const { name } of results[script.resultColumns]) expect(body).toContain(`\n--   ${name} (`);
    expect(body).toContain(`-- Example:\n--   EXECUTE SCRIPT ${script.name}(`);
  }
});

test.each([
  ['training_arguments.lua', names.train],
  ['endpoint_arguments.lua', names.createEndpoint],
])('the header documents the keys of %s', (file, script) => {
  const source = readFileSync(`templates/lua/sme/${file}`, 'utf8');
  const [, types = ''] = /^local types = \{\n(.*?)^\}/ms.exec(source) ?? [];
  const known = [...types.matchAll(/^ +(\w+) =/gm)].map(([, name = '']) => name);
  const definition = scriptDefinitions.find(({ name }) => name === script);
  const documented = definition?.kind === 'scripting' ? definition.parameters[0]?.keys?.map(({ name }) => name) : [];
  expect(documented?.toSorted()).toEqual(known.toSorted());
});
