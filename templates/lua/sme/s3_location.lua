--- Where a run's files go. Each run has its own prefix, so that SageMaker reads neither stale files nor those of
-- another job.
local facts = require('sme.facts')
local text = require('sme.text')

local M = {}

-- Characters that need no escaping in a URL. How Exasol handles others in keys is not documented.
local key_pattern = '^[A-Za-z0-9._/-]*$'
-- CreateAutoMLJob documents 512 characters for S3OutputPath.
local max_uri = 512

local function squeeze(path)
    return (path:gsub('/+', '/'):gsub('^/', ''):gsub('/$', ''))
end

--- The host without FIPS and dual stack, which Lua patterns cannot skip.
local function simplify_host(host)
    return (('.' .. host):gsub('%.s3%-fips([.-])', '.s3%1'):gsub('(%.s3[.-])dualstack%.', '%1'):sub(2))
end

--- Supports s3://bucket/path, https://bucket.s3.region.suffix/path (also with FIPS, dual stack or a VPC endpoint) and
-- https://s3.region.suffix/bucket/path (also of a VPC endpoint). An access point is not a bucket, but its alias is.
-- @return bucket and path; nil for any other URI
function M.parse_uri(uri)
    local bucket, path = uri:match('^s3://([^/]+)(.*)$')
    if not bucket then
        local host, rest = uri:match('^https?://([^/]+)(.*)$')
        if not host then
            return nil
        end
        if host:find('.s3-accesspoint', 1, true) then
            return nil
        end
        host = simplify_host(host)
        bucket, path = host:match(facts.bucket_host_pattern), rest
        -- The leading dot makes the pattern match a VPC endpoint whose host contains no bucket.
        bucket = bucket and ('.' .. bucket):gsub(facts.vpc_endpoint_pattern, ''):sub(2)
        if bucket == '' or not bucket and host:match(facts.path_style_host_pattern) then
            bucket, path = rest:match('^/([^/]+)(.*)$')
        end
    end
    if not bucket or #bucket < 3 or #bucket > 63 or not bucket:match(facts.bucket_pattern) then
        return nil
    end
    return bucket, squeeze(path)
end

--- The Region in an address such as https://bucket.s3.eu-central-1.amazonaws.com; nil if it contains none.
local function find_region(uri)
    local host = simplify_host(uri:match('^https?://([^/]+)') or '')
    local label = select(2, host:match(facts.bucket_host_pattern)) or host:match(facts.path_style_host_pattern)
    return label and label:match(facts.region_pattern)
end

local function check_region(uri, region)
    local named = find_region(uri)
    if region and named and named ~= region then
        return ("must be in the Region '%s' of aws_region, not in '%s'"):format(region, named)
    end
end

local function check_path(path)
    if not path:match(key_pattern) then
        return 'must contain only letters, digits and . _ / -'
    end
    for segment in path:gmatch('[^/]+') do
        if segment == '.' or segment == '..' then
            return "must not contain '.' or '..' as a path segment"
        end
    end
end

--- @param bucket_uri s3_bucket_uri as given
-- @param output_path s3_output_path as given: a path within the bucket (below the path of bucket_uri), or a URI of the
-- same bucket
-- @param region aws_region, or nil if it is not known
-- @return bucket and path; or nil, the name of the invalid parameter and what it must be
function M.resolve(bucket_uri, output_path, region)
    local bucket, base = M.parse_uri(bucket_uri)
    if not bucket then
        return nil, 's3_bucket_uri', "must be a bucket, such as 's3://my-bucket'; for an access point, use its alias"
    end
    for key, uri in pairs({ s3_bucket_uri = bucket_uri, s3_output_path = output_path }) do
        local expected = check_region(uri, region)
        if expected then
            return nil, key, expected
        end
    end
    local path
    if output_path:match('^%a[%w+.-]*://') then
        local other
        other, path = M.parse_uri(output_path)
        if other ~= bucket then
            return nil, 's3_output_path', ("must be in the bucket '%s'"):format(bucket)
        end
    else
        path = squeeze(base .. '/' .. text.trim(output_path))
    end
    local expected = check_path(path)
    if expected then
        return nil, 's3_output_path', expected
    end
    return bucket, path
end

--- S3 keys and URIs of one run of a batch prediction. The output has no token, because a batch has one transform job.
-- @param row of the job, with S3_BUCKET_URI and S3_OUTPUT_PATH
-- @return the location; or nil if the row contains no valid location
function M.of_batch(row, job_name, batch_name, token)
    local bucket, path = M.resolve(row.S3_BUCKET_URI or '', row.S3_OUTPUT_PATH or '')
    if not bucket then
        return nil
    end
    local prefix = squeeze(path .. '/' .. job_name) .. '/batch/' .. batch_name .. '/'
    local uri = ('s3://%s/%s'):format(bucket, prefix)
    return {
        bucket = bucket,
        prefix = prefix,
        input_prefix = ('%sin/%s/'):format(prefix, token),
        input_uri = ('%sin/%s/'):format(uri, token),
        output_uri = uri .. 'out/',
    }
end

--- The location of a batch prediction that has a row.
-- @return { bucket, prefix (of the batch), token (of the run that exported the files) }
function M.of_batch_row(row)
    local bucket, prefix, token = row.S3_INPUT_URI:match('^s3://([^/]+)/(.*)in/([%d-]+)/$')
    return { bucket = bucket, prefix = prefix, token = token }
end

--- S3 keys and URIs of one training run.
-- @param token of the run, so that no two runs export to the same prefix
-- @return the location; or nil and what the output path must be
function M.of_run(bucket, path, job_name, token)
    local folder = squeeze(path .. '/' .. job_name)
    local location = {
        bucket = bucket,
        train_prefix = ('%s/train/%s/'):format(folder, token),
        train_uri = ('s3://%s/%s/train/%s/'):format(bucket, folder, token),
        result_uri = ('s3://%s/%s/output/'):format(bucket, folder),
    }
    local length = math.max(#location.train_uri, #location.result_uri)
    if length > max_uri then
        return nil,
            ('must be shorter: it results in a URI of %d characters, and AWS accepts at most %d'):format(
                length,
                max_uri
            )
    end
    return location
end

return M
