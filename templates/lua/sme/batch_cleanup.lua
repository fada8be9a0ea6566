--- Removes what a batch prediction leaves: files and model in AWS, and its tables in the database.
local aws_errors = require('sme.aws_errors')
local aws_permissions = require('sme.aws_permissions')
local batch_staging = require('sme.batch_staging')
local s3_location = require('sme.s3_location')
local transactions = require('sme.transactions')
local udf = require('sme.udf')

local M = {}

--- How AWS is called, for errors.
-- @param security the options of the request; nil if it takes none
function M.describe_access(row, security)
    return {
        connection = row.AWS_CREDENTIALS_CONNECTION_NAME,
        region = row.AWS_REGION,
        permissions = aws_permissions.BATCH,
        security = security,
    }
end

--- Calls a UDF about a batch that has a row.
-- @param name of the UDF
-- @param members of the request, besides connection, Region and name
-- @return the response; or nil and the problems as one text
function M.call(context, name, row, members)
    local request = {
        connection = row.AWS_CREDENTIALS_CONNECTION_NAME,
        region = row.AWS_REGION,
        batch_name = row.BATCH_NAME,
    }
    for key, value in pairs(members or {}) do
        request[key] = value
    end
    local response, problem = udf.call(context.database, context.schema, name, request)
    local problems = problem and { problem } or aws_errors.list_problems(response, M.describe_access(row))
    if #problems > 0 then
        return nil, table.concat(problems, ' ')
    end
    return response
end

--- Deletes the files and the model in AWS.
-- @return true; or nil and the problems as one text
function M.remove_from_aws(context, row)
    local location = s3_location.of_batch_row(row)
    local response, problem = M.call(context, context.names.remove, row, {
        bucket = location.bucket,
        prefix = location.prefix,
        model_name = row.MODEL_NAME,
    })
    return response and true, problem
end

--- Drops the tables and commits.
-- @return true; or nil and Exasol's message
function M.drop_tables(context, row)
    local result, message = transactions.commit_all(context.database, batch_staging.drop_statements(row))
    return result and true, message
end

--- @return true; or nil and why something is left
function M.remove_all(context, row)
    local is_removed, problem = M.remove_from_aws(context, row)
    if is_removed then
        is_removed, problem = M.drop_tables(context, row)
    end
    return is_removed, problem
end

return M
