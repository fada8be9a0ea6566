--- Exports data to S3 with a UDF, for credentials that EXPORT cannot use. All nodes of the database run it in parallel,
-- and the files have the same names and content as those of EXPORT.
local aws_errors = require('sme.aws_errors')
local cjson = require('cjson')
local csv_lines = require('sme.csv_lines')
local errors = require('sme.errors')
local facts = require('sme.facts')
local sql = require('sme.sql')

local M = {}

-- The sum of the codes of so many hexadecimal digits is spread evenly enough over the parts of a node.
local hash_characters = 4

--- The part of a row: a number from 0 to below parts, about equally frequent, that depends only on the content of the
-- row. RANDOM and ROWNUM could change between two evaluations of the same expression.
local function part_expression(pieces, parts)
    if parts == 1 then
        return '0'
    end
    local names = {}
    for index = 1, #pieces do
        names[index] = ('"SME_%d"'):format(index)
    end
    local hash = ('CAST(HASH_MD5(%s) AS VARCHAR(32))'):format(table.concat(names, ', '))
    local codes = {}
    for index = 1, hash_characters do
        codes[index] = ('ASCII(SUBSTR(%s, %d, 1))'):format(hash, index)
    end
    return ('COALESCE(MOD(%s, %d), 0)'):format(table.concat(codes, ' + '), parts)
end

--- How the rows are grouped: by node and by the parts of a node, or, for so few rows that a file for each node would be
-- too many, by parts only.
local function distribute(export)
    local nodes = export.nodes or 1
    if export.files < nodes then
        return '0', export.files
    end
    return 'IPROC()', math.max(1, export.files // nodes)
end

--- @param export as for s3_export.run, with connection, region, bucket, nodes and udf: { schema, name }
-- @return the statement; its result has one row for each file: FILE, ROWS, FAILURE
function M.statement(export)
    local pieces = csv_lines.pieces(export.columns, export.separator)
    local node, parts = distribute(export)
    local texts, arguments, raw = {}, {}, {}
    for index, piece in ipairs(pieces) do
        texts[index] = ('    %s AS "SME_%d"'):format(piece.sql, index)
        arguments[index] = ('"SME_%d"'):format(index)
        raw[index] = piece.is_raw and 1 or 0
    end
    local request = {
        connection = export.connection,
        region = export.region,
        bucket = export.bucket,
        prefix = export.prefix,
        compression = export.compression or 'gzip',
        parts = parts,
        raw = raw,
        header = export.header ~= false and csv_lines.header(export.columns) or nil,
    }
    return table.concat({
        'SELECT "FILE", CAST("ROWS" AS VARCHAR(40)), "FAILURE" FROM (',
        ('SELECT %s(%s, "SME_NODE", "SME_PART", %s)'):format(
            sql.qualified(export.udf.schema, export.udf.name),
            sql.literal(cjson.encode(request)),
            table.concat(arguments, ', ')
        ),
        ('FROM (SELECT "SME_NODE", %s AS "SME_PART", %s FROM ('):format(
            part_expression(pieces, parts),
            table.concat(arguments, ', ')
        ),
        'SELECT',
        ('    %s AS "SME_NODE",'):format(node),
        table.concat(texts, ',\n'),
        'FROM ' .. export.from,
        '))',
        'GROUP BY "SME_NODE", "SME_PART"',
        ')',
    }, '\n')
end

--- Describes a failure as EXPORT would, with AWS's code and message. Problems that EXPORT does not have are complete
-- errors, in export.problem.
local function describe(export, response)
    local failure = (response.failures or {})[1]
    local is_credential_problem = failure
        and (failure.kind == 'boto3' or failure.role_arn or facts.expired_token_codes[failure.code])
    if not failure or is_credential_problem then
        local access = { connection = export.connection, region = tostring(export.region) }
        export.problem = table.concat(aws_errors.list_problems(response, access), ' ')
        return export.problem
    end
    return ('%s failed: %s: %s'):format(failure.operation, failure.code, errors.clean(failure.message))
end

--- @return number of rows written; or nil and a message; export.problem is set if it is a complete error
function M.run(database, export)
    local files, message = database.try(M.statement(export))
    if not files then
        return nil, message
    end
    local rows = 0
    for index = 1, #files do
        local failure = files[index][3]
        if type(failure) == 'string' and failure ~= '' then
            return nil, describe(export, cjson.decode(failure))
        end
        rows = rows + math.tointeger(tonumber(tostring(files[index][2])))
    end
    return rows
end

return M
