import { describe, expect, it, vi } from 'vitest';
import { columns, INTEGER, MONEY, readTexts, runBody, VARCHAR } from './udf-call.js';

describe('exa.meta', () => {
  it('describes the database, the script and its columns', async () => {
    const inputColumns = columns({ a: INTEGER, b: MONEY, c: { ...VARCHAR, size: 200 } });
    const body = `import json
def run(ctx):
    m = exa.meta
    def show(c): return [c.name, c.type.__name__, c.sql_type, c.precision, c.scale, c.length]
    ctx.emit(json.dumps([m.database_name, m.script_name, m.script_schema, m.current_user, m.scope_user, m.current_schema,
      m.session_id, m.statement_id, m.node_count, m.node_id, m.input_type, m.output_type, m.input_column_count, m.input_column_name]))
    ctx.emit(json.dumps([show(c) for c in m.input_columns]))
    ctx.emit(json.dumps([type(m.vm_id).__name__, m.memory_limit, m.script_language.split('.')[0], m.script_code[:11], m.output_column_count]))`;
    const texts = await readTexts(body, { inputColumns, groups: [[[1n, '1', 'x']]] });
    expect(texts.map((text) => JSON.parse(String(text)))).toEqual([
      ['DB', 'MY_UDF', 'S', 'SYS', 'OWNER', 'NULL', '1585944483210400591', 7, 4, 0, 'SET', 'EMIT', 3, ['a', 'b', 'c']],
      [
        ['a', 'int', 'DECIMAL(18,0)', 18, 0, null],
        ['b', 'Decimal', 'DECIMAL(36,2)', 36, 2, null],
        ['c', 'str', 'VARCHAR(200) UTF8', null, null, 200],
      ],
      ['str', 4294967296, 'Python 3', 'import json', 1],
    ]);
  });
});

describe('exa.get_connection', () => {
  it('returns address, user and password, which are empty if not set, and masks the password when printed', async () => {
    const body = `def run(ctx):
    c = exa.get_connection('C')
    ctx.emit(repr([c.type, c.address, c.user, c.password]))
    ctx.emit(str('secret' in str(c)) if c.user else 'no user')`;
    expect(await readTexts(body)).toEqual(["['password', 'addr', '', 'secret']", 'no user']);
  });

  it('fails by name, as an ImportError', async () => {
    const body = `def run(ctx):
    try: exa.get_connection('foo')
    except ImportError as e: ctx.emit(str(e))`;
    expect(await readTexts(body)).toEqual([
      'F-UDF-CL-SL-PYTHON-1121: get_connection for connection name foo failed: connection FOO does not exist',
    ]);
  });

  it('works while rows are being transferred', async () => {
    const rows = Array.from({ length: 9000 }, (_, index) => [BigInt(index)]);
    const body = `def run(ctx):
    n = 0
    while True:
        if ctx.a % 1000 == 0: exa.get_connection('C')
        n += 1
        if not ctx.next(): break
    ctx.emit(n)`;
    expect(await runBody(body, { groups: [rows], chunk: 500 })).toEqual([[[9000n]]]);
  });
});

describe('exa.import_script', () => {
  const body = `lib = exa.import_script('S.LIB')
def run(ctx): ctx.emit(lib.hello() + exa.meta.script_name + str(lib is exa.import_script('S.LIB')))`;

  it('returns a module that can use exa', async () => {
    const scripts = { 'S.LIB': { body: 'def hello(): return exa.meta.script_schema' } };
    expect(await readTexts(body, { scripts })).toEqual(['SMY_UDFTrue']);
  });

  it('rejects another language and shows errors of the module', async () => {
    await expect(readTexts(body, { scripts: { 'S.LIB': { body: '', language: 'LUA' } } })).rejects.toThrow(
      'ImportError: F-UDF-CL-SL-PYTHON-1119: Importing module S.LIB failed: wrong language LUA',
    );
    await expect(readTexts(body, { scripts: { 'S.LIB': { body: '\n1/0' } } })).rejects.toThrow(
      'ExaUDFError: F-UDF-CL-SL-PYTHON-1120: Importing module S.LIB failed \nS.LIB:2 <module>\nZeroDivisionError',
    );
  });
});

describe('the process', () => {
  it('has a small environment: no secrets of the caller, %env lines and what the call adds', async () => {
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'of the caller');
    try {
      const body = `%env FROM_SCRIPT=1;
import os, json
def run(ctx): ctx.emit(json.dumps(sorted(k for k in os.environ if k not in ('LC_CTYPE', 'SystemRoot', 'USERPROFILE'))))
`;
      expect(JSON.parse(String((await readTexts(body, { env: { AWS_REGION: 'x' } }))[0]))).toEqual([
        'AWS_REGION',
        'FROM_SCRIPT',
        'HOME',
        'LANG',
        'PATH',
        'PYTHONIOENCODING',
        'TMPDIR',
      ]);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('has its own home folder', async () => {
    const body =
      'import os\ndef run(ctx): ctx.emit(str(os.path.expanduser("~") == os.getcwd() == os.environ["TMPDIR"]))';
    expect(await readTexts(body)).toEqual(['True']);
  });

  it('can print, also from child processes, without damage to the rows', async () => {
    const printed: string[] = [];
    const body = `import os, subprocess, sys
def run(ctx):
    print('plain')
    sys.stdout.flush()
    os.write(1, b'raw\\n')
    subprocess.run(['echo', 'child'])
    print('error', file=sys.stderr)
    ctx.emit(str(sys.stdin.read()))
    ctx.emit('ok')`;
    const texts = await readTexts(body, { onPrint: (line) => printed.push(line) });
    expect(texts).toEqual([null, 'ok']);
    expect(printed).toEqual(['plain', 'raw', 'child', 'error']);
    expect(await readTexts(body)).toEqual([null, 'ok']);
  });
});

describe('texts', () => {
  it('end at the first NUL in both directions', async () => {
    const inputColumns = columns({ a: VARCHAR });
    const body = `def run(ctx):
    ctx.emit(repr(ctx.a))
    ctx.emit('out\\0side')`;
    expect(await readTexts(body, { inputColumns, groups: [[['in\0side']]] })).toEqual(["'in'", 'out']);
  });
});
