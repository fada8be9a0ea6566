--- Reserves the name of something that one run of a command creates in AWS: the job of a training, the transform job of
-- a batch prediction. A run writes its row before it exports, and every later statement contains the run's token, so a
-- run whose row another run has taken over can neither change the row nor start anything.
local sql = require('sme.sql')
local transactions = require('sme.transactions')
local unfinished_runs = require('sme.unfinished_runs')

local M = {}

M.EXPORTING, M.STARTING, M.STARTED = 'EXPORTING', 'STARTING', 'STARTED'

--- A token that is unique across sessions and statements, so that no two runs export to the same prefix.
function M.make_token(context)
    return ('%s-%s-%s'):format(os.date('!%Y%m%d%H%M%S', context.now), context.session_id, context.statement_id)
end

local function where(owner, token)
    return (' WHERE %s = %s AND RUN_TOKEN = %s'):format(owner.name_column, sql.literal(owner.name), sql.literal(token))
end

--- The UPDATE of the row that has a token.
-- @param owner { database, table = qualified, name_column, name, token }
-- @param cells list of { column, value }, or of { column, sql = expression }; for NULL the value is nil
function M.update_statement(owner, cells, token)
    local assignments = {}
    for index, cell in ipairs(cells) do
        assignments[index] = ('%s = %s'):format(sql.identifier(cell[1]), cell.sql or sql.value(cell[2]))
    end
    return ('UPDATE %s SET %s'):format(owner.table, table.concat(assignments, ', '))
        .. where(owner, token or owner.token)
end

--- @param result of an UPDATE
function M.has_changed(result)
    return tonumber(tostring(result.rows_affected)) ~= 0
end

--- Updates columns of the run's row and commits.
-- @param token of the row; by default that of the run
-- @param complete function that runs more statements before the COMMIT if the row belongs to the run, and returns a
-- result, or nil and Exasol's message; optional
-- @return whether the row belongs to the run; or nil and Exasol's message
function M.set(owner, cells, token, complete)
    local statement = M.update_statement(owner, cells, token)
    local function update()
        local result, message = owner.database.try(statement)
        if result and complete and M.has_changed(result) then
            local is_complete
            is_complete, message = complete()
            result = is_complete and result
        end
        return result, message
    end
    local result, message = transactions.commit(owner.database, update)
    if not result then
        return nil, message
    end
    return M.has_changed(result)
end

--- Inserts a row and commits.
-- @param row list of { column, value }; a value of nil is left out
-- @param started_at SQL expression for DATETIME; by default the current time
-- @param check see transactions.commit_all
-- @param complete function that runs more statements before the COMMIT and returns a result, or nil and Exasol's
-- message; optional
-- @return the result; false and the refusal of the check; or nil and Exasol's message
function M.insert(database, qualified, row, started_at, check, complete)
    local names, values = { '"DATETIME"' }, { started_at or 'CURRENT_TIMESTAMP' }
    for _, cell in ipairs(row) do
        if cell[2] ~= nil then
            names[#names + 1] = sql.identifier(cell[1])
            values[#values + 1] = sql.value(cell[2])
        end
    end
    local statement = ('INSERT INTO %s (%s) VALUES (%s)'):format(
        qualified,
        table.concat(names, ', '),
        table.concat(values, ', ')
    )
    return transactions.commit_all(database, { statement, complete }, check)
end

--- Writes the row of a run, or takes over the row of an earlier run that has ended. If two sessions try at once, the
-- primary key and the token decide.
-- @param earlier the run to take over, or nil
-- @param row list of { column, value }; for NULL the value is nil
-- @param find function that returns the run that has the name, or nil
-- @param check returns a problem if another run of the same command has written its row. It runs before the COMMIT,
-- while no other session can write to the table, so that exactly one of several runs succeeds.
-- @return whether the run has the name; false, nil and the check's problem; or nil and Exasol's message if the table
-- cannot be written
function M.reserve(owner, earlier, row, find, check)
    if earlier then
        local cells = { { 'DATETIME', sql = 'CURRENT_TIMESTAMP' }, table.unpack(row, 1, #row) }
        return M.set(owner, cells, earlier.token)
    end
    local result, message = M.insert(owner.database, owner.table, row, nil, check)
    if result then
        return true
    elseif result == false then
        return false, nil, message
    elseif find() then
        return false
    end
    return nil, message
end

--- Deletes the run's row and commits.
-- @return the result; or nil and Exasol's message
function M.release(owner)
    return transactions.commit(owner.database, 'DELETE FROM ' .. owner.table .. where(owner, owner.token))
end

--- Decides what an earlier run with the same name or the same parameters means for this run.
-- @param earlier { name, state, session_id, … }
-- @param rules { make_alive_error (earlier, message), make_exists_error (earlier), find_in_aws (earlier: returns
-- 'created', 'missing', 'refused', or nil and a problem) }
-- @return 'take over' or 'adopt' (what it creates exists in AWS); or nil and a problem if the name cannot be used
function M.choose_action(context, earlier, rules)
    if earlier.state ~= M.EXPORTING and earlier.state ~= M.STARTING then
        return nil, rules.make_exists_error(earlier)
    end
    local is_alive, message = unfinished_runs.is_alive(context.database, earlier, context.session_id)
    if is_alive ~= false then
        return nil, rules.make_alive_error(earlier, message)
    elseif earlier.state == M.EXPORTING then
        return 'take over'
    end
    local outcome, problem = rules.find_in_aws(earlier)
    if outcome == 'missing' then
        return 'take over'
    elseif outcome == 'created' then
        return 'adopt'
    end
    return nil, problem or rules.make_exists_error(earlier)
end

--- Looks for another session that runs the same command and has reserved a name since this run looked for earlier runs.
-- @param runs the unfinished runs of the same command
-- @return a problem if that run continues and this one must stop
function M.find_concurrent(context, runs, make_alive_error)
    local problem
    for _, other in ipairs(runs) do
        if other.token ~= context.token then
            local is_alive, message = unfinished_runs.is_alive(context.database, other, context.session_id)
            if is_alive ~= false then
                problem = make_alive_error(other, message)
            end
        end
    end
    return problem
end

return M
