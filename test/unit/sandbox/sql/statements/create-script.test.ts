import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handleCreateScript } from '../../../../../src/sandbox/sql/statements/create-script.js';
import { handleDropScript } from '../../../../../src/sandbox/sql/statements/drop-script.js';
import { parseCreateScript } from '../../../../../src/sandbox/sql/statements/script/parse-create-script.js';
import { TokenStream } from '../../../../../src/sandbox/tokens/token-stream.js';
import { makeStatement, openCatalog } from '../../../../support/statement-context.js';

let catalog: Awaited<ReturnType<typeof openCatalog>>;
beforeAll(async () => {
  catalog = await openCatalog();
});
afterAll(() => catalog.close());

describe('parseCreateScript', () => {
  it('keeps the case of scripting parameters, and the exact body', () => {
    const sql = `--/\nCREATE OR REPLACE LUA SCRIPT s.do_it (json_str, ARRAY Items) RETURNS TABLE AS\n-- it's "odd"\nexit({})\n/\n`;
    expect(parseCreateScript(new TokenStream(sql))).toEqual({
      orReplace: true,
      language: 'LUA',
      name: ['S', 'DO_IT'],
      definition: {
        kind: 'scripting',
        parameters: [
          { name: 'json_str', isArray: false },
          { name: 'Items', isArray: true },
        ],
        returns: 'TABLE',
      },
      body: `-- it's "odd"\nexit({})`,
    });
  });

  it('accepts a parameter named array', () => {
    expect(parseCreateScript(new TokenStream('CREATE SCRIPT s (array_names) AS\nx')).definition).toMatchObject({
      parameters: [{ name: 'array_names', isArray: false }],
    });
  });

  it('reads a UDF with ORDER BY and EMITS, and a body that contains AS', () => {
    const sql =
      'CREATE PYTHON3 SET SCRIPT "udf x" (a double, "B c" VARCHAR(10) ORDER BY a DESC NULLS LAST) EMITS (n INT, t TIMESTAMP) AS\ndef run(ctx):\n    pass  # AS\n';
    const { definition, name, body } = parseCreateScript(new TokenStream(sql));
    expect(name).toEqual(['udf x']);
    expect(body).toBe('def run(ctx):\n    pass  # AS\n');
    expect(definition).toEqual({
      kind: 'udf',
      input: 'SET',
      inputColumns: [
        { name: 'a', dataType: { type: 'DOUBLE' } },
        { name: 'B c', dataType: { type: 'VARCHAR', size: 10, characterSet: 'UTF8' }, isQuoted: true },
      ],
      inputOrder: 'a DESC NULLS LAST',
      output: {
        kind: 'EMITS',
        columns: [
          { name: 'n', dataType: { type: 'DECIMAL', precision: 18, scale: 0 } },
          { name: 't', dataType: { type: 'TIMESTAMP', precision: 3, withLocalTimeZone: false } },
        ],
      },
    });
  });

  it('reads dynamic input and output', () => {
    expect(
      parseCreateScript(new TokenStream('CREATE PYTHON3 SCALAR SCRIPT u(...) EMITS (...) AS\nx')).definition,
    ).toMatchObject({
      inputColumns: 'dynamic',
      output: { kind: 'EMITS', columns: 'dynamic' },
    });
  });

  it('reports the position of a syntax error', () => {
    expect(() => parseCreateScript(new TokenStream('CREATE LUA SCRIPT s(a) RETURNS NOTHING AS\nx'))).toThrow(
      /^syntax error, unexpected IDENTIFIER_PART_, expecting TABLE_ or ROWCOUNT_ \[line 1, column 32\]$/,
    );
    expect(() => parseCreateScript(new TokenStream('CREATE PYTHON3 ADAPTER SCRIPT a AS\nx'))).toThrow(/ADAPTER SCRIPT/);
  });
});

