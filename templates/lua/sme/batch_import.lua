--- Adds the output of a transform job to the target table: all in one transaction, which also stores that it is done.
-- So a batch is imported completely or not at all, and never twice.
local batch_row = require('sme.batch_row')
local batch_staging = require('sme.batch_staging')
local batch_table = require('sme.batch_table')
local batch_target = require('sme.batch_target')
local cjson = require('cjson')
local errors = require('sme.errors')
local lock_wait = require('sme.lock_wait')
local run_reservation = require('sme.run_reservation')
local s3_import = require('sme.s3_import')
local s3_location = require('sme.s3_location')
local sql = require('sme.sql')
local text = require('sme.text')

local M = {}

-- The longest response has a label, probabilities and labels; the UDF always takes three cells.
local max_response_columns = 3
local text_type = 'VARCHAR(2000000) UTF8'
local max_reason_bytes = 1900

--- The columns of the output: the number of the row, the exported columns if the job has no output filter, and the
-- response.
local function list_output_columns(settings, has_filter)
    local columns = { { name = 'N', type = 'DECIMAL(18,0)' } }
    for index = 1, has_filter and 0 or settings.features do
        columns[#columns + 1] = { name = 'F' .. index, type = text_type }
    end
    for index = 1, settings.response_keys and #settings.response_keys or 1 do
        columns[#columns + 1] = { name = 'C' .. index, type = text_type }
    end
    return columns
end

local function create_output_statement(row, columns)
    local definitions = {}
    for index, column in ipairs(columns) do
        definitions[index] = ('%s %s'):format(sql.identifier(column.name), column.type)
    end
    return ('CREATE TABLE %s (%s)'):format(batch_staging.output(row), table.concat(definitions, ', '))
end

--- The staging table as K, joined with the predictions as P.
local function join_predictions(context, row, settings)
    local cells = {}
    for index = 1, max_response_columns do
        local is_given = index <= (settings.response_keys and #settings.response_keys or 1)
        cells[index] = is_given and ('"C%d"'):format(index) or ('CAST(NULL AS %s)'):format(text_type)
    end
    local outputs = '"N" DECIMAL(18,0)'
        .. (settings.classification and ', "PROBABILITY" DOUBLE' or '')
        .. (', "PREDICTION" %s'):format(settings.type)
    local udf_settings = cjson.encode({
        response_keys = settings.response_keys,
        classification = settings.classification,
    })
    return ('%s K JOIN (\n    SELECT %s(%s, "N", %s)\n    EMITS (%s)\n    FROM %s\n) P ON K."N" = P."N"'):format(
        batch_staging.staging(row),
        sql.qualified(context.schema, context.names.results),
        sql.literal(udf_settings),
        table.concat(cells, ', '),
        outputs,
        batch_staging.output(row)
    )
end

--- Counts the rows of the output, and those whose number occurs twice or does not belong to the batch.
local function count_statement(row)
    return ([[
SELECT CAST(COUNT(*) AS VARCHAR(40)), CAST(COUNT(*) - COUNT(DISTINCT O."N") AS VARCHAR(40)),
CAST(COUNT(*) - COUNT(K."N") AS VARCHAR(40)) FROM %s O LEFT JOIN %s K ON O."N" = K."N"]]):format(
        batch_staging.output(row),
        batch_staging.staging(row)
    )
end

local function raise_failed(row, key, message)
    errors.raise(key, {
        batch = row.BATCH_NAME,
        target = batch_table.target(row),
        connection = sql.identifier(row.AWS_CREDENTIALS_CONNECTION_NAME),
        reason = lock_wait.explain(message),
    })
end

--- Imports the files into the output table and checks their row numbers.
-- @return number of rows
local function import_output(context, row, settings, output)
    local database = context.database
    local columns = list_output_columns(settings, output.has_filter)
    local statement = create_output_statement(row, columns)
    local is_done, message = database.try('DROP TABLE IF EXISTS ' .. batch_staging.output(row))
    if is_done then
        is_done, message = database.try(statement)
    end
    if not is_done then
        raise_failed(row, 'E-SME-401.staging', message)
    end
    is_done, message = s3_import.run(database, {
        target = batch_staging.output(row),
        connection = row.AWS_CREDENTIALS_CONNECTION_NAME,
        files = output.outputs,
        columns = columns,
        credentials_form = output.credentials_form,
        region = row.AWS_REGION,
        bucket = s3_location.of_batch_row(row).bucket,
        udf = { schema = context.schema, name = context.names.import },
    })
    if not is_done then
        raise_failed(row, 'E-SME-401.import', message)
    end
    local rows
    rows, message = database.try(count_statement(row))
    if not rows then
        raise_failed(row, 'E-SME-401.staging', message)
    end
    local total, repeated, unknown = tonumber(rows[1][1]), tonumber(rows[1][2]), tonumber(rows[1][3])
    if repeated > 0 or unknown > 0 then
        errors.raise('E-SME-402', {
            batch = row.BATCH_NAME,
            rows = math.tointeger(total),
            repeated = math.tointeger(repeated),
            unknown = math.tointeger(unknown),
        })
    end
    return math.tointeger(total)
end

--- Why rows have no prediction: AWS's reason, and the files without output.
local function describe_failures(output, failed)
    local parts = {}
    if type(output.state.failure_reason) == 'string' then
        parts[1] = output.state.failure_reason
    end
    if #output.missing > 0 then
        parts[#parts + 1] = 'Files without output: ' .. table.concat(output.missing, ', ')
    elseif failed > 0 then
        parts[#parts + 1] = ('The output has %d rows fewer than the input'):format(failed)
    end
    return #parts > 0 and parts or nil
end

local function insert(context, row, settings)
    local database, target =
        context.database, batch_target.find(context.database, row.TARGET_SCHEMA_NAME, row.TARGET_TABLE_NAME)
    local name = batch_table.target(row)
    if not target.columns or target.name ~= row.TARGET_TABLE_NAME then
        local is_created, message =
            database.try(batch_target.create_statement(name, settings, batch_staging.staging(row)))
        if not is_created then
            raise_failed(row, 'E-SME-401.insert', message)
        end
    end
    local rows = join_predictions(context, row, settings)
    local result, message = database.try(batch_target.insert_statement(name, settings, rows, 'P'))
    if not result then
        raise_failed(row, 'E-SME-401.insert', message)
    end
    return math.tointeger(tonumber(tostring(result.rows_affected)))
end

local function import_all(context, row, output)
    local database, settings = context.database, batch_row.read_settings(row)
    import_output(context, row, settings, output)
    local predicted = insert(context, row, settings)
    local failed = math.tointeger(tonumber(row.ROWS_EXPORTED)) - predicted
    local reasons = describe_failures(output, failed)
    local statements = batch_staging.drop_statements(row)
    statements[#statements + 1] =
        run_reservation.update_statement(batch_table.own(context, row.BATCH_NAME, row.RUN_TOKEN), {
            { 'RUN_STATE', batch_table.IMPORTED },
            { 'ROWS_PREDICTED', predicted },
            { 'ROWS_FAILED', failed },
            { 'FAILURE_REASON', reasons and text.cut(table.concat(reasons, '. ') .. '.', max_reason_bytes) },
        })
    local result, message
    for _, statement in ipairs(statements) do
        result, message = database.try(statement)
        if not result then
            raise_failed(row, 'E-SME-401.insert', message)
        end
    end
    if not run_reservation.has_changed(result) then
        errors.raise('E-SME-397', { batch = row.BATCH_NAME, table = context.batch_table })
    end
    result, message = database.try('COMMIT')
    if not result then
        raise_failed(row, 'E-SME-401.insert', message)
    end
end

--- Imports the output. If that fails, nothing has changed and the error is raised again.
-- @param row of the batch, in the state IMPORTING
-- @param output the response of the output UDF
function M.run(context, row, output)
    local is_done, problem = pcall(import_all, context, row, output)
    if not is_done then
        context.database.try('ROLLBACK')
        run_reservation.set(batch_table.own(context, row.BATCH_NAME, row.RUN_TOKEN), {
            { 'RUN_STATE', batch_table.STARTED },
        })
        error(problem, 0)
    end
end

return M
