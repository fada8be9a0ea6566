--- Lists the versions of all models. A version is a started job whose training had a model_name.
local facts = require('sme.facts')
local job_table = require('sme.job_table')
local jobs = require('sme.jobs')
local sql = require('sme.sql')
local text = require('sme.text')
local utc = require('sme.utc')
local version_numbers = require('sme.version_numbers')
local version_ranking = require('sme.version_ranking')

local M = {}

-- Columns of the job list.
local JOB_NAME, JOB_STATUS, CREATED, DURATION, METRIC, VALUE, ENDPOINTS, ENDPOINT_STATUSES = 1, 2, 4, 6, 7, 8, 10, 11
-- The status of an endpoint that does not exist in AWS.
local missing = 'missing'

--- @return by job name: { model, version }
local function read_versions(database, qualified)
    local versions, message = version_numbers.read_all(database, qualified)
    if not versions then
        error(job_table.unusable_table_error(qualified, message), 0)
    end
    return versions
end

--- The endpoints of a job that exist in AWS.
local function find_serving(row)
    local names, statuses = text.optional(row[ENDPOINTS]), text.optional(row[ENDPOINT_STATUSES])
    if not names then
        return nil
    end
    local serving = {}
    local next_status = (statuses or ''):gmatch('[^,]+')
    for name in names:gmatch('[^,]+') do
        local status = next_status()
        if text.trim(status or '') ~= missing then
            serving[#serving + 1] = text.trim(name)
        end
    end
    return #serving > 0 and table.concat(serving, ', ') or nil
end

--- When the job has ended; nil while it is running.
local function find_end(row)
    local created, duration = text.optional(row[CREATED]), text.optional(row[DURATION])
    if not (facts.ended_job_statuses[row[JOB_STATUS]] and created and duration) then
        return nil
    end
    return utc.write(utc.seconds(created) + math.tointeger(tonumber(tostring(duration))))
end

--- @param context as for jobs.list
-- @param endpoints see jobs.list
-- @return list of { model, version, job, status, metric, value, serving = names of endpoints or nil, ended or nil }:
-- models by name, the newest version of each first
function M.read(context, endpoints)
    local versions = read_versions(context.database, sql.qualified(context.schema, context.names.job_table))
    local found = {}
    for _, row in ipairs(jobs.list(context, endpoints)) do
        local version = versions[row[JOB_NAME]]
        if version then
            found[#found + 1] = {
                model = version.model,
                version = version.version,
                job = row[JOB_NAME],
                status = text.optional(row[JOB_STATUS]),
                metric = text.optional(row[METRIC]),
                value = text.optional(row[VALUE]),
                serving = find_serving(row),
                ended = find_end(row),
            }
        end
    end
    table.sort(found, function(left, right)
        if left.model ~= right.model then
            return left.model < right.model
        end
        return left.version > right.version
    end)
    return found
end

--- The best versions of all models, as keys. Names of models match in any case.
local function find_best_versions(versions)
    local by_model, best = {}, {}
    for _, version in ipairs(versions) do
        local key = version.model:upper()
        by_model[key] = by_model[key] or {}
        table.insert(by_model[key], version)
    end
    for _, of_model in pairs(by_model) do
        local found = version_ranking.find_best(of_model)
        if found then
            best[found] = true
        end
    end
    return best
end

--- @param context as for jobs.list
-- @return rows of the result
function M.run(context)
    local null, rows = context.null, {}
    local versions = M.read(context)
    local best = find_best_versions(versions)
    for index, version in ipairs(versions) do
        rows[index] = {
            version.model,
            version.version,
            version.job,
            version.status or null,
            version.metric or null,
            version.value or null,
            version.serving ~= nil,
            version.serving or null,
            version.ended or null,
            best[version] == true,
        }
    end
    return rows
end

return M
