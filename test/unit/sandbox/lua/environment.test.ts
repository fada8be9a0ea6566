import { afterAll, describe, expect, it } from 'vitest';
import { stopLuaWorkers } from '../../../../src/sandbox/lua/lua-worker.js';
import { INTEGER, MONEY, readOutput, runBody, VARCHAR } from './lua-call.js';

afterAll(stopLuaWorkers);

describe('arguments', () => {
  it('are globals with the case of the signature and the type of the value', async () => {
    const parameters = ['json_str', 'N', 'Pay', 'nothing'].map((name) => ({ name, isArray: false }));
    const body = `output(json_str .. math.type(N) .. N .. type(Pay) .. tostring(Pay)) output(tostring(nothing == null))
      local function f() return json_str end output(f())`;
    const values = [
      { value: 'é"', dataType: VARCHAR },
      { value: 3n, dataType: INTEGER },
      { value: '2.5', dataType: MONEY },
      { value: null, dataType: VARCHAR },
    ];
    expect(await readOutput(body, { parameters, arguments: values })).toEqual(['é"integer3userdata2.5', 'true', 'é"']);
  });

  it('of ARRAY are a table with indexes from 1', async () => {
    const parameters = [{ name: 'list', isArray: true }];
    const values = [
      [
        { value: 'a', dataType: VARCHAR },
        { value: null, dataType: VARCHAR },
      ],
    ];
    expect(
      await readOutput('output(#list .. list[1] .. tostring(list[2] == null))', { parameters, arguments: values }),
    ).toEqual(['2atrue']);
  });
});

describe('globals', () => {
  it('offer null, quote, join and exa.meta', async () => {
    const body = `output(tostring(null == NULL) .. tostring(nil == null) .. type(null)) output(null and 'truthy' or 'falsy')
      output((string.gsub(tostring(null), '0x%x+', '0x'))) output(quote('a"b')) output(join('.', quote('s'), 't', 'u'))
      output(exa.meta.script_schema .. exa.meta.script_name .. exa.meta.session_id .. exa.meta.node_count)
      output(exa.meta.current_schema .. exa.meta.database_version)`;
    expect(await readOutput(body)).toEqual([
      'truefalseuserdata',
      'truthy',
      'userdata: 0x',
      '"a""b"',
      '"s".t.u',
      'SN15859444832104005914',
      'NULL2026.1.0',
    ]);
  });

  it('do not access files and the system, but have the time', async () => {
    const body = `output(tostring(io) .. tostring(os.execute) .. tostring(os.getenv) .. tostring(loadfile) .. tostring(dofile))
      output(type(os.time()) .. type(os.clock()) .. #os.date('%Y-%m-%d')) output(_VERSION)`;
    expect(await readOutput(body)).toEqual(['nilnilnilnilnil', 'numbernumber10', 'Lua 5.4']);
  });

  it('calculate decimals exactly', async () => {
    const body = `local d = decimal('12345678901234567890.5', 36, 1)
      output(tostring(d + 1) .. ' ' .. tostring(d - d) .. ' ' .. tostring(d * 2) .. ' ' .. tostring(-d))
      output(tostring(decimal(5.1)) .. ' ' .. tostring(decimal('2.5')) .. ' ' .. tostring(decimal(7) % 4) .. ' ' .. decimal(9) / 2)
      output(tostring(d > 1) .. tostring(decimal(2) == decimal('2')) .. tostring(decimal(2) < 2.5) .. tostring(decimal(2) <= decimal(1)))
      output('x' .. d .. 1) output(tonumber(decimal(42)) + 1) output(tonumber(decimal('1.5', 9, 1))) output(tonumber('ff', 16))
      output(type(d) .. d:scale() .. d:tostring()) output(decimal(2) + 0.5)
      output(select(2, pcall(decimal, 'abc'))) output(select(2, pcall(decimal, '1000', 3)))
      for i = 1, tonumber(decimal(2)) do output(i) end`;
    expect(await readOutput(body)).toEqual([
      '12345678901234567891.5 0 24691357802469135781 -12345678901234567890.5',
      '5 3 3 4.5',
      'truetruetruefalse',
      'x12345678901234567890.51',
      '43',
      '1.5',
      '255',
      'userdata112345678901234567890.5',
      '2.5',
      "'abc' is not a decimal number",
      'numeric value out of range: value 1000 does not fit in DECIMAL(3,0)',
      '1',
      '2',
    ]);
  });
});

describe('modules', () => {
  it('imports globals of another script, but not its locals', async () => {
    const scripts = { 'etl.lib': "shared = 'v' function hello(n) return 'hello ' .. n .. shared end local hidden = 1" };
    const body = `import('etl.lib', 'L') import('etl.lib')
      output(L.hello('x')) output(lib.shared) output(tostring(L.hidden) .. tostring(shared) .. tostring(L.print))`;
    expect(await readOutput(body, { scripts })).toEqual(['hello xv', 'v', 'nilnilnil']);
  });

  it('names the imported script in its errors', async () => {
    const scripts = { lib: "function f()\nerror('inside') end" };
    await expect(runBody("import('lib')\nlib.f()", { scripts })).rejects.toThrow(
      '"inside" caught in script "S"."LIB" at line 2',
    );
  });

  const bundle = `do local _ENV = _ENV
    package.preload["a.b"] = function(...) local _ENV = _ENV; return {name = ..., ask = function() return query('q').rows_affected end} end end`;

  it('does not search package.preload by default', async () => {
    await expect(runBody(`${bundle} require('a.b')`)).rejects.toThrow("module 'a.b' not found");
  });

  it('runs a bundle that adds its own searcher', async () => {
    const body = `table.insert(_G.package.searchers, function(name)
        local module = package.preload[name]
        if not module then error('Module ' .. name .. ' not found in package.preload.') end
        return module
      end)
      ${bundle}
      local m = require('a.b') output(m.name .. m.ask() .. tostring(require('a.b') == m))`;
    expect(await readOutput(body, { query: async () => ({ kind: 'rowCount', rowCount: 2 }) })).toEqual(['a.b2true']);
  });
});
