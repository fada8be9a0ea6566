-- Sets the globals of a scripting program, runs it, and returns the outcome as JSON.
local send_request, run, new_userdata, null = bridge_send_request, bridge_run(), bridge_userdata, bridge_null()
local sources = prelude
bridge_send_request, bridge_run, bridge_userdata, bridge_null, prelude = nil, nil, nil, nil, nil

local function load_prelude(name, ...)
    return assert(load(sources[name], '=prelude'))(...)
end

local decimals = load_prelude('decimals', new_userdata, send_request)
local wire = load_prelude('wire', decimals)
local errors = load_prelude('errors')
local results = load_prelude('results', null, decimals, errors)

local raw_tonumber, raw_load, raw_error, raw_xpcall, debug_getinfo = tonumber, load, error, xpcall, debug.getinfo
local output_lines = {}
local returned

-- The result of a script, from return or exit() ---------------------------------------------------------------------------------------

local MAX_COLUMNS = 10000

--- The length of a row with nil in between is undefined in Lua, so the last position counts.
local function last_position(row)
    local last = #row
    for position in pairs(row) do
        if math.type(position) == 'integer' and position > last and position <= MAX_COLUMNS then
            last = position
        end
    end
    return last
end

local function describe_rows(rows)
    local described = {}
    for index = 1, #rows do
        local row, cells = rows[index], {}
        if type(row) ~= 'table' then
            described[index] = wire.value(row, null)
        else
            for position = 1, last_position(row) do
                cells[position] = wire.value(row[position], null)
            end
            described[index] = wire.list(cells)
        end
    end
    return wire.list(described)
end

local function describe_return(line, value, columns)
    local is_table = type(value) == 'table'
    local id = is_table and results.id(value)
    local count = is_table and not id and value.rows_affected or nil
    return wire.object({
        'line',
        line and tostring(line),
        'value',
        wire.value(value, null),
        'rows',
        is_table and describe_rows(value) or nil,
        'rowsAffected',
        count ~= nil and wire.value(count, null) or nil,
        'result',
        id and tostring(raw_tonumber(tostring(id))) or nil,
        'columns',
        columns ~= nil and wire.value(columns, null) or nil,
    }, 12)
end

-- query, pquery --------------------------------------------------------------------------------------------------------------------

