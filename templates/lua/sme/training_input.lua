--- What is trained on: source, columns, target, and whether the data will do.
local catalog = require('sme.catalog')
local csv_format = require('sme.csv_format')
local errors = require('sme.errors')
local objective = require('sme.objective')
local query_columns = require('sme.query_columns')
local sql = require('sme.sql')
local text = require('sme.text')

local M = {}

-- Autopilot refuses less, minutes after the job was started (docs: autopilot-datasets-problem-types).
local min_rows = 500

-- Texts that AWS reads as numbers.
local number_pattern = ' *[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)? *'
-- More classes than that are most probably numbers or keys stored as text.
local max_inferred_classes = 1000
-- Exasol allows no longer name.
local max_name = 128

--- Source as SQL, and its columns.
local function find_source(database, arguments, where)
    if arguments.input_query then
        local query, problem = query_columns.normalise(arguments.input_query)
        if not query then
            return nil, problem
        end
        local columns, failure = query_columns.find(database, query, where.schema, where.session_id)
        -- The line break ends a comment at the end of the query.
        return columns and { from = '(\n' .. query .. '\n) "SME_INPUT"', columns = columns, query = query }, failure
    end
    if not (arguments.input_schema_name and arguments.input_table_or_view_name) then
        return nil
    end
    local found, problem = catalog.find_table(database, arguments.input_schema_name, arguments.input_table_or_view_name)
    if not found then
        return nil, problem
    end
    found.from = sql.qualified(found.schema, found.name)
    return found
end

