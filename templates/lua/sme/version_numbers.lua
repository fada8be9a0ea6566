--- The numbers of the versions of a model. A version is a training with a model_name whose job was started. It gets its
-- number, one more than the highest of the model, in the transaction that sets its row to STARTING, and keeps it.
--
-- Rows without a number were written before the column VERSION existed, or were recovered. In the order of their start,
-- they have the lowest numbers that no other row has. These are stored together with the next number of their model.
local sql = require('sme.sql')
local table_reader = require('sme.table_reader')

local M = {}

local columns = { 'JOB_NAME', 'MODEL_NAME', 'VERSION', 'RUN_STATE' }

--- @param value of the column VERSION, or of a tag
-- @return the number as an integer; nil if it is not a positive one
function M.read_number(value)
    local number = math.tointeger(tonumber(value))
    return number and number > 0 and number or nil
end

local function is_started(row)
    return (row.RUN_STATE or 'STARTED') == 'STARTED'
end

--- @param rows of one model, the oldest first
-- @return by job name: the number
local function count(rows)
    local numbers, is_taken, next_number = {}, {}, 1
    for _, row in ipairs(rows) do
        local number = M.read_number(row.VERSION)
        if number then
            numbers[row.JOB_NAME], is_taken[number] = number, true
        end
    end
    for _, row in ipairs(rows) do
        if not numbers[row.JOB_NAME] and is_started(row) then
            while is_taken[next_number] do
                next_number = next_number + 1
            end
            numbers[row.JOB_NAME], is_taken[next_number] = next_number, true
        end
    end
    return numbers
end

--- @param condition SQL
-- @return rows, the oldest first; or nil and Exasol's message
local function read_rows(database, qualified, condition)
    local clause = ('WHERE %s ORDER BY "DATETIME", JOB_NAME'):format(condition)
    return table_reader.read(database, qualified, columns, clause)
end

--- Names of models differ in case only if their jobs would have the same name in AWS, which ignores case.
-- @return SQL that is true for the rows of a model
function M.where_model(model_name)
    return ('UPPER(MODEL_NAME) = UPPER(%s)'):format(sql.literal(model_name))
end

--- The versions of all models.
-- @return by job name: { model, version }; or nil and Exasol's message
function M.read_all(database, qualified)
    local rows, message = read_rows(database, qualified, 'MODEL_NAME IS NOT NULL')
    if not rows then
        return nil, message
    end
    local models, versions = {}, {}
    for _, row in ipairs(rows) do
        local key = row.MODEL_NAME:upper()
        models[key] = models[key] or {}
        table.insert(models[key], row)
    end
    for _, model_rows in pairs(models) do
        local numbers = count(model_rows)
        for _, row in ipairs(model_rows) do
            if is_started(row) then
                versions[row.JOB_NAME] = { model = model_rows[1].MODEL_NAME, version = numbers[row.JOB_NAME] }
            end
        end
    end
    return versions
end

local function store(database, qualified, job_name, number)
    local statement = 'UPDATE %s SET VERSION = %d WHERE JOB_NAME = %s'
    return database.try(statement:format(qualified, number, sql.literal(job_name)))
end

--- Gives the row of a job the next number of its model, unless it has one, and stores the numbers of all other
-- versions. The caller's transaction must have written to the table, so that no other session takes the same number.
-- @return the number; or nil and Exasol's message
function M.assign(database, qualified, job_name, model_name)
    local rows, message = read_rows(database, qualified, M.where_model(model_name))
    if not rows then
        return nil, message
    end
    local others, number = {}, nil
    for _, row in ipairs(rows) do
        if row.JOB_NAME == job_name then
            number = M.read_number(row.VERSION)
        else
            others[#others + 1] = row
        end
    end
    if number then
        return number
    end
    local numbers, highest = count(others), 0
    for _, row in ipairs(others) do
        local other = numbers[row.JOB_NAME]
        local is_stored = not other or other == M.read_number(row.VERSION)
        if not is_stored then
            is_stored, message = store(database, qualified, row.JOB_NAME, other)
        end
        if not is_stored then
            return nil, message
        end
        highest = math.max(highest, other or 0)
    end
    number = highest + 1
    local result
    result, message = store(database, qualified, job_name, number)
    if not result then
        return nil, message
    end
    return number
end

--- Gives the row of a recovered job the number that it had, unless another version has it. The caller's transaction
-- must have written to the table.
-- @return true; false and the name of the job that has the number; or nil and Exasol's message
function M.restore(database, qualified, job_name, model_name, number)
    local condition = ('%s AND VERSION = %d AND JOB_NAME <> %s'):format(
        M.where_model(model_name),
        number,
        sql.literal(job_name)
    )
    local rows, message = read_rows(database, qualified, condition)
    if not rows then
        return nil, message
    elseif #rows > 0 then
        return false, rows[1].JOB_NAME
    end
    local result
    result, message = store(database, qualified, job_name, number)
    if not result then
        return nil, message
    end
    return true
end

return M