local function describe_parameters(parameters)
    local described = {}
    for name, value in pairs(parameters or {}) do
        described[#described + 1] = wire.list({ wire.text(tostring(name)), wire.value(value, null) })
    end
    return wire.list(described)
end

local function send_query(sql, parameters)
    if type(sql) ~= 'string' then
        errors.raise('query() expects the statement as a string, got ' .. type(sql), 2)
    elseif parameters ~= nil and type(parameters) ~= 'table' then
        errors.raise('query() expects the parameters as a table, got ' .. type(parameters), 2)
    end
    return send_request(
        wire.object({ 'kind', '"query"', 'sql', wire.text(sql), 'parameters', describe_parameters(parameters) }, 6)
    )
end

local function query(sql, parameters)
    local response = send_query(sql, parameters)
    if response.error_message then
        errors.raise(response.error_message, 1)
    end
    return response.rows and results.from_rows(response) or response
end

local function pquery(sql, parameters)
    local response = send_query(sql, parameters)
    if response.error_message then
        return false, response
    end
    return true, response.rows and results.from_rows(response) or response
end

-- Helpers --------------------------------------------------------------------------------------------------------------------------

local function quote(name)
    if type(name) ~= 'string' and type(name) ~= 'number' then
        errors.raise('quote() expects a string, got ' .. type(name), 1)
    end
    return '"' .. string.gsub(name, '"', '""') .. '"'
end

local function join(separator, ...)
    return table.concat({ ... }, separator)
end

local function output(line)
    local kind = type(line)
    if kind ~= 'string' and kind ~= 'number' then
        errors.raise('output() expects a string, got ' .. (decimals.is(line) and 'decimal' or kind), 1)
    end
    output_lines[#output_lines + 1] = wire.text(tostring(line))
end

local function exit(value, columns)
    local line
    for level = 2, math.huge do
        local info = debug_getinfo(level, 'Sl')
        if not info or string.find(info.source, '^=script#') then
            line = info and info.currentline
            break
        end
    end
    returned = describe_return(line, value, columns)
    raw_error(errors.EXIT, 0)
end

local function to_number(value, ...)
    if decimals.is(value) then
        return raw_tonumber(tostring(value))
    end
    return raw_tonumber(value, ...)
end

local function import(name, alias)
    if type(name) ~= 'string' then
        errors.raise('import() expects the name of a script, got ' .. type(name), 1)
    end
    local response = send_request(wire.object({ 'kind', '"import"', 'name', wire.text(name) }, 4))
    if response.error_message then
        errors.raise(response.error_message, 1)
    end
    local members = setmetatable({}, { __index = _G })
    local chunk, message = raw_load(response.code, '=script#' .. response.chunk, 't', members)
    if not chunk then
        raw_error(message, 0)
    end
    chunk()
    _G[alias or response.alias] = setmetatable({}, {
        __index = function(_, key)
            return rawget(members, key)
        end,
        __newindex = members,
    })
end

-- The globals ----------------------------------------------------------------------------------------------------------------------

_G.null, _G.NULL, _G.query, _G.pquery, _G.quote, _G.join = null, null, query, pquery, quote, join
_G.output, _G.exit, _G.import, _G.decimal, _G.tonumber = output, exit, import, decimals.new, to_number
_G.error, _G.pcall, _G.xpcall = errors.error, errors.pcall, run.has_xpcall and errors.xpcall or nil
coroutine.resume, coroutine.wrap = errors.resume, errors.wrap
_G.exa = { meta = run.meta }
_G.print = function() end
_G.io, _G.dofile, _G.loadfile = nil, nil, nil
_G.os = { date = os.date, time = os.time, clock = os.clock, difftime = os.difftime }
_G.debug = run.has_xpcall and { traceback = debug.traceback, getinfo = debug.getinfo } or nil

-- As in Exasol, require() does not use package.preload unless the script adds a searcher for it.
local libraries = {
    cjson = function()
        return load_prelude('cjson', load_prelude, new_userdata()).new()
    end,
}
libraries['cjson.safe'] = function()
    return load_prelude('cjson', load_prelude, require('cjson').null).new_safe()
end
package.path, package.cpath, package.loadlib, package.searchpath = '', '', nil, nil
for index = #package.searchers, 1, -1 do
    package.searchers[index] = nil
end
package.searchers[1] = function(name)
    return libraries[name] or "\n\tno library '" .. tostring(name) .. "' (the sandbox has cjson and cjson.safe)"
end
package.loaded.io, package.loaded.os, package.loaded.debug = nil, _G.os, _G.debug

for index, parameter in ipairs(run.parameters) do
    local argument = run.arguments[index]
    local values = argument.values
    for position = 1, #values do
        if argument.decimals[position] and values[position] ~= null then
            values[position] = decimals.from_text(values[position])
        end
    end
    _G[parameter.name] = parameter.is_array and values or values[1]
end

-- The run --------------------------------------------------------------------------------------------------------------------------

local failure

local function on_error(raised)
    return raised == errors.EXIT and raised or errors.describe(raised)
end

local main, syntax_error = raw_load(run.code, '=script#1', 't')
if not main then
    failure = errors.describe(syntax_error)
else
    local function finish(ok, ...)
        if ok then
            returned = describe_return(nil, ...)
        elseif (...) ~= errors.EXIT then
            failure = ...
        end
    end
    finish(raw_xpcall(main, on_error))
end

return wire.object({
    'output',
    wire.list(output_lines),
    'returned',
    not failure and returned or nil,
    'message',
    failure and wire.text(failure.message) or nil,
    'chunk',
    failure and failure.chunk and tostring(failure.chunk) or nil,
    'line',
    failure and failure.line and tostring(failure.line) or nil,
}, 10)