local function find_columns(database, columns, names, key, problems)
    local found = {}
    for _, name in ipairs(names) do
        local column, problem = catalog.find_column(database, columns, name, key)
        if column then
            found[column.name] = column
        end
        problems[#problems + 1] = problem
    end
    return found
end

--- Problems of names that EXPORT cannot select: one that several columns have, and one of an expression without an
-- alias, whose text may not be a quoted name.
local function check_names(columns)
    local problems, seen, repeated, unquotable = {}, {}, {}, {}
    for _, column in ipairs(columns) do
        local name = column.name
        seen[name] = (seen[name] or 0) + 1
        if seen[name] == 2 then
            repeated[#repeated + 1] = name
        end
        if name:find('.', 1, true) or (utf8.len(name) or #name) > max_name then
            unquotable[#unquotable + 1] = text.shown(name)
        end
    end
    if #repeated > 0 then
        local said = ('input_query has several columns of the name %s.'):format(text.list(repeated))
        local fix = 'Give each its own alias (… AS …), or select only one of them.'
        problems[#problems + 1] = errors.word('E-SME-290', said, fix)
    end
    if #unquotable > 0 then
        local said = 'Exasol cannot export columns of the name %s: a name has at most %d characters and no dot.'
        local fix = 'Give the expression an alias in the view or in input_query, such as B*1.19 AS GROSS.'
        problems[#problems + 1] = errors.word('E-SME-291', said:format(text.list(unquotable), max_name), fix)
    end
    return problems
end

--- The columns to export, in the source's order: input_columns where given (and target and weight in any case), else
-- all but exclude_columns.
local function choose_columns(database, source, arguments, problems)
    local wanted = arguments.input_columns
        and find_columns(database, source.columns, arguments.input_columns, 'input_columns', problems)
    local unwanted =
        find_columns(database, source.columns, arguments.exclude_columns or {}, 'exclude_columns', problems)
    local special = {}
    for _, key in ipairs({ 'target_attribute_name', 'sample_weight_column' }) do
        if arguments[key] then
            local column, problem = catalog.find_column(database, source.columns, arguments[key], key)
            problems[#problems + 1] = problem
            if column then
                special[key] = column
                if unwanted[column.name] then
                    local said = ("exclude_columns names '%s', which %s needs."):format(column.name, key)
                    problems[#problems + 1] = errors.word('E-SME-61', said, 'Take it out of the list.')
                end
            end
        end
    end
    local target, weight = special.target_attribute_name, special.sample_weight_column
    local chosen, unsupported = {}, {}
    for _, column in ipairs(source.columns) do
        local is_special = column == target or column == weight
        if is_special or (not wanted or wanted[column.name]) and not unwanted[column.name] then
            chosen[#chosen + 1] = column
            if not csv_format.is_supported(column.type) then
                unsupported[#unsupported + 1] = ('%s %s'):format(column.name, column.type)
            end
        end
    end
    if #unsupported > 0 then
        problems[#problems + 1] = errors.word(
            'E-SME-60',
            ('Columns of types that mean nothing to Autopilot: %s.'):format(text.list(unsupported)),
            'Name them in exclude_columns, or cast them to text or number in a view or in input_query.'
        )
    end
    errors.append(problems, check_names(chosen))
    if target and #chosen - (weight and 1 or 0) < 2 then
        local said = ("Beside the target '%s' no column is left to learn from."):format(target.name)
        problems[#problems + 1] = errors.word('E-SME-61', said, 'Choose more with input_columns or exclude_columns.')
    end
    if target and target == weight then
        local said = ("'%s' is both target and sample weight."):format(target.name)
        problems[#problems + 1] = errors.word('E-SME-86', said, 'Take two columns.')
    end
    if weight and not csv_format.is_numeric(weight.type) then
        local said = ("The sample weight '%s' is no number, but %s."):format(weight.name, weight.type)
        problems[#problems + 1] = errors.word('E-SME-86', said, 'Cast it in a view or in input_query.')
    end
    return chosen, target, weight
end

local function is_text(column)
    return column.type:upper():find('CHAR', 1, true) ~= nil
end

--- One pass over the data answers all that can be asked of it.
local function count(database, source, target, weight)
    local target_column = sql.identifier(target.name)
    local bad_weights = weight and ('COUNT(CASE WHEN %s < 0 THEN 1 END)'):format(sql.identifier(weight.name)) or '0'
    local words = is_text(target)
            and ("COUNT(CASE WHEN %s NOT REGEXP_LIKE '%s' THEN 1 END)"):format(target_column, number_pattern)
        or '0'
    -- As text: a DECIMAL may reach Lua as number, text or userdata.
    local statement = 'SELECT CAST(COUNT(*) AS VARCHAR(40)), CAST(COUNT(%s) AS VARCHAR(40)), '
        .. 'CAST(COUNT(DISTINCT %s) AS VARCHAR(40)), CAST(%s AS VARCHAR(40)), CAST(%s AS VARCHAR(40)) FROM %s'
    local rows, message = database.try(statement:format(target_column, target_column, bad_weights, words, source.from))
    if not rows then
        local said = ('The input cannot be read: %s.'):format(message)
        return nil, errors.word('E-SME-66', said, 'Check that you have SELECT on it, and that the view or query works.')
    end
    local row = rows[1]
    return {
        rows = math.tointeger(tonumber(row[1])),
        with_target = math.tointeger(tonumber(row[2])),
        classes = math.tointeger(tonumber(row[3])),
        bad_weights = math.tointeger(tonumber(row[4])),
        -- target values that are not numbers
        words = math.tointeger(tonumber(row[5])),
    }
end

local function is_classified(target, problem_type)
    return problem_type and problem_type ~= 'Regression' or not problem_type and is_text(target)
end

--- A text of digits is a class: AWS, which sees only the CSV, would train a regression on it.
-- @return problem type and metric (AWS's default for it) to request, or nil, nil and a problem
local function infer_classes(counts, target)
    if counts.classes > max_inferred_classes then
        local said = ("The target '%s' is %s with %d different numbers."):format(
            target.name,
            target.type,
            counts.classes
        )
        local fix = "Set problem_type to 'MulticlassClassification' to predict classes; to predict numbers, cast the "
            .. 'target to DECIMAL or DOUBLE in a view or in input_query.'
        return nil, nil, errors.word('E-SME-292', said, fix)
    end
    return objective.resolve(counts.classes == 2 and 'BinaryClassification' or 'MulticlassClassification')
end

local function check_counts(counts, target, problem_type)
    local problems = {}
    local function add(code, said, mitigation)
        problems[#problems + 1] = errors.word(code, said, mitigation)
    end
    if counts.rows < min_rows then
        add(
            'E-SME-62',
            ('The input has %d rows.'):format(counts.rows),
            ('Autopilot wants at least %d.'):format(min_rows)
        )
    end
    if counts.rows > 0 and counts.with_target == 0 then
        add('E-SME-63', ("The target '%s' is NULL in every row."):format(target.name), 'There is nothing to learn.')
    elseif counts.classes == 1 then
        local said = ("The target '%s' has the same value in every row."):format(target.name)
        add('E-SME-64', said, 'There is nothing to tell apart: at least two values are needed.')
    elseif counts.rows >= min_rows and counts.classes == counts.with_target and is_classified(target, problem_type) then
        local said = ("The target '%s' has another value in each of %d rows."):format(target.name, counts.classes)
        add('E-SME-293', said, 'Choose a target whose values repeat, so that a model can learn classes from it.')
    elseif counts.rows >= min_rows and counts.with_target < min_rows then
        local said = ("Only %d of %d rows have a target '%s'."):format(counts.with_target, counts.rows, target.name)
        add('E-SME-62', said, ('Autopilot leaves out the others and wants at least %d.'):format(min_rows))
    end
    if problem_type == 'Regression' and not csv_format.is_numeric(target.type) then
        problems[#problems + 1] = errors.format('E-SME-65.not_numeric', { target = target.name, type = target.type })
    elseif problem_type == 'BinaryClassification' and counts.classes > 2 then
        problems[#problems + 1] = errors.format('E-SME-65.not_binary', { target = target.name, count = counts.classes })
    end
    if counts.bad_weights > 0 then
        local said = ('The sample weight is negative in %d rows.'):format(counts.bad_weights)
        add('E-SME-86', said, 'Weights have to be zero or more.')
    end
    return problems
end

--- Sets problem_type and metric of the arguments where the target's column type decides what AWS would guess wrongly.
-- @param where { schema, session_id }: where a view may be made for a moment, and a name for it
-- @return { from, schema, name, query, columns, target, weight, rows } as far as found, and a list of problems
function M.examine(database, arguments, where)
    local problems = {}
    local source, failure = find_source(database, arguments, where)
    if not source then
        problems[1] = failure
        return nil, problems
    end
    local columns, target, weight = choose_columns(database, source, arguments, problems)
    if #problems > 0 or not target then
        return nil, problems
    end
    local counts, unreadable = count(database, source, target, weight)
    if not counts then
        return nil, { unreadable }
    end
    local faults = check_counts(counts, target, arguments.problem_type)
    if #faults == 0 and is_text(target) and counts.words == 0 and not arguments.problem_type then
        arguments.problem_type, arguments.metric, faults[1] = infer_classes(counts, target)
    end
    return {
        from = source.from,
        schema = source.schema,
        name = source.name,
        query = source.query,
        columns = columns,
        target = target,
        weight = weight,
        rows = counts.rows,
    },
        faults
end

return M
