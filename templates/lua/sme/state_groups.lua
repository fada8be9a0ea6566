--- Groups of jobs or endpoints with the same connection and Region. One call of the states UDF reads one group.
local aws_errors = require('sme.aws_errors')
local text = require('sme.text')

local M = {}

--- @param region may be nil, because rows of the Python extension do not contain it
function M.name(connection, region)
    return connection .. '\n' .. (region or '')
end

--- @param response of the UDF about a group
-- @param permissions that the calls need
-- @return the name of the group, and the problems of its calls as one text, or nil
function M.read(response, permissions)
    local region = text.optional(response.region)
    local access = { connection = response.connection, region = region or '?', permissions = permissions }
    local problems = aws_errors.list_problems(response, access)
    return M.name(response.connection, region), #problems > 0 and table.concat(problems, ' ') or nil
end

return M
