-- Runs a script on a real Lua 5.4 with lua-cjson. Reads the script and the recorded results of its statements from stdin.
local cjson = require('cjson')
local input = cjson.decode(io.read('a'))

null = cjson.null
exa = { meta = input.meta }
for name, value in pairs(input.values) do
    _G[name] = value
end

local count = 0

function pquery(statement)
    count = count + 1
    local recorded = input.results[count]
    if not recorded then
        error('the first run did not send this statement: ' .. statement, 0)
    elseif recorded.error_message then
        return false, recorded
    end
    local result = recorded.rows or {}
    result.rows_affected, result.etl_rows_written = recorded.rows_affected, recorded.etl_rows_written
    return true, result
end

local exited = {}

function exit(rows, columns)
    exited.rows, exited.columns = rows, columns
    error(exited)
end

local script = assert(load(input.body, '=script'))
local is_done, rows = pcall(script)
if rows == exited then
    is_done, rows = true, exited.rows
end
io.write(cjson.encode(is_done and { rows = rows } or { error = tostring(rows) }))
