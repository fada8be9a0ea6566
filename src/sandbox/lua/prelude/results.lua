-- The objects that query() returns: read-only rows. Exasol limits the number of open ones.
local debug = debug -- scripts get a restricted version
local null, decimals, errors = ...

local MAX_OPEN = 250
local CELLS = {}
local open = 0

local results = {}

local function reject_write()
    errors.raise('attempt to update a read-only table', 1)
end

local function make_row_metatable(columns)
    local positions = {}
    for position, name in ipairs(columns) do
        positions[name] = positions[name] or position
    end
    return {
        __index = function(row, key)
            return row[CELLS][positions[key] or key]
        end,
        __newindex = reject_write,
        __len = function()
            return #columns
        end,
        __pairs = function(row)
            return ipairs(row)
        end,
    }
end

local function add_open()
    if open >= MAX_OPEN then
        collectgarbage('collect')
    end
    if open >= MAX_OPEN then
        errors.raise('[p]query function: number of open resultsets exceeds ' .. MAX_OPEN, 2)
    end
    open = open + 1
end

--- @param response {id, columns, decimals = positions of columns with decimals as text, rows, statement_text}
function results.from_rows(response)
    add_open()
    local row_metatable = make_row_metatable(response.columns)
    local rows = {}
    for index, cells in ipairs(response.rows) do
        for _, position in ipairs(response.decimals) do
            if cells[position] ~= null then
                cells[position] = decimals.from_text(cells[position])
            end
        end
        rows[index] = setmetatable({ [CELLS] = cells }, row_metatable)
    end
    return setmetatable({}, {
        __index = function(_, key)
            if key == 'statement_text' then
                return response.statement_text
            end
            return rows[key]
        end,
        __newindex = reject_write,
        __len = function()
            return #rows
        end,
        __pairs = function()
            return ipairs(rows)
        end,
        __gc = function()
            open = open - 1
        end,
        id = response.id,
    })
end

--- The id under which the sandbox stores the columns of a result; nil for any other table.
function results.id(value)
    local metatable = debug.getmetatable(value)
    return metatable and rawget(metatable, 'id')
end

return results
