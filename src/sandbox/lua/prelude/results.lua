-- The objects that query() answers: read-only views on rows, counted while they are alive.
local debug = debug -- the script gets a smaller one
local null, decimals, errors = ...

local MAXIMUM_OPEN = 250
local CELLS = {}
local open = 0

local results = {}

local function refuse_write()
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
        __newindex = refuse_write,
        __len = function()
            return #columns
        end,
        __pairs = function(row)
            return ipairs(row)
        end,
    }
end

local function count_open()
    if open >= MAXIMUM_OPEN then
        collectgarbage('collect')
    end
    if open >= MAXIMUM_OPEN then
        errors.raise('[p]query function: number of open resultsets exceeds ' .. MAXIMUM_OPEN, 2)
    end
    open = open + 1
end

--- @param answer {id, columns, decimals = positions of columns that arrive as digits, rows, statement_text}
function results.from_rows(answer)
    count_open()
    local row_metatable = make_row_metatable(answer.columns)
    local rows = {}
    for index, cells in ipairs(answer.rows) do
        for _, position in ipairs(answer.decimals) do
            if cells[position] ~= null then
                cells[position] = decimals.from_text(cells[position])
            end
        end
        rows[index] = setmetatable({ [CELLS] = cells }, row_metatable)
    end
    return setmetatable({}, {
        __index = function(_, key)
            if key == 'statement_text' then
                return answer.statement_text
            end
            return rows[key]
        end,
        __newindex = refuse_write,
        __len = function()
            return #rows
        end,
        __pairs = function()
            return ipairs(rows)
        end,
        __gc = function()
            open = open - 1
        end,
        id = answer.id,
    })
end

--- The number under which the sandbox keeps the columns of a result, nil for any other table.
function results.id(value)
    local metatable = debug.getmetatable(value)
    return metatable and rawget(metatable, 'id')
end

return results
