--- A training from its parameters to the job: check all, export, write the row, create the job.
local aws_errors = require('sme.aws_errors')
local catalog = require('sme.catalog')
local errors = require('sme.errors')
local job_table = require('sme.job_table')
local own_fault = require('sme.own_fault')
local s3_export = require('sme.s3_export')
local sql = require('sme.sql')
local training_arguments = require('sme.training_arguments')
local training_input = require('sme.training_input')
local udf = require('sme.udf')

local M = {}

-- Files below it, a job in SageMaker, a row.
local taken_codes = { ['E-SME-100'] = true, ['E-SME-101'] = true, ['E-SME-73'] = true }
local most_names = 5

local function raise_after_export(code, said, mitigation)
    error(errors.word(code, said, mitigation), 0)
end

--- What the UDFs are told of the job. Before all is checked, something may be missing in it.
local function make_request(setting, arguments, input, connection)
    local location = arguments.location or {}
    return {
        connection = connection,
        region = arguments.aws_region,
        version = setting.version,
        job_name = arguments.job_name,
        role = arguments.iam_sagemaker_role,
        train_uri = location.train_uri,
        result_uri = location.result_uri,
        target = input and input.target.name,
        problem_type = arguments.problem_type,
        metric = arguments.metric,
        mode = arguments.mode,
        max_runtime_for_automl_job_in_seconds = arguments.max_runtime_for_automl_job_in_seconds,
        max_candidates = arguments.max_candidates,
        max_runtime_per_training_job_in_seconds = arguments.max_runtime_per_training_job_in_seconds,
        sample_weight_column = input and input.weight and input.weight.name,
        validation_fraction = arguments.validation_fraction,
        kms_key_id = arguments.kms_key_id,
        tags = arguments.tags,
    }
end

