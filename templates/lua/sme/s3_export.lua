--- Exports data to S3 with EXPORT, which all nodes of the database run in parallel, or with a UDF if EXPORT cannot use
-- the credentials.
local csv_format = require('sme.csv_format')
local errors = require('sme.errors')
local sql = require('sme.sql')
local udf_export = require('sme.udf_export')

local M = {}

-- Files are the unit of parallelism. More than a few per node do not help; the Python extension uses four, too.
local files_per_node = 4
-- Exasol distributes rows over files unevenly. Files that may stay empty cost more time than another thread saves.
local rows_per_file = 1000

function M.file_count(rows, nodes)
    return math.max(1, math.min(nodes * files_per_node, rows // rows_per_file))
end

--- @return number of nodes, and the session's decimal character
function M.read_settings(database)
    local row = database.run(
        "SELECT CAST(NPROC() AS VARCHAR(10)), SESSION_PARAMETER(CURRENT_SESSION, 'NLS_NUMERIC_CHARACTERS')"
    )[1]
    return math.tointeger(tonumber(row[1])) or 1, tostring(row[2]):sub(1, 1)
end

--- The maximum length of the header line in bytes: each name in quotes, with its own quotes doubled, a separator and
-- the end of the line.
function M.header_bytes(columns)
    local bytes = 2
    for _, column in ipairs(columns) do
        bytes = bytes + #column.name:gsub('"', '""') + 3
    end
    return bytes
end

--- The name of a file below the prefix. EXPORT compresses a file whose name ends with .gz.
-- @param export { compression }
-- @param index from 1
function M.file_name(export, index)
    return ('part-%04d.csv%s'):format(index, export.compression == 'none' and '' or '.gz')
end

--- @param export { from, columns, connection, prefix, files, separator, compression: 'gzip' (default) or 'none',
-- header: false for files without column names }. A column can have an expression: the SQL of its cells, instead of the
-- one that results from its type.
function M.statement(export)
    local cells = {}
    for index, column in ipairs(export.columns) do
        local name = sql.identifier(column.name)
        local cell = column.expression or csv_format.expression(name, column.type, export.separator)
        cells[index] = ('    %s AS %s'):format(cell, name)
    end
    local files = {}
    for index = 1, export.files do
        files[index] = '    FILE ' .. sql.literal(export.prefix .. M.file_name(export, index))
    end
    -- DELIMIT = ALWAYS quotes every cell. So names and texts can contain commas, quotes and line breaks in every
    -- release of Exasol, and readers of CSV accept quoted numbers. Without REPLACE it is not documented what Exasol
    -- does with an object that exists.
    local lines = {
        'EXPORT (',
        'SELECT',
        table.concat(cells, ',\n'),
        'FROM ' .. export.from,
        ')',
        'INTO CSV AT ' .. sql.identifier(export.connection),
        table.concat(files, '\n'),
        "ENCODING = 'UTF-8'",
        "COLUMN SEPARATOR = ','",
        "COLUMN DELIMITER = '\"'",
        "ROW SEPARATOR = 'LF'",
        'DELIMIT = ALWAYS',
    }
    if export.header ~= false then
        lines[#lines + 1] = 'WITH COLUMN NAMES'
    end
    lines[#lines + 1] = 'REPLACE'
    return table.concat(lines, '\n')
end

--- @param export as for run
-- @param message Exasol's message
-- @param outcome what happened to the job name
function M.failed_export_error(export, message, outcome)
    local values = { uri = export.uri, reason = message, outcome = outcome }
    if export.problem then
        values.problem = export.problem
        return errors.format('E-SME-438', values)
    end
    local lower = message:lower()
    if errors.is_refusal(message) then
        values.connection = sql.identifier(export.connection)
        return errors.format('E-SME-70.privilege', values)
    elseif message:find('InvalidAccessKeyId') or message:find('SignatureDoesNotMatch') then
        values.connection = export.connection
        return errors.format('E-SME-70.keys', values)
    elseif message:find('AccessDenied') or message:find('error code=403') then
        return errors.format('E-SME-70.access', values)
    elseif message:find('NoSuchBucket') then
        values.connection = export.connection
        return errors.format('E-SME-70.bucket', values)
    elseif message:find('AuthorizationHeaderMalformed') or message:find('PermanentRedirect') then
        values.connection = export.connection
        return errors.format('E-SME-70.region', values)
    elseif lower:find('certificate') or lower:find('ssl') then
        return errors.format('E-SME-70.certificate', values)
    elseif
        lower:find('resolve host')
        or lower:find('connect to')
        or lower:find('timed out')
        or lower:find('refused')
    then
        return errors.format('E-SME-70.network', values)
    end
    return errors.format('E-SME-70.other', values)
end

--- @param export as for statement, with uri (of the prefix) and rows (of the input); and for a UDF: credentials_form
-- ('json'), region, bucket, nodes, udf = { schema, name }
-- @return number of rows written; or nil and the message of Exasol or AWS for failed_export_error
function M.run(database, export)
    if export.credentials_form == 'json' then
        return udf_export.run(database, export)
    end
    local result, message = database.try(M.statement(export))
    if not result then
        return nil, message
    end
    return math.tointeger(tonumber(tostring(result.etl_rows_written))) or export.rows
end

return M
