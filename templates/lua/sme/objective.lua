--- Problem type and objective metric. AWS requires both or neither.
-- Source: API_AutoMLJobObjective and CreateAutoMLJobV2 (ProblemType: "must specify both or none").
local cjson = require('cjson')
local errors = require('sme.errors')
local text = require('sme.text')

local M = {}

local types = { 'Regression', 'BinaryClassification', 'MulticlassClassification' }
-- The first metric of each problem type is AWS's default.
local metrics = {
    Regression = { 'MSE', 'MAE', 'R2', 'RMSE' },
    BinaryClassification = { 'F1', 'Accuracy', 'AUC', 'BalancedAccuracy', 'Precision', 'Recall' },
    MulticlassClassification = { 'Accuracy', 'BalancedAccuracy', 'F1macro', 'PrecisionMacro', 'RecallMacro' },
}

--- A word in the spelling of AWS, regardless of case; nil if no candidate is equal.
local function find(word, candidates)
    for _, candidate in ipairs(candidates) do
        if candidate:lower() == word:lower() then
            return candidate
        end
    end
end

local function list_metrics()
    local seen, names = {}, {}
    for _, name in ipairs(types) do
        for _, metric in ipairs(metrics[name]) do
            if not seen[metric] then
                seen[metric] = true
                names[#names + 1] = metric
            end
        end
    end
    return names
end

--- The metric's name from a JSON object, a text that contains such an object, or the bare name.
-- @return the name; nil for any other value
local function unwrap(objective)
    if type(objective) == 'string' and objective:match('^%s*{') then
        local is_json, decoded = pcall(cjson.decode, objective)
        objective = is_json and decoded or nil
    end
    if type(objective) == 'table' then
        objective = objective.MetricName
    end
    return type(objective) == 'string' and text.trim(objective) or nil
end

local function types_with(metric)
    local found = {}
    for _, name in ipairs(types) do
        if find(metric, metrics[name]) then
            found[#found + 1] = name
        end
    end
    return found
end

local function unknown_type_error(problem_type)
    local suggestion = text.suggest(problem_type, types)
    return errors.format('E-SME-57.problem_type', {
        problem_type = problem_type,
        known = text.list(types),
        suggestion = suggestion,
    })
end

local function unknown_metric_error(objective, name)
    local known = list_metrics()
    return errors.format('E-SME-57.metric', {
        metric = name or (type(objective) == 'table' and cjson.encode(objective)) or tostring(objective),
        known = text.list(known),
        suggestion = name and text.suggest(name, known) or '',
    })
end

--- @param problem_type as given, or nil
-- @param objective as given, or nil
-- @return problem type and metric, either both or neither; or nil, nil and a list of problems
function M.resolve(problem_type, objective)
    local problems, kind, metric = {}, nil, nil
    if problem_type then
        kind = find(problem_type, types)
        if not kind then
            problems[1] = unknown_type_error(problem_type)
        end
    end
    if objective ~= nil then
        local name = unwrap(objective)
        metric = name and find(name, list_metrics())
        if not metric then
            problems[#problems + 1] = unknown_metric_error(objective, name)
        end
    end
    if #problems > 0 then
        return nil, nil, problems
    end
    if kind and not metric then
        return kind, metrics[kind][1]
    elseif metric and not kind then
        local matching = types_with(metric)
        if #matching == 1 then
            return matching[1], metric
        end
        return nil, nil, { errors.format('E-SME-57.no_problem_type', { metric = metric, types = text.list(matching) }) }
    elseif kind and not find(metric, metrics[kind]) then
        local metrics_of_type = text.list(metrics[kind])
        return nil,
            nil,
            {
                errors.format('E-SME-57.mismatch', { metric = metric, problem_type = kind, metrics = metrics_of_type }),
            }
    end
    return kind, metric
end

return M