--- @param moment the job's name is made of it, where only a model name is given: seconds since 1970
-- @return parameters, input and name of the connection; a list of all that can be known to be wrong before a row is
-- exported
local function find_problems(setting, json, moment)
    local database = setting.database
    local arguments, problems = training_arguments.read(json, os.date('!%Y%m%d%H%M%S', moment))
    local where = { schema = setting.open_schema, session_id = setting.session_id }
    local input, faults = training_input.examine(database, arguments, where)
    errors.append(problems, faults)

    local connection
    if arguments.aws_credentials_connection_name then
        local found, problem = catalog.find_connection(database, arguments.aws_credentials_connection_name)
        connection = found
        problems[#problems + 1] = problem
    end
    local location = arguments.location or {}
    if connection then
        local request = make_request(setting, arguments, input, connection)
        request.bucket, request.prefix = location.bucket, location.train_prefix
        local answer, problem = udf.call(database, setting.schema, setting.names.check, request)
        problems[#problems + 1] = problem
        if answer then
            errors.append(
                problems,
                aws_errors.list(answer, { connection = connection, region = tostring(arguments.aws_region) })
            )
        end
    end
    if arguments.job_name then
        errors.append(problems, job_table.check_name(database, setting.job_table, arguments.job_name))
    end
    return arguments, input, connection, problems
end

--- A name made of the time can be taken: by a session that died in this very second, or by a colleague's model of the
-- same name. Nobody asked for that second, so the next one does as well.
-- @return whether nothing else is wrong
local function is_only_taken(arguments, problems)
    for _, problem in ipairs(problems) do
        if not taken_codes[problem:match('^[%u-]+%d+')] then
            return false
        end
    end
    return arguments.model_name ~= nil and #problems > 0
end

local function check(setting, json)
    local arguments, input, connection, problems
    for delay = 0, most_names - 1 do
        arguments, input, connection, problems = find_problems(setting, json, setting.now + delay)
        if not is_only_taken(arguments, problems) then
            break
        end
    end
    if #problems == 0 then
        problems = job_table.check_rights(setting.database, setting.job_table)
    end
    if #problems > 0 then
        errors.raise(problems, 'Nothing was exported, and no job was started.')
    end
    return arguments, input, connection
end

--- Takes files without rows out of the prefix.
-- @return number of files left
local function tidy(setting, run)
    local answer, problem = udf.call(setting.database, setting.schema, setting.names.tidy, {
        connection = run.connection,
        region = run.arguments.aws_region,
        bucket = run.location.bucket,
        prefix = run.location.train_prefix,
        header_bytes = s3_export.header_bytes(run.input.columns),
    })
    local problems = problem and { problem }
        or aws_errors.list(answer, {
            connection = run.connection,
            region = run.arguments.aws_region,
        })
    if #problems > 0 then
        raise_after_export(
            'E-SME-71',
            (
                "%d rows were exported to '%s', but files without rows could not be looked for "
                .. 'there, so no job was started and no row written: %s'
            ):format(run.rows, run.location.train_uri, table.concat(problems, ' ')),
            'Mend that, delete the files and start again, or take another job name.'
        )
    end
    local files = math.tointeger(answer.files)
    if files == 0 then
        raise_after_export(
            'E-SME-71',
            ("The export wrote %d rows, but '%s' holds no file with rows. No job was started, no row written."):format(
                run.rows,
                run.location.train_uri
            ),
            'Check that nothing else removes objects there, and start again.'
        )
    end
    return files
end

--- The row goes in, and is committed, before AWS is asked: a session that dies in between then leaves a row without a
-- job (which polling shows as missing) and never a job without a row. The COMMIT before it ends the transaction that
-- read and exported, so that a row which someone else wrote meanwhile is no collision.
-- @return the row
local function write_row(setting, run)
    local arguments, input, location = run.arguments, run.input, run.location
    local column_names, column_types = job_table.describe_columns(input.columns)
    local objective = arguments.metric and ('{"MetricName":"%s"}'):format(arguments.metric)
    local row = {
        { 'JOB_NAME', arguments.job_name },
        { 'AWS_CREDENTIALS_CONNECTION_NAME', run.connection },
        { 'IAM_SAGEMAKER_ROLE', arguments.iam_sagemaker_role },
        { 'S3_BUCKET_URI', arguments.s3_bucket_uri },
        { 'S3_OUTPUT_PATH', arguments.s3_output_path },
        { 'TARGET_ATTRIBUTE_NAME', input.target.name },
        { 'PROBLEM_TYPE', arguments.problem_type },
        { 'OBJECTIVE', objective },
        { 'MAX_RUNTIME_FOR_AUTOML_JOB_IN_SECONDS', arguments.max_runtime_for_automl_job_in_seconds },
        { 'MAX_CANDIDATES', arguments.max_candidates },
        { 'MAX_RUNTIME_PER_TRAINING_JOB_IN_SECONDS', arguments.max_runtime_per_training_job_in_seconds },
        { 'SESSION_ID', setting.session_id },
        { 'SCRIPT_USER', setting.user },
        { 'COLUMN_NAMES', column_names },
        { 'COLUMN_TYPES', column_types },
        { 'AWS_REGION', arguments.aws_region },
        { 'INPUT_SCHEMA_NAME', input.schema },
        { 'INPUT_TABLE_OR_VIEW_NAME', input.name },
        { 'INPUT_QUERY', input.query },
        { 'S3_TRAIN_URI', location.train_uri },
        { 'S3_RESULT_URI', location.result_uri },
        { 'ROWS_EXPORTED', run.rows },
        { 'FILES_EXPORTED', run.files },
        { 'JOB_MODE', arguments.mode },
        { 'SAMPLE_WEIGHT_COLUMN', input.weight and input.weight.name },
        { 'VALIDATION_FRACTION', arguments.validation_fraction },
        { 'KMS_KEY_ID', arguments.kms_key_id },
        { 'EXTENSION_VERSION', setting.version },
    }
    setting.database.try('COMMIT')
    local done, message = job_table.insert(setting.database, setting.job_table, row)
    if not done then
        raise_after_export(
            'E-SME-74',
            (
                "%d rows in %d files were exported to '%s', but the row of job '%s' could not be "
                .. 'written to %s: %s. No job was started.'
            ):format(
                run.rows,
                run.files,
                location.train_uri,
                arguments.job_name,
                setting.job_table,
                message
            ),
            'Mend that, delete the files and start again, or take another job name.'
        )
    end
    return row
end

--- Takes the row back after AWS said no, and says how all was left.
local function give_up(setting, run, problems)
    local arguments = run.arguments
    local deleted, message = job_table.delete(setting.database, setting.job_table, arguments.job_name)
    local row = deleted and 'its row was taken back'
        or ('its row could not be taken back from %s (%s)'):format(setting.job_table, message)
    raise_after_export(
        'E-SME-75',
        ("Job '%s' was not started, and %s. %d rows in %d files stay at '%s'. %s"):format(
            arguments.job_name,
            row,
            run.rows,
            run.files,
            run.location.train_uri,
            table.concat(problems, ' ')
        ),
        'Then start again with another job name, or delete the files first.'
    )
end

local function start(setting, run)
    local arguments, location = run.arguments, run.location
    local context = { connection = run.connection, region = arguments.aws_region }
    local request = make_request(setting, arguments, run.input, run.connection)
    request.row = job_table.to_object(run.row)
    local answer, problem = udf.call(setting.database, setting.schema, setting.names.start, request)
    local outcome = answer and (answer.outcome or 'refused') or 'unknown'
    if outcome == 'created' then
        return
    end
    local problems = problem and { problem } or aws_errors.list(answer, context)
    if outcome == 'refused' then
        give_up(setting, run, problems)
    end
    raise_after_export(
        'E-SME-76',
        (
            "It is not known whether job '%s' was started. Its row stays in %s, and %d rows in "
            .. "%d files stay at '%s'. %s"
        ):format(
            arguments.job_name,
            setting.job_table,
            run.rows,
            run.files,
            location.train_uri,
            table.concat(problems, ' ')
        ),
        'Poll the job: where AWS does not know it after some minutes, start again with another job name.'
    )
end

--- @param json the parameters
-- @param setting as sme.script_context reads it, with version, names = { check, tidy, start, job_table }
-- @return job name, rows, files and S3 URI of the training data
function M.run(json, setting)
    setting.job_table = sql.qualified(setting.schema, setting.names.job_table)
    local arguments, input, connection = check(setting, json)
    local run = { arguments = arguments, input = input, connection = connection, location = arguments.location }

    local nodes, separator = s3_export.read_settings(setting.database)
    own_fault.leave(
        ("what was exported to '%s'"):format(run.location.train_uri),
        'Delete the files and run the same command again, or take another job name.'
    )
    run.rows = s3_export.run(setting.database, {
        from = input.from,
        columns = input.columns,
        connection = connection,
        prefix = run.location.train_prefix,
        files = s3_export.file_count(input.rows, nodes),
        separator = separator,
        rows = input.rows,
    }, run.location.train_uri)
    run.files = tidy(setting, run)
    own_fault.leave(
        ("the row of job '%s' in %s, where it came to that"):format(arguments.job_name, setting.job_table),
        'Delete files and row and run the same command again, or take another job name.'
    )
    run.row = write_row(setting, run)
    own_fault.leave(
        'and the job, where AWS was asked for it',
        'Poll the job: where AWS does not know it after some minutes, take another job name.'
    )
    start(setting, run)
    return arguments.job_name, run.rows, run.files, run.location.train_uri
end

return M
