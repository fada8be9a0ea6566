--- Chooses the version of a model that an endpoint serves, and takes over from the row of the endpoint what the command
-- does not specify.
local errors = require('sme.errors')
local model_list = require('sme.model_list')
local prediction_settings = require('sme.prediction_settings')
local text = require('sme.text')
local version_ranking = require('sme.version_ranking')

local M = {}

local max_listed = 20

--- "3 (InProgress), 2 (Completed)"
local function list_versions(versions)
    local parts = {}
    for index = 1, math.min(#versions, max_listed) do
        parts[index] = ('%d (%s)'):format(versions[index].version, versions[index].status or 'status unknown')
    end
    local more = #versions > max_listed and (' and %d more'):format(#versions - max_listed) or ''
    return table.concat(parts, ', ') .. more
end

local function describe_metric(version)
    if not (version.metric and version.value) then
        return 'no known metric'
    end
    return ('%s %.5g'):format(version.metric, version.value)
end

--- @return the versions of a model, newest first; or nil and a problem
local function find_versions(context, model_name)
    local versions, models, is_listed = {}, {}, {}
    for _, version in ipairs(model_list.read(context, {})) do
        if version.model:upper() == model_name:upper() then
            versions[#versions + 1] = version
        elseif not is_listed[version.model] then
            is_listed[version.model] = true
            models[#models + 1] = version.model
        end
    end
    if #versions == 0 then
        local suggestion = text.suggest(model_name, models)
        local values = { table = context.job_table, model = model_name, suggestion = suggestion }
        return nil, errors.format('E-SME-579', values)
    end
    return versions
end

--- @return the version; or nil and a problem
local function choose(arguments, versions)
    local values = { model = arguments.model_name, version = arguments.version, versions = list_versions(versions) }
    if not arguments.version then
        local best = version_ranking.find_best(versions)
        return best, not best and errors.format('E-SME-580.none', values) or nil
    end
    for _, version in ipairs(versions) do
        if version.version == arguments.version then
            return version
        end
    end
    return nil, errors.format('E-SME-580.unknown', values)
end

local function find_of_job(versions, job_name)
    for _, version in ipairs(versions) do
        if version.job:upper() == job_name:upper() then
            return version
        end
    end
    return nil
end

--- @param served the version that the endpoint serves, or nil
-- @return why the served version is kept, or nil; and a problem if the versions cannot be compared
local function compare(arguments, version, served)
    if not (arguments.only_if_better and served) or served.job == version.job then
        return nil
    end
    local values = {
        version = version.version,
        metric = describe_metric(version),
        served = served.version,
        served_metric = describe_metric(served),
    }
    if not (version.value and served.value) or version.metric ~= served.metric then
        return nil, errors.format('E-SME-582', values)
    elseif version_ranking.is_worse(version, served) then
        local remark = 'Version %d (%s) is worse than the served version %d (%s), which was kept.'
        return remark:format(values.version, values.metric, values.served, values.served_metric)
    end
    return nil
end

local function inherit_hosting(arguments, row)
    if arguments.serverless then
        return
    end
    if not arguments.instance_type and row.SERVERLESS_MEMORY_MB and not arguments.instance_count then
        arguments.serverless = {
            memory_mb = math.tointeger(tonumber(row.SERVERLESS_MEMORY_MB)),
            max_concurrency = math.tointeger(tonumber(row.SERVERLESS_MAX_CONCURRENCY)),
        }
        return
    end
    local count = row.INSTANCE_COUNT and math.tointeger(tonumber(row.INSTANCE_COUNT))
    arguments.instance_type = arguments.instance_type or row.INSTANCE_TYPE
    arguments.instance_count = arguments.instance_count or count or 1
end

local function inherit_settings(arguments, row)
    local is_readable, settings = pcall(prediction_settings.read, row.PREDICTION_SETTINGS or '')
    if not is_readable then
        return
    end
    if not arguments.is_given.key_columns then
        arguments.key_columns = settings.keys
    end
    if not arguments.is_given.on_error then
        arguments.on_error, arguments.max_errors = settings.on_error, settings.max_errors
    end
    arguments.parallel_requests = arguments.parallel_requests or math.tointeger(settings.parallel_requests)
    if not arguments.view_name and settings.view then
        -- In quotes, so that the name is not converted to upper case.
        arguments.view_name = '"' .. settings.view.name:gsub('"', '""') .. '"'
        arguments.view_query = settings.view.query
    end
end

--- Sets arguments that are not given to those of the endpoint's row.
-- @param row of the endpoint, or nil
function M.inherit(arguments, row)
    if not row then
        if arguments.instance_type then
            arguments.instance_count = arguments.instance_count or 1
        end
        return
    end
    inherit_hosting(arguments, row)
    inherit_settings(arguments, row)
    arguments.prediction_schema = arguments.prediction_schema or row.PREDICTION_SCHEMA
    arguments.aws_region = arguments.aws_region or row.AWS_REGION
    arguments.aws_credentials_connection_name = arguments.aws_credentials_connection_name
        or row.AWS_CREDENTIALS_CONNECTION_NAME
end

--- Discards what the command specifies about an endpoint that stays as it is.
local function keep_as_it_is(arguments, row)
    for _, key in ipairs({ 'instance_type', 'instance_count', 'serverless', 'parallel_requests', 'view_name' }) do
        arguments[key] = nil
    end
    arguments.view_query, arguments.security = nil, nil
    arguments.is_given = {}
    arguments.job_name, arguments.candidate_name = row.JOB_NAME, row.CANDIDATE_NAME
end

--- Sets job_name of the arguments to the job of the chosen version, or of the served one if it is better and
-- only_if_better is set.
-- @param row of the endpoint, or nil
-- @return { version, remark or nil }; or nil and a problem
function M.resolve(context, arguments, row)
    local versions, problem = find_versions(context, arguments.model_name)
    if not versions then
        return nil, problem
    end
    local served = row and find_of_job(versions, row.JOB_NAME)
    if row and not served then
        local values = { endpoint = row.ENDPOINT_NAME, job = row.JOB_NAME, model = arguments.model_name }
        return nil, errors.format('E-SME-581', values)
    end
    local version, remark
    version, problem = choose(arguments, versions)
    if version then
        remark, problem = compare(arguments, version, served)
    end
    if problem then
        return nil, problem
    end
    arguments.job_name = version.job
    if remark then
        keep_as_it_is(arguments, row)
    end
    return { version = (remark and served or version).version, remark = remark }
end

return M
