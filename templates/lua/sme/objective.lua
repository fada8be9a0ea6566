--- Problem type and objective metric. AWS wants both or neither.
-- Source: API_AutoMLJobObjective and CreateAutoMLJobV2 (ProblemType: "must specify both or none").
local cjson = require('cjson')
local errors = require('sme.errors')
local text = require('sme.text')

local M = {}

local types = { 'Regression', 'BinaryClassification', 'MulticlassClassification' }
-- The first metric of each is the one that AWS takes by default.
local metrics = {
    Regression = { 'MSE', 'MAE', 'R2', 'RMSE' },
    BinaryClassification = { 'F1', 'Accuracy', 'AUC', 'BalancedAccuracy', 'Precision', 'Recall' },
    MulticlassClassification = { 'Accuracy', 'BalancedAccuracy', 'F1macro', 'PrecisionMacro', 'RecallMacro' },
}

--- The spelling of AWS, whatever the case given.
local function find(word, candidates)
    for _, candidate in ipairs(candidates) do
        if candidate:lower() == word:lower() then
            return candidate
        end
    end
end

local function all_metrics()
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

--- The metric's name out of a JSON object, a JSON text of one, or the bare name.
-- @return name, or nil where it is none of them
local function unwrap(objective)
    if type(objective) == 'string' and objective:match('^%s*{') then
        local ok, decoded = pcall(cjson.decode, objective)
        objective = ok and decoded or nil
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

local function word(key, value, expected)
    return errors.word('E-SME-57', ("%s '%s' is none that AWS knows."):format(key, text.shown(value)), expected)
end

--- @param problem_type as given, or nil
-- @param objective as given, or nil
-- @return problem type and metric, both nil or both given; or nil, nil and a list of problems
function M.resolve(problem_type, objective)
    local problems, kind, metric = {}, nil, nil
    if problem_type then
        kind = find(problem_type, types)
        if not kind then
            local otherwise = 'It has to be one of ' .. text.list(types) .. '.'
            problems[1] = word('problem_type', problem_type, text.suggest(problem_type, types, otherwise))
        end
    end
    if objective ~= nil then
        local name = unwrap(objective)
        metric = name and find(name, all_metrics())
        if not metric then
            local shown = name or (type(objective) == 'table' and cjson.encode(objective)) or tostring(objective)
            local otherwise = 'It has to be one of ' .. text.list(all_metrics()) .. '.'
            problems[#problems + 1] =
                word('objective', shown, name and text.suggest(name, all_metrics(), otherwise) or otherwise)
        end
    end
    if #problems > 0 then
        return nil, nil, problems
    end
    if kind and not metric then
        return kind, metrics[kind][1]
    elseif metric and not kind then
        local fitting = types_with(metric)
        if #fitting == 1 then
            return fitting[1], metric
        end
        return nil,
            nil,
            {
                errors.word(
                    'E-SME-57',
                    ("objective '%s' is given without problem_type, and AWS wants both or neither."):format(metric),
                    'It fits ' .. text.list(fitting) .. ': give problem_type, too.'
                ),
            }
    elseif kind and not find(metric, metrics[kind]) then
        return nil,
            nil,
            {
                errors.word(
                    'E-SME-57',
                    ("objective '%s' does not go with problem_type '%s'."):format(metric, kind),
                    'It can have ' .. text.list(metrics[kind]) .. '.'
                ),
            }
    end
    return kind, metric
end

return M
