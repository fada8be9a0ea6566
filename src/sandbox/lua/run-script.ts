import { ExasolError } from '../database/types.js';
import type { LuaScriptCall, LuaScriptOutcome } from './types.js';

export type { LuaArgument, LuaArgumentValue, LuaScriptCall, LuaScriptOutcome, ScriptMeta } from './types.js';

/**
 * Runs a scripting program (EXECUTE SCRIPT) in a Lua state of its own.
 * @throws ExasolError 43000 `"msg" caught in script "S"."N" at line n`
 */
export async function runLuaScript(call: LuaScriptCall): Promise<LuaScriptOutcome> {
  throw new ExasolError('43000', `the sandbox cannot run the Lua script ${call.script.name} yet`);
}
