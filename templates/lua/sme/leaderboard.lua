--- Candidates as rows, best first. Each metric has a column for each data set that it was computed on. Which metrics
-- exist depends on problem type and mode, so the columns are derived from the job. METRICS, the last column, contains
-- the same under AWS's own names, for programs.
local cjson = require('cjson')
local metric_direction = require('sme.metric_direction')
local sql = require('sme.sql')
local text = require('sme.text')

local M = {}

local set_order = { Validation = 1, Test = 2, Train = 3 }

--- BalancedAccuracy of the set Validation becomes BALANCED_ACCURACY_VALIDATION.
local function name_column(metric, set)
    local joined = set == '' and metric or metric .. '_' .. set
    return (joined:gsub('(%l)(%u)', '%1_%2')):upper()
end

--- A second value with the same name and set gets its own column.
local function find_free(name, taken)
    local free, number = name, 1
    while taken[free] do
        number = number + 1
        free = name .. '_' .. number
    end
    return free
end

local function read(candidate)
    local row = {
        name = candidate.name,
        status = candidate.status,
        metric = text.optional(candidate.metric),
        value = text.optional(candidate.value),
        direction = text.optional(candidate.direction),
        -- lua-cjson decodes every number as a float, which Exasol does not accept for a DECIMAL.
        seconds = math.tointeger(text.optional(candidate.seconds)),
        failure_reason = text.optional(candidate.failure_reason),
        created = text.optional(candidate.created),
        ended = text.optional(candidate.ended),
        metrics = {},
        by_column = {},
        latency = math.huge,
    }
    row.ranked = row.value ~= nil and row.status == 'Completed'
    for _, each in ipairs(candidate.metrics) do
        local name, set, value = text.optional(each[1]), text.optional(each[2]) or '', text.optional(each[3])
        if name and value then
            row.metrics[#row.metrics + 1] = { metric = name, set = set, value = value }
            local column = find_free(name_column(name, set), row.by_column)
            row.by_column[column] = row.metrics[#row.metrics]
            if name == 'InferenceLatency' then
                row.latency = math.min(row.latency, value)
            end
        end
    end
    return row
end

--- Whether the objective is minimized. Some candidates may lack the direction, so the first one found applies to all.
local function is_objective_minimized(rows)
    for _, row in ipairs(rows) do
        if row.direction then
            return row.direction == 'Minimize'
        end
    end
    for _, row in ipairs(rows) do
        if row.metric then
            return metric_direction.is_minimized(row.metric)
        end
    end
    return false
end

--- The order that AWS uses: by the objective, then by lower latency. Candidates without a result come last.
local function is_better(left, right, is_minimized_objective)
    if left.ranked ~= right.ranked then
        return left.ranked
    elseif left.ranked and left.value ~= right.value then
        if is_minimized_objective then
            return left.value < right.value
        end
        return left.value > right.value
    elseif left.latency ~= right.latency then
        return left.latency < right.latency
    end
    return left.name < right.name
end

--- Columns of the objective first, then by name; for each metric the validation set first.
local function list_columns(rows)
    local columns, objective = {}, nil
    for _, row in ipairs(rows) do
        objective = objective or row.metric
        for name, metric in pairs(row.by_column) do
            columns[name] = columns[name] or { name = name, metric = metric.metric, set = set_order[metric.set] or 4 }
        end
    end
    local ordered = {}
    for _, column in pairs(columns) do
        ordered[#ordered + 1] = column
    end
    table.sort(ordered, function(left, right)
        if (left.metric == objective) ~= (right.metric == objective) then
            return left.metric == objective
        elseif left.metric ~= right.metric then
            return left.metric < right.metric
        elseif left.set ~= right.set then
            return left.set < right.set
        end
        return left.name < right.name
    end)
    return ordered
end

--- @param candidates from the response of the UDF
-- @param options { leading = column definitions that every job has, null = Exasol's NULL }
-- @return rows and their column definitions
function M.make(candidates, options)
    local found = {}
    for index, candidate in ipairs(candidates) do
        found[index] = read(candidate)
    end
    local is_minimized_objective = is_objective_minimized(found)
    table.sort(found, function(left, right)
        return is_better(left, right, is_minimized_objective)
    end)

    local columns = list_columns(found)
    local names = { options.leading }
    for _, column in ipairs(columns) do
        names[#names + 1] = sql.identifier(column.name) .. ' DOUBLE'
    end

    names[#names + 1] = '"METRICS" VARCHAR(2000000)'

    local function or_null(value)
        if value == nil then
            return options.null
        end
        return value
    end
    local rows = {}
    for rank, candidate in ipairs(found) do
        local row = {
            candidate.ranked and rank or options.null,
            candidate.name,
            candidate.status,
            or_null(candidate.metric),
            or_null(candidate.value),
            or_null(candidate.seconds),
            or_null(candidate.failure_reason),
            or_null(candidate.created),
            or_null(candidate.ended),
        }
        for _, column in ipairs(columns) do
            local metric = candidate.by_column[column.name]
            row[#row + 1] = metric and metric.value or options.null
        end
        row[#row + 1] = #candidate.metrics > 0 and cjson.encode(candidate.metrics) or options.null
        rows[rank] = row
    end
    return rows, table.concat(names, ', ')
end

return M
