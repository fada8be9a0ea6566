--- Examines the data of a training: everything that the training itself would refuse, and what probably makes its model
-- worse. It changes nothing, and runs a few statements: one counts rows and targets, one the classes, one for each 250
-- columns computes statistics and the size, and one for each 250 columns checks what these statistics suggest, such as
-- the format of dates.
local aggregation = require('sme.aggregation')
local column_findings = require('sme.column_findings')
local column_profile = require('sme.column_profile')
local csv_format = require('sme.csv_format')
local data_findings = require('sme.data_findings')
local errors = require('sme.errors')
local findings_module = require('sme.findings')
local input_source = require('sme.input_source')
local relation_findings = require('sme.relation_findings')
local sql = require('sme.sql')
local target_findings = require('sme.target_findings')
local training_arguments = require('sme.training_arguments')
local training_input = require('sme.training_input')

local M = {}

-- Counting the different values of more cells exactly takes too much time and memory.
local max_exact_cells = 20000000

-- Errors about the target or the weight. The others concern the data as a whole.
local target_codes = { ['E-SME-63'] = true, ['E-SME-64'] = true, ['E-SME-292'] = true, ['E-SME-293'] = true }
local weight_codes = { ['E-SME-86'] = true }
local UNSUPPORTED_TYPES = 'E-SME-60'

local function code_of(problem)
    return problem:match('^[%u-]+%d+')
end

local function add_problems(findings, problems, chosen)
    for _, problem in ipairs(problems) do
        local code = code_of(problem)
        local column = target_codes[code] and chosen.target or weight_codes[code] and chosen.weight
        -- each column with such a type is a finding of its own
        if code ~= UNSUPPORTED_TYPES then
            findings.add_problem(problem, column and column.name)
        end
    end
end

