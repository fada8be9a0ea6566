--- Endpoints of the Python extension (exasol-sagemaker-extension on PyPI). They have no row and no tags in AWS. Instead
-- each has a connection, and a UDF that has the endpoint's name and reads that connection.
local facts = require('sme.facts')
local sql = require('sme.sql')

local M = {}

local prefix = 'SME_SAGEMAKER_AUTOPILOT_ENDPOINT_CONNECTION_'

--- @return the connection of an endpoint; nil if the Python extension did not create the endpoint
function M.find_connection(database, endpoint_name)
    local rows = database.run(
        'SELECT CONNECTION_NAME FROM SYS.EXA_ALL_CONNECTIONS WHERE UPPER(CONNECTION_NAME) = '
            .. sql.literal(prefix .. endpoint_name:upper())
    )
    return rows[1] and rows[1][1]
end

--- Drops the UDFs of an endpoint, then its connection. The connection is last, because the same command finds the
-- endpoint by it.
-- @param objects list of { object, name, result } to which the results are added
function M.drop(database, endpoint_name, connection, objects)
    local is_complete = true
    local function drop(object, name, statement)
        local result, message = database.try(statement)
        is_complete = is_complete and result ~= nil
        objects[#objects + 1] = {
            object = object,
            name = name,
            result = result and facts.deletion_results.deleted or 'not deleted: ' .. message,
        }
    end
    local udfs = database.run(
        ('SELECT SCRIPT_SCHEMA, SCRIPT_NAME FROM SYS.EXA_ALL_SCRIPTS WHERE UPPER(SCRIPT_NAME) = %s '):format(
            sql.literal(endpoint_name:upper())
        )
            .. ('AND INSTR(UPPER(SCRIPT_TEXT), %s) > 0 ORDER BY 1, 2'):format(sql.literal(connection:upper()))
    )
    for index = 1, #udfs do
        local name = sql.qualified(udfs[index][1], udfs[index][2])
        drop('prediction UDF', name, 'DROP SCRIPT ' .. name)
    end
    if is_complete then
        drop('connection', connection, 'DROP CONNECTION ' .. sql.identifier(connection))
    else
        objects[#objects + 1] = {
            object = 'connection',
            name = connection,
            result = facts.deletion_results.kept .. 'its prediction UDF still exists',
        }
    end
    database.try('COMMIT')
end

return M
