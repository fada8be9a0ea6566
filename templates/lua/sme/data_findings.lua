--- Findings about the data of a training as a whole: its size, its rows, what AWS will make of it.
local csv_lines = require('sme.csv_lines')
local findings_module = require('sme.findings')

local M = {}

local decimal_character = ','
local max_columns = 1000
local min_rows_per_column = 10
-- A dataset must be smaller (docs: API_AutoMLChannel).
local max_bytes = 100e9
-- AWS trains on a sample of larger data; the default of an adjustable quota.
local max_unsampled_bytes = 5e9
-- AUTO chooses the mode by this size (docs: API_AutoMLJobConfig, Mode).
local max_ensembling_bytes = 100e6
-- The hashes of more rows take much memory, so only those that begin with two certain digits are compared.
local max_compared_rows = 5000000
local min_duplicates = 2

local function format_size(bytes)
    local units = { 'bytes', 'KB', 'MB', 'GB', 'TB', 'PB' }
    local unit = 1
    while bytes >= 1000 and unit < #units do
        bytes, unit = bytes / 1000, unit + 1
    end
    return ('%.3g %s'):format(bytes, units[unit])
end

--- The lines that the training exports as SQL, in as few texts as fit into a VARCHAR.
local function list_pieces(columns)
    local expressions = {}
    for index, piece in ipairs(csv_lines.pieces(columns, decimal_character)) do
        expressions[index] = piece.sql
    end
    return expressions
end

--- Requests the size of the data as CSV, and how many rows repeat another one.
-- @return { bytes, compared, distinct } that is filled when the aggregation has run
function M.request(aggregation, columns, rows)
    local size = {}
    local pieces = list_pieces(columns)
    aggregation.add(pieces, function(...)
        local lengths = {}
        for index, piece in ipairs({ ... }) do
            lengths[index] = ('COALESCE(OCTET_LENGTH(%s), 0) + 1'):format(piece)
        end
        local hash = ('HASH_MD5(%s)'):format(table.concat({ ... }, ', '))
        local compared = hash
        if rows > max_compared_rows then
            compared = ("CASE WHEN SUBSTR(%s, 1, 2) = '00' THEN %s END"):format(hash, hash)
        end
        return {
            ('SUM(%s)'):format(table.concat(lengths, ' + ')),
            ('COUNT(%s)'):format(compared),
            ('COUNT(DISTINCT %s)'):format(compared),
        }
    end, function(values)
        size.bytes = tonumber((tostring(values[1] or '0'):gsub(',', '.')))
        size.compared, size.distinct = tonumber(values[2]), tonumber(values[3])
    end)
    return size
end

local function check_duplicates(findings, size, rows)
    local repeated = size.compared - size.distinct
    if repeated < min_duplicates then
        return
    elseif rows > max_compared_rows then
        local share = findings_module.share(repeated, size.compared)
        findings.add('about_duplicate_rows', nil, { share = share, rows = rows })
    else
        findings.add('duplicate_rows', nil, { count = math.tointeger(repeated), rows = rows })
    end
end

local function check_mode(findings, bytes, values, arguments)
    local name = 'chosen_mode'
    if not arguments.mode or arguments.mode == 'AUTO' then
        name = bytes > max_ensembling_bytes and 'expected_tuning' or 'expected_ensembling'
    end
    values.mode = arguments.mode
    findings.add(name, nil, values)
    if not (arguments.max_candidates or arguments.max_runtime_for_automl_job_in_seconds) then
        findings.add('no_limits')
    end
end

--- Adds what the size shows.
-- @param size as request returns it
-- @param examination { counts, exported_rows, columns, arguments }
function M.check(findings, size, examination)
    local rows, exported_rows = examination.counts.rows, examination.exported_rows
    local columns, arguments = examination.columns, examination.arguments
    if #columns > max_columns then
        findings.add('many_columns', nil, { count = #columns, max = max_columns })
    end
    if exported_rows < min_rows_per_column * #columns then
        findings.add('few_rows', nil, { rows = exported_rows, columns = #columns })
    end
    if not size.bytes then
        return
    end
    check_duplicates(findings, size, rows)
    local bytes = size.bytes * exported_rows / rows
    local values = { size = format_size(bytes), rows = exported_rows, columns = #columns }
    if bytes >= max_bytes then
        findings.add('too_large', nil, values)
    elseif bytes > max_unsampled_bytes then
        values.sample = ('%d'):format(exported_rows * max_unsampled_bytes // bytes)
        findings.add('sampled_by_aws', nil, values)
    end
    check_mode(findings, bytes, values, arguments)
end

return M