--- The columns that a query can select by name and whose values can be examined.
local function select_examinable(findings, columns)
    local occurrences, examinable = {}, {}
    for _, column in ipairs(columns) do
        occurrences[column.name] = (occurrences[column.name] or 0) + 1
    end
    for _, column in ipairs(columns) do
        if not csv_format.is_supported(column.type) then
            findings.add('unsupported_type', column.name, { type = column.type })
        elseif occurrences[column.name] == 1 and #input_source.check_names({ column }) == 0 then
            examinable[#examinable + 1] = column
        end
    end
    return examinable
end

--- Number of rows when there is no target to count with them.
local function count_rows(database, from)
    local rows, message = database.try('SELECT CAST(COUNT(*) AS VARCHAR(40)) FROM ' .. from)
    if not rows then
        return nil, { errors.format('E-SME-66', { reason = message }) }
    end
    return { rows = math.tointeger(tonumber(rows[1][1])) }, {}
end

local function is_classification(arguments, target)
    local problem_type = arguments.problem_type
    return (problem_type and problem_type ~= 'Regression')
        or not problem_type and not csv_format.is_numeric(target.type)
end

--- Examines the values of the columns.
-- @param examination { from, counts, columns, chosen, arguments, is_classification }
-- @return Exasol's message if a statement fails
local function examine_columns(database, findings, examination)
    local columns, rows = examination.columns, examination.counts.rows
    local target, weight = examination.chosen.target, examination.chosen.weight
    local first = aggregation.new(examination.from)
    local profiles = column_profile.request(first, columns, rows * #columns <= max_exact_cells)
    local size = data_findings.request(first, columns, rows)
    local is_done, message = first.run(database)
    if not is_done then
        return message
    end
    local second = aggregation.new(examination.from)
    local answer = {
        target = target,
        profile = target and profiles[target.name],
        is_classification = examination.is_classification,
        classes = examination.counts.classes or 0,
        rows = rows,
        copies = relation_findings.request_copies(second, findings, columns, profiles, target),
        revealing = {},
    }
    for _, column in ipairs(columns) do
        if column ~= target and column ~= weight then
            local profile = profiles[column.name]
            column_findings.check(findings, profile, rows)
            column_findings.request_details(second, findings, profile)
            if answer.profile then
                relation_findings.request_leak(second, findings, profile, answer)
            end
        end
    end
    local weights = weight and profiles[weight.name]
    if weights and weights.count < rows then
        local values = { count = rows - weights.count, rows = rows, column = sql.identifier(weight.name) }
        findings.add('missing_weights', weight.name, values)
    end
    data_findings.check(findings, size, examination)
    is_done, message = second.run(database)
    return not is_done and message or nil
end

--- Counts rows and targets. The checks of the training see the rows that it would export, but the values are examined
-- in the whole input, even if some of its rows are kept apart or only a sample is exported: these rows are like the
-- whole, and to select them, the database would have to hash or sort the rows in each statement.
-- @return { from, counts, exported_rows }, or nil if the input cannot be read
local function count(database, findings, source, arguments, chosen)
    if not chosen.target then
        local counts, problems = count_rows(database, source.from)
        add_problems(findings, problems, chosen)
        return counts and { from = source.from, counts = counts, exported_rows = counts.rows }
    end
    local without_sample = { holdout_fraction = arguments.holdout_fraction }
    local from, rows_held_out, problem = training_input.restrict(database, source, without_sample, chosen)
    if problem then
        findings.add_problem(problem)
        from = source.from
    end
    local exported, problems = training_input.check_rows(database, from, arguments, chosen)
    add_problems(findings, problems, chosen)
    local counts = exported
    if exported and rows_held_out then
        counts = training_input.check_rows(database, source.from, arguments, chosen)
    end
    if not counts then
        return nil
    end
    local sample_rows = arguments.sample_rows
    local exported_rows = sample_rows and math.min(sample_rows, exported.with_target) or exported.rows
    return { from = source.from, counts = counts, exported_rows = exported_rows }
end

local function examine_rows(database, findings, source, arguments, chosen)
    local given_problem_type = arguments.problem_type
    local examination = count(database, findings, source, arguments, chosen)
    if not examination then
        return
    end
    examination.chosen, examination.arguments = chosen, arguments
    examination.given_problem_type = given_problem_type
    examination.columns = chosen.columns
    local message
    if chosen.target then
        examination.is_classification = is_classification(arguments, chosen.target)
        message = target_findings.check(findings, database, examination)
    end
    if examination.counts.rows > 0 and #chosen.columns > 0 then
        message = examine_columns(database, findings, examination) or message
    end
    if message then
        findings.add('no_rows_examined', nil, { reason = message })
    end
end

--- @param json the parameters of a training; those for AWS can be missing
-- @param context as sme.script_context reads it
-- @return list of findings: { severity, column, name, detail, suggestion }
function M.run(json, context)
    local database = context.database
    local arguments, invalid = training_arguments.read(json, '', '', true)
    if #invalid > 0 then
        errors.raise_all(invalid, 'Nothing was examined.')
    end
    local where = { schema = context.open_schema, session_id = context.session_id }
    local source, failure = input_source.find(database, arguments, where)
    if not source then
        error(failure, 0)
    end
    local problems = {}
    local chosen = training_input.choose(database, source, arguments, problems)
    local findings = findings_module.new(source.columns)
    add_problems(findings, problems, chosen)
    if chosen.holdout_key and #chosen.holdout_key < #arguments.holdout_key_columns then
        -- A key with an unknown column decides nothing.
        arguments.holdout_fraction = nil
    end
    chosen.columns = select_examinable(findings, chosen.columns)
    local function is_examinable(column)
        for _, each in ipairs(chosen.columns) do
            if each == column then
                return true
            end
        end
        return false
    end
    chosen.target = is_examinable(chosen.target) and chosen.target or nil
    chosen.weight = is_examinable(chosen.weight) and chosen.weight or nil
    examine_rows(database, findings, source, arguments, chosen)
    return findings.sorted()
end

return M
