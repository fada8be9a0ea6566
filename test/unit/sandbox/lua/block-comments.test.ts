import { afterAll, describe, expect, it } from 'vitest';
import { removeBlockComments } from '../../../../src/sandbox/lua/block-comments.js';
import { stopLuaWorkers } from '../../../../src/sandbox/lua/lua-worker.js';
import { runBody } from './lua-call.js';

afterAll(stopLuaWorkers);

describe('removeBlockComments', () => {
  it.each([
    ['a /* b */ c', 'a   c'],
    ['a/* 1\n2 */b', 'a \nb'],
    ["x = '/* text */' /* '*/ y", "x = '/* text */'   y"],
    ['x = "\\"/*" -- /* own\ny /* z */', 'x = "\\"/*" -- /* own\ny  '],
    ['[==[ ]] /* */ ]==] /* a */', '[==[ ]] /* */ ]==]  '],
    ['--[[ /* ]] x /* y */', '--[[ /* ]] x  '],
    ['x /* open', 'x /* open'],
    ['a[b[1]] /* c */', 'a[b[1]]  '],
  ])('turns %j into %j', (code, expected) => {
    expect(removeBlockComments(code)).toBe(expected);
  });
});

it('runs scripts and imported scripts with such comments, and errors keep their line', async () => {
  const scripts = { M: '/* module */ function f() return 7 end' };
  const { result } = await runBody("/* head\n */ import('M', 'm') return m.f()", { scripts });
  expect(result).toEqual({ kind: 'rowCount', rowCount: 7 });
  await expect(runBody('/* one\ntwo */\nerror("here")')).rejects.toMatchObject({
    text: expect.stringMatching(/line 3$/),
  });
});