describe('CREATE SCRIPT', () => {
  it("stores the header in Exasol's formatting", async () => {
    const { context, scripts } = makeStatement(catalog);
    await handleCreateScript(context, new TokenStream('create script hello AS\noutput(1)\n/'));
    await handleCreateScript(
      context,
      new TokenStream('create lua script "Other"(a, array b) returns table AS\nexit({})'),
    );
    await handleCreateScript(
      context,
      new TokenStream(
        'create python3 scalar script s.add_it(a double, b varchar(5) ascii) returns decimal(9,2) AS\ndef run(ctx): pass',
      ),
    );
    await handleCreateScript(context, new TokenStream('create mypy set script dyn(...) emits (...) AS\nx'));
    expect([...scripts.values()].map(({ text }) => text)).toEqual([
      'CREATE LUA SCRIPT "HELLO" () RETURNS ROWCOUNT AS\noutput(1)',
      'CREATE LUA SCRIPT "Other" (a, ARRAY b) RETURNS TABLE AS\nexit({})',
      'CREATE PYTHON3 SCALAR SCRIPT "ADD_IT" ("a" DOUBLE, "b" VARCHAR(5) ASCII) RETURNS DECIMAL(9,2) AS\ndef run(ctx): pass',
      'CREATE MYPY SET SCRIPT "DYN" (...) EMITS (...) AS\nx',
    ]);
  });

  it('rejects an existing name without OR REPLACE', async () => {
    const { context, scripts } = makeStatement(catalog);
    await handleCreateScript(context, new TokenStream('CREATE SCRIPT twice AS\n-- 1'));
    await expect(handleCreateScript(context, new TokenStream('CREATE SCRIPT twice AS\n-- 2'))).rejects.toThrow(
      'script TWICE already exists',
    );
    await handleCreateScript(context, new TokenStream('CREATE OR REPLACE SCRIPT twice AS\n-- 3'));
    expect(scripts.get('S.TWICE')?.body).toBe('-- 3');
    await handleDropScript(context, new TokenStream('DROP SCRIPT s.twice;'));
    expect(scripts.size).toBe(0);
    await expect(handleDropScript(context, new TokenStream('DROP SCRIPT twice'))).rejects.toThrow('not found');
    await handleDropScript(context, new TokenStream('DROP SCRIPT IF EXISTS twice'));
  });

  it('rejects languages that are unknown, unsupported, or without container', async () => {
    const { context } = makeStatement(catalog);
    const create = (alias: string) =>
      handleCreateScript(context, new TokenStream(`CREATE ${alias} SCALAR SCRIPT u() RETURNS INT AS\nx`));
    await expect(create('PYTHON9')).rejects.toThrow('unknown script language PYTHON9');
    await expect(create('JAVA')).rejects.toThrow('scripts in JAVA');
    const { context: bare } = makeStatement(catalog, { languages: new Map() });
    await expect(
      handleCreateScript(bare, new TokenStream('CREATE PYTHON3 SCALAR SCRIPT u() RETURNS INT AS\nx')),
    ).rejects.toThrow('No usable script language container is installed');
  });

  it.each([
    ['8.24.9', '(t TIMESTAMP(3)) RETURNS INT'],
    ['8.6.0', '(a INT) RETURNS TIMESTAMP(6)'],
    ['7.1.30', '(a INT) EMITS (b INT, t TIMESTAMP(3) WITH LOCAL TIME ZONE)'],
  ])('of version %s rejects the signature %s', async (version, signature) => {
    const { context } = makeStatement(catalog);
    const sql = `CREATE PYTHON3 SCALAR SCRIPT s.older ${signature} AS\nx`;
    const older = { ...context, database: { ...context.database, version } };
    await expect(handleCreateScript(older, new TokenStream(sql))).rejects.toThrow(
      /^syntax error, unexpected '\(' \[line 1, column \d+\]$/,
    );
    await handleCreateScript(older, new TokenStream(sql.replace(/TIMESTAMP\(\d\)/, 'TIMESTAMP')));
  });

  it.each(['8.25.0', '2025.1.0'])('of version %s accepts TIMESTAMP(n) in a signature', async (version) => {
    const { context, scripts } = makeStatement(catalog);
    const newer = { ...context, database: { ...context.database, version } };
    await handleCreateScript(
      newer,
      new TokenStream('CREATE PYTHON3 SCALAR SCRIPT s.newer (t TIMESTAMP(9)) RETURNS TIMESTAMP(0) AS\nx'),
    );
    expect(scripts.get('S.NEWER')?.text).toContain('("t" TIMESTAMP(9)) RETURNS TIMESTAMP(0)');
  });

  it('checks %env lines and the schema when it is created', async () => {
    const { context } = makeStatement(catalog);
    await expect(
      handleCreateScript(context, new TokenStream('CREATE PYTHON3 SCALAR SCRIPT u() RETURNS INT AS\n%env A=b\nx')),
    ).rejects.toThrow('Error while parsing %env option line');
    await expect(handleCreateScript(context, new TokenStream('CREATE SCRIPT nowhere.x AS\nx'))).rejects.toThrow(
      'schema NOWHERE not found',
    );
  });
});
