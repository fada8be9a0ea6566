--- The columns SUPERSEDED and PREVIOUS_JOB_NAME of the endpoint table: what an endpoint served before its updates.
-- SUPERSEDED lists what is not deleted in AWS yet, so that an interrupted update can be completed or undone.
local cjson = require('cjson')

local M = {}

--- What an entry contains, under the names of the columns: enough to serve it again.
local columns = {
    'JOB_NAME',
    'CANDIDATE_NAME',
    'MODEL_NAME',
    'ENDPOINT_CONFIG_NAME',
    'INSTANCE_TYPE',
    'INSTANCE_COUNT',
    'SERVERLESS_MEMORY_MB',
    'SERVERLESS_MAX_CONCURRENCY',
    'PREDICTION_SCHEMA',
    'PREDICTION_UDF',
    'PREDICTION_SETTINGS',
    'AWS_CREDENTIALS_CONNECTION_NAME',
    'PREVIOUS_JOB_NAME',
}

local function is_entry(entry)
    return type(entry) == 'table'
        and type(entry.JOB_NAME) == 'string'
        and type(entry.MODEL_NAME) == 'string'
        and type(entry.ENDPOINT_CONFIG_NAME) == 'string'
end

--- @param row of the endpoint table, or nil
-- @return list of entries, the oldest first; users can write rows, so what is not an entry is left out
function M.read(row)
    local is_decoded, list = pcall(cjson.decode, row and row.SUPERSEDED or '[]')
    local entries = {}
    for _, entry in ipairs(is_decoded and type(list) == 'table' and list or {}) do
        if is_entry(entry) then
            entries[#entries + 1] = entry
        end
    end
    return entries
end

local function make_entry(row)
    local entry = {}
    for _, column in ipairs(columns) do
        entry[column] = row[column]
    end
    return entry
end

--- Sets SUPERSEDED and PREVIOUS_JOB_NAME of the row that replaces the stored one.
-- @param desired the row to write
-- @param row the stored row, or nil
-- @param restored the entry that the endpoint returns to after a failed update, or nil
function M.set(desired, row, restored)
    if not row then
        return
    end
    desired.PREVIOUS_JOB_NAME = row.PREVIOUS_JOB_NAME
    if restored then
        desired.PREVIOUS_JOB_NAME = restored.PREVIOUS_JOB_NAME
    elseif row.JOB_NAME ~= desired.JOB_NAME then
        desired.PREVIOUS_JOB_NAME = row.JOB_NAME
    end
    if row.ENDPOINT_CONFIG_NAME == desired.ENDPOINT_CONFIG_NAME then
        -- The same text, because an object has no fixed order.
        desired.SUPERSEDED = row.SUPERSEDED
        return
    end
    local entries = { make_entry(row) }
    for _, entry in ipairs(M.read(row)) do
        if entry.ENDPOINT_CONFIG_NAME ~= desired.ENDPOINT_CONFIG_NAME then
            table.insert(entries, #entries, entry)
        end
    end
    desired.SUPERSEDED = cjson.encode(entries)
end

--- @param config_name a configuration
-- @return the newest entry that has it, or nil
function M.find(row, config_name)
    local found
    for _, entry in ipairs(M.read(row)) do
        found = entry.ENDPOINT_CONFIG_NAME == config_name and entry or found
    end
    return found
end

--- The configurations that AWS may have for an endpoint, if an update of it was interrupted.
function M.list_configs(row)
    local configs = { row.ENDPOINT_CONFIG_NAME }
    for _, entry in ipairs(M.read(row)) do
        configs[#configs + 1] = entry.ENDPOINT_CONFIG_NAME
    end
    return configs
end

--- The objects of all entries in AWS.
-- @return list of { config_name, model_name }; nil if there are none
function M.list_objects(row)
    local objects = {}
    for index, entry in ipairs(M.read(row)) do
        objects[index] = { config_name = entry.ENDPOINT_CONFIG_NAME, model_name = entry.MODEL_NAME }
    end
    return #objects > 0 and objects or nil
end

return M
