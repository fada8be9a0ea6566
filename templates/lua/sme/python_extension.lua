--- Endpoints of the Python extension (exasol-sagemaker-extension on PyPI): no row, no tags in AWS, but a connection for
-- each, and a function that has the endpoint's name and reads that connection.
local sql = require('sme.sql')

local M = {}

local prefix = 'SME_SAGEMAKER_AUTOPILOT_ENDPOINT_CONNECTION_'

--- @return the connection of an endpoint, nil where the Python extension did not make it
function M.find_connection(database, endpoint_name)
    local rows = database.run(
        'SELECT CONNECTION_NAME FROM SYS.EXA_ALL_CONNECTIONS WHERE UPPER(CONNECTION_NAME) = '
            .. sql.literal(prefix .. endpoint_name:upper())
    )
    return rows[1] and rows[1][1]
end

--- Drops the functions of an endpoint, then its connection, which is what the same command finds it by.
-- @param objects list of { object, name, result } to which theirs are added
function M.drop(database, endpoint_name, connection, objects)
    local is_complete = true
    local function drop(object, name, statement)
        local done, message = database.try(statement)
        is_complete = is_complete and done ~= nil
        objects[#objects + 1] =
            { object = object, name = name, result = done and 'deleted' or 'not deleted: ' .. message }
    end
    local functions = database.run(
        ('SELECT SCRIPT_SCHEMA, SCRIPT_NAME FROM SYS.EXA_ALL_SCRIPTS WHERE UPPER(SCRIPT_NAME) = %s '):format(
            sql.literal(endpoint_name:upper())
        )
            .. ('AND INSTR(UPPER(SCRIPT_TEXT), %s) > 0 ORDER BY 1, 2'):format(sql.literal(connection:upper()))
    )
    for index = 1, #functions do
        local name = sql.qualified(functions[index][1], functions[index][2])
        drop('prediction UDF', name, 'DROP SCRIPT ' .. name)
    end
    if is_complete then
        drop('connection', connection, 'DROP CONNECTION ' .. sql.identifier(connection))
    else
        objects[#objects + 1] =
            { object = 'connection', name = connection, result = 'kept: its function is still there' }
    end
    database.try('COMMIT')
end

return M
