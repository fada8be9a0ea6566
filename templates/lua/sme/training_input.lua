--- The input of a training: source, columns, target, and whether Autopilot accepts the data.
local catalog = require('sme.catalog')
local csv_format = require('sme.csv_format')
local errors = require('sme.errors')
local input_source = require('sme.input_source')
local objective = require('sme.objective')
local sql = require('sme.sql')
local text = require('sme.text')
local training_facts = require('sme.training_facts')
local training_rows = require('sme.training_rows')

local M = {}

local min_rows = training_facts.min_rows

-- More classes than this are most likely numbers or keys stored as text.
local max_inferred_classes = 1000
--- The columns to export, in the order of the source: input_columns if given, otherwise all but exclude_columns. Target
-- and weight are always included.
local function choose_columns(database, source, arguments, problems)
    local included = arguments.input_columns
        and input_source.find_columns(database, source.columns, arguments.input_columns, 'input_columns', problems)
    local excluded = input_source.find_columns(
        database,
        source.columns,
        arguments.exclude_columns or {},
        'exclude_columns',
        problems
    )
    local special = {}
    for _, key in ipairs({ 'target_attribute_name', 'sample_weight_column' }) do
        if arguments[key] then
            local column, problem = catalog.find_column(database, source.columns, arguments[key], key)
            problems[#problems + 1] = problem
            if column then
                special[key] = column
                if excluded[column.name] then
                    local values = { column = column.name, key = key }
                    problems[#problems + 1] = errors.format('E-SME-61.excluded', values)
                end
            end
        end
    end
    local target, weight = special.target_attribute_name, special.sample_weight_column
    local chosen, unsupported = {}, {}
    for _, column in ipairs(source.columns) do
        local is_special = column == target or column == weight
        if is_special or (not included or included[column.name]) and not excluded[column.name] then
            chosen[#chosen + 1] = column
            if not csv_format.is_supported(column.type) then
                unsupported[#unsupported + 1] = ('%s %s'):format(column.name, column.type)
            end
        end
    end
    if #unsupported > 0 then
        problems[#problems + 1] = errors.format('E-SME-60', { columns = text.list(unsupported) })
    end
    errors.append(problems, input_source.check_names(chosen))
    if target and #chosen - (weight and 1 or 0) < 2 then
        problems[#problems + 1] = errors.format('E-SME-61.only_target', { target = target.name })
    end
    if target and target == weight then
        problems[#problems + 1] = errors.format('E-SME-86.target', { column = target.name })
    end
    if weight and not csv_format.is_numeric(weight.type) then
        problems[#problems + 1] = errors.format('E-SME-86.not_numeric', { column = weight.name, type = weight.type })
    end
    return chosen, target, weight
end

local function is_text(column)
    return column.type:upper():find('CHAR', 1, true) ~= nil
end

--- Counts everything that the checks need in one pass over the data.
-- @return counts; or nil and a problem
local function count(database, from, target, weight)
    local target_column = sql.identifier(target.name)
    local bad_weights = weight and ('COUNT(CASE WHEN %s < 0 THEN 1 END)'):format(sql.identifier(weight.name)) or '0'
    local pattern = training_facts.number_pattern
    local non_numbers = is_text(target)
            and ("COUNT(CASE WHEN %s NOT REGEXP_LIKE '%s' THEN 1 END)"):format(target_column, pattern)
        or '0'
    -- CAST, because a DECIMAL can reach Lua as number, text or userdata.
    local statement = 'SELECT CAST(COUNT(*) AS VARCHAR(40)), CAST(COUNT(%s) AS VARCHAR(40)), '
        .. 'CAST(COUNT(DISTINCT %s) AS VARCHAR(40)), CAST(%s AS VARCHAR(40)), CAST(%s AS VARCHAR(40)) FROM %s'
    local rows, message = database.try(statement:format(target_column, target_column, bad_weights, non_numbers, from))
    if not rows then
        return nil, errors.format('E-SME-66', { reason = message })
    end
    local row = rows[1]
    return {
        rows = math.tointeger(tonumber(row[1])),
        with_target = math.tointeger(tonumber(row[2])),
        classes = math.tointeger(tonumber(row[3])),
        bad_weights = math.tointeger(tonumber(row[4])),
        non_numbers = math.tointeger(tonumber(row[5])),
    }
end

--- Whether the labels are classes.
local function is_classified(target, problem_type)
    return problem_type and problem_type ~= 'Regression' or not problem_type and is_text(target)
end

--- The problem type for a text column that contains only numbers. Its values are classes, but AWS sees only the CSV
-- file and would train a regression.
-- @return problem type and metric (AWS's default); or nil, nil and a problem
local function infer_classes(counts, target)
    if counts.classes > max_inferred_classes then
        local values = { target = target.name, type = target.type, count = counts.classes }
        return nil, nil, errors.format('E-SME-292', values)
    end
    return objective.resolve(counts.classes == 2 and 'BinaryClassification' or 'MulticlassClassification')
end

--- @return a problem if the rows or target values are too few or too many
local function check_target(counts, target, problem_type)
    if counts.rows > 0 and counts.with_target == 0 then
        return errors.format('E-SME-63', { target = target.name })
    elseif counts.classes == 1 then
        return errors.format('E-SME-64', { target = target.name })
    elseif counts.rows < min_rows then
        return nil
    elseif counts.classes == counts.with_target and is_classified(target, problem_type) then
        return errors.format('E-SME-293', { target = target.name, count = counts.classes })
    elseif counts.with_target < min_rows then
        return errors.format('E-SME-62.targets', {
            count = counts.with_target,
            rows = counts.rows,
            target = target.name,
            min = min_rows,
        })
    end
end

local function check_counts(counts, target, problem_type)
    local problems = {}
    if counts.rows < min_rows then
        problems[1] = errors.format('E-SME-62.rows', { count = counts.rows, min = min_rows })
    end
    problems[#problems + 1] = check_target(counts, target, problem_type)
    if problem_type == 'Regression' and not csv_format.is_numeric(target.type) then
        problems[#problems + 1] = errors.format('E-SME-65.not_numeric', { target = target.name, type = target.type })
    elseif problem_type == 'BinaryClassification' and counts.classes > 2 then
        problems[#problems + 1] = errors.format('E-SME-65.not_binary', { target = target.name, count = counts.classes })
    end
    if counts.bad_weights > 0 then
        problems[#problems + 1] = errors.format('E-SME-86.negative', { count = counts.bad_weights })
    end
    return problems
end

--- Finds the columns of a training.
-- @return { columns, target, weight, holdout_key }, each nil if it cannot be found; problems are added to the list
function M.choose(database, source, arguments, problems)
    local columns, target, weight = choose_columns(database, source, arguments, problems)
    local holdout_key = training_rows.find_key(database, source.columns, arguments, target, problems)
    return { columns = columns, target = target, weight = weight, holdout_key = holdout_key }
end

--- The rows to export: without those that are kept apart, and sampled if the user asks for a sample.
-- @param chosen as choose returns it
-- @return the rows as SQL, and the number of rows that are kept apart; or nil, nil and a problem
function M.restrict(database, source, arguments, chosen)
    local options = { columns = chosen.columns, target = chosen.target, key = chosen.holdout_key }
    return training_rows.restrict(database, source.from, arguments, options)
end

--- Counts rows and targets and checks them. Sets problem_type and metric of the arguments if AWS would infer them
-- wrongly from the CSV file.
-- @param from the rows to export
-- @return counts, or nil if the input cannot be read; and a list of problems
function M.check_rows(database, from, arguments, chosen)
    local target = chosen.target
    local counts, unreadable = count(database, from, target, chosen.weight)
    if not counts then
        return nil, { unreadable }
    end
    local problems = check_counts(counts, target, arguments.problem_type)
    counts.has_numeric_labels = is_text(target) and counts.non_numbers == 0 and counts.with_target > 0
    if #problems == 0 and counts.has_numeric_labels and not arguments.problem_type then
        arguments.problem_type, arguments.metric, problems[1] = infer_classes(counts, target)
    end
    return counts, problems
end

--- Examines the input. Sets problem_type and metric of the arguments if AWS would infer them wrongly from the CSV file.
-- @param where { schema, session_id }: the schema in which a view can be created temporarily, and a part of its name
-- @return { from, schema, name, query, columns, target, weight, rows, holdout_key, rows_held_out, sample_seed } or nil,
-- and a list of problems
function M.examine(database, arguments, where)
    local problems = {}
    local source, failure = input_source.find(database, arguments, where)
    if not source then
        problems[1] = failure
        return nil, problems
    end
    local chosen = M.choose(database, source, arguments, problems)
    if #problems > 0 or not chosen.target then
        return nil, problems
    end
    local from, rows_held_out, no_rows = M.restrict(database, source, arguments, chosen)
    if not from then
        return nil, { no_rows }
    end
    local counts, count_problems = M.check_rows(database, from, arguments, chosen)
    if not counts then
        return nil, count_problems
    end
    return {
        from = from,
        schema = source.schema,
        name = source.name,
        query = source.query,
        columns = chosen.columns,
        target = chosen.target,
        weight = chosen.weight,
        rows = counts.rows,
        holdout_key = chosen.holdout_key,
        rows_held_out = rows_held_out,
        sample_seed = arguments.sample_rows and (arguments.sample_seed or 0),
    },
        count_problems
end

return M
