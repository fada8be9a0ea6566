/**
 * Runs Lua in a worker thread, because a script may loop forever, and because query() must block: Lua cannot yield from a gsub callback, a
 * sort comparator or a coroutine of the script. Plain JavaScript, because Node 20 cannot load TypeScript in a worker. Exasol's rules are in
 * prelude/*.lua; run-script.ts converts the values.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import wasmoon from 'wasmoon';
import { receiveResponse } from './receive-response.mjs';

const { decorateFunction, LUA_REGISTRYINDEX, LuaFactory, LuaRawResult } = wasmoon;
const { port, responded } = workerData;

const preludeUrl = new URL('prelude/', import.meta.url);
const prelude = Object.fromEntries(
  readdirSync(preludeUrl)
    .filter((file) => file.endsWith('.lua'))
    .map((file) => [file.replace('.lua', ''), readFileSync(new URL(file, preludeUrl), 'utf8')]),
);
const factory = new LuaFactory();
const { module } = await factory.getLuaModule();
const encoder = new TextEncoder();

/** Sends a request to the main thread and blocks until the response arrives. */
function sendRequest(request) {
  Atomics.store(responded, 0, 0);
  port.postMessage(JSON.parse(request));
  return receiveResponse(port, responded);
}

function pushText(state, text) {
  const room = text.length * 3;
  const pointer = module._malloc(room + 1);
  const { written } = encoder.encodeInto(text, module.HEAPU8.subarray(pointer, pointer + room));
  module._lua_pushlstring(state, pointer, written);
  module._free(pointer);
}

/** Numbers become Lua floats, bigints Lua integers, null the userdata at `nullIndex`; arrays and plain objects become tables. */
function pushData(state, data, nullIndex) {
  if (data === null) module._lua_pushvalue(state, nullIndex);
  else if (data === undefined) module._lua_pushnil(state);
  else if (typeof data === 'string') pushText(state, data);
  else if (typeof data === 'bigint') module._lua_pushinteger(state, data);
  else if (typeof data === 'number') module._lua_pushnumber(state, data);
  else if (typeof data === 'boolean') module._lua_pushboolean(state, data ? 1 : 0);
  else {
    module._luaL_checkstack(state, 4, 0);
    module._lua_createtable(state, Array.isArray(data) ? data.length : 0, 0);
    for (const [key, item] of Array.isArray(data) ? data.entries() : Object.entries(data)) {
      if (typeof key === 'number') {
        pushData(state, item, nullIndex);
        module._lua_rawseti(state, -2, BigInt(key + 1));
      } else {
        pushText(state, key);
        pushData(state, item, nullIndex);
        module._lua_rawset(state, -3);
      }
    }
  }
}

async function runScript(run) {
  const engine = await factory.createEngine({ enableProxy: false });
  try {
    const { global } = engine;
    module._lua_newuserdatauv(global.address, 0, 0);
    const nullReference = global.lua.luaL_ref(global.address, LUA_REGISTRYINDEX);
    const returnData = (thread, data) => {
      module._lua_rawgeti(thread.address, LUA_REGISTRYINDEX, BigInt(nullReference));
      pushData(thread.address, data, module._lua_gettop(thread.address));
      return new LuaRawResult(1);
    };
    const bridge = {
      send_request: (thread, request) => returnData(thread, sendRequest(request)),
      run: (thread) => returnData(thread, run),
      null: (thread) => returnData(thread, null),
      userdata: (thread) => {
        module._lua_newuserdatauv(thread.address, 0, 1);
        return new LuaRawResult(1);
      },
    };
    for (const [name, target] of Object.entries(bridge)) {
      global.set(`bridge_${name}`, decorateFunction(target, { receiveThread: true }));
    }
    global.set('prelude', prelude);
    global.loadString(prelude.environment, '=prelude');
    return global.runSync()[0];
  } finally {
    engine.global.close();
  }
}

parentPort.on('message', async (run) => {
  try {
    parentPort.postMessage({ outcome: await runScript(run) });
  } catch (error) {
    parentPort.postMessage({ crash: String(error?.message ?? error) });
  }
});
