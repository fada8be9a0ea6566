--- EXPORT of the training data to S3: Exasol moves the rows, all nodes at once.
local csv_format = require('sme.csv_format')
local sql = require('sme.sql')

local M = {}

-- Files are the unit of parallelism; more than a few a node gain nothing (the earlier extension took four, too).
local files_per_node = 4
-- Rows are dealt out to files unevenly, so each is to get many: an empty file costs more than a thread gains.
local rows_per_file = 1000

function M.file_count(rows, nodes)
    return math.max(1, math.min(nodes * files_per_node, rows // rows_per_file))
end

--- Number of nodes and the session's decimal character.
function M.read_settings(database)
    local row = database.run(
        "SELECT CAST(NPROC() AS VARCHAR(10)), SESSION_PARAMETER(CURRENT_SESSION, 'NLS_NUMERIC_CHARACTERS')"
    )[1]
    return math.tointeger(tonumber(row[1])) or 1, tostring(row[2]):sub(1, 1)
end

--- The widest header line that the columns can make: each name quoted, its own quotes doubled, with separator and line
-- end.
function M.header_bytes(columns)
    local bytes = 2
    for _, column in ipairs(columns) do
        bytes = bytes + #column.name:gsub('"', '""') + 3
    end
    return bytes
end

--- @param export { from, columns, connection, prefix, files, separator }
function M.statement(export)
    local cells = {}
    for index, column in ipairs(export.columns) do
        local name = sql.identifier(column.name)
        cells[index] = ('    %s AS %s'):format(csv_format.expression(name, column.type, export.separator), name)
    end
    local files = {}
    for index = 1, export.files do
        files[index] = '    FILE ' .. sql.literal(('%spart-%04d.csv.gz'):format(export.prefix, index))
    end
    -- Every cell is quoted: names and texts with commas, quotes and line breaks are then safe in every release, and
    -- readers of CSV take a quoted number for the number. REPLACE, because what Exasol does with an object that is
    -- there is not written down.
    return table.concat({
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
        'WITH COLUMN NAMES',
        'REPLACE',
    }, '\n')
end

local function find_mitigation(message, connection)
    local lower = message:lower()
    if lower:find('privilege', 1, true) then
        return (
            'You need the system privilege EXPORT (GRANT EXPORT TO …), the connection (GRANT '
            .. 'CONNECTION %s TO …) and SELECT on the input.'
        ):format(sql.identifier(connection))
    elseif message:find('InvalidAccessKeyId') or message:find('SignatureDoesNotMatch') then
        return ("S3 refuses the keys of the connection '%s': check its USER and IDENTIFIED BY."):format(connection)
    elseif message:find('AccessDenied') or message:find('error code=403') then
        return 'The owner of the keys needs s3:PutObject and s3:AbortMultipartUpload for this prefix.'
    elseif message:find('NoSuchBucket') then
        return ("Check the bucket in the address of the connection '%s'."):format(connection)
    elseif message:find('AuthorizationHeaderMalformed') or message:find('PermanentRedirect') then
        return ("The address of the connection '%s' has to name the bucket's own region."):format(connection)
    elseif lower:find('certificate') or lower:find('ssl') then
        return 'Exasol cannot verify the certificate of S3: something between the database and AWS '
            .. 'answers in its place.'
    elseif
        lower:find('resolve host')
        or lower:find('connect to')
        or lower:find('timed out')
        or lower:find('refused')
    then
        return 'The database cannot reach S3: check its name server, proxy and firewall.'
    end
    return 'Fix what Exasol says and run the same command again.'
end

--- @return number of rows; or nil, Exasol's text and what to do
function M.run(database, export)
    local result, message = database.try(M.statement(export))
    if not result then
        return nil, message, find_mitigation(message, export.connection)
    end
    return math.tointeger(tonumber(tostring(result.etl_rows_written))) or export.rows
end

return M
