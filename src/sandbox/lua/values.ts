import { z } from 'zod';

/** A Lua value passed to TypeScript; `other` is a value without an SQL counterpart (a table, a function, …). */
export type LuaValue =
  | { readonly type: 'null' }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'integer'; readonly value: bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'decimal'; readonly value: string }
  | { readonly type: 'other'; readonly value: string };

/** Reads a value written by prelude/wire.lua: one letter for the type, then the text of the value. */
export function readLuaValue(tagged: string): LuaValue {
  const text = tagged.slice(1);
  switch (tagged[0]) {
    case 'n':
      return { type: 'null' };
    case 's':
      return { type: 'string', value: text };
    case 'i':
      return { type: 'integer', value: BigInt(text) };
    case 'f':
      return { type: 'float', value: parseLuaFloat(text) };
    case 'b':
      return { type: 'boolean', value: text === '1' };
    case 'd':
      return { type: 'decimal', value: text };
    default:
      return { type: 'other', value: text };
  }
}

export const luaValueSchema = z.string().transform(readLuaValue);

/** The format %g of C writes inf and nan, and may write a sign before nan. */
function parseLuaFloat(text: string): number {
  if (text.endsWith('nan')) return Number.NaN;
  if (text.endsWith('inf')) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}

/** The name of a Lua value's type in Exasol's messages. */
export function typeName(value: LuaValue): string {
  if (value.type === 'integer' || value.type === 'float') return 'number';
  return value.type === 'other' ? value.value : value.type;
}
