--- Candidates as rows, the best first. A metric is a column of its own for each set of rows that it was computed on;
-- which ones there are depends on problem type and mode, so columns are made of what the job has. METRICS, the last
-- column, holds the same under AWS's own names, for programs.
local cjson = require('cjson')
local sql = require('sme.sql')
local text = require('sme.text')

local M = {}

--- For answers without the direction, which AWS need not give: metrics of which less is better, and that do not end in
-- loss or error.
local minimised = {
    mse = true,
    rmse = true,
    rmsle = true,
    mae = true,
    mape = true,
    mase = true,
    wape = true,
    perplexity = true,
}
local set_order = { Validation = 1, Test = 2, Train = 3 }

--- Older jobs name metrics as their algorithm does: validation:mse, validation:objective_loss:final.
local function is_minimised(metric)
    local name = metric:lower():gsub('^%w+:', ''):gsub(':final$', '')
    return minimised[name] or name:match('loss$') ~= nil or name:match('error$') ~= nil
end

--- BalancedAccuracy of Validation is BALANCED_ACCURACY_VALIDATION.
local function name_column(metric, set)
    local joined = set == '' and metric or metric .. '_' .. set
    return (joined:gsub('(%l)(%u)', '%1_%2')):upper()
end

--- A second value of the same name and set gets a column of its own.
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
        -- lua-cjson reads every number as a float, which Exasol does not take for a DECIMAL.
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

--- Whether less of the objective is better, for all candidates alike: some may lack the direction.
local function is_less_better(rows)
    for _, row in ipairs(rows) do
        if row.direction then
            return row.direction == 'Minimize'
        end
    end
    for _, row in ipairs(rows) do
        if row.metric then
            return is_minimised(row.metric)
        end
    end
    return false
end

--- As AWS chooses: by the objective, then the lower latency. What has no result yet, or never will, comes last.
local function is_better(left, right, less_is_better)
    if left.ranked ~= right.ranked then
        return left.ranked
    elseif left.ranked and left.value ~= right.value then
        if less_is_better then
            return left.value < right.value
        end
        return left.value > right.value
    elseif left.latency ~= right.latency then
        return left.latency < right.latency
    end
    return left.name < right.name
end

--- The objective first, then by name; of each the validation set first.
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

--- @param candidates as the UDF answers them
-- @param options { leading = the columns that every job has, null = Exasol's NULL }
-- @return rows and their columns
function M.make(candidates, options)
    local found = {}
    for index, candidate in ipairs(candidates) do
        found[index] = read(candidate)
    end
    local less_is_better = is_less_better(found)
    table.sort(found, function(left, right)
        return is_better(left, right, less_is_better)
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
