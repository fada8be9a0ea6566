--- The AWS permissions that each script needs. An error about a denied call names them.
local M = {}

M.TRAINING = 's3:ListBucket, GetObject, PutObject, DeleteObject on the bucket; '
    .. 'sagemaker:CreateAutoMLJob, CreateAutoMLJobV2, DescribeAutoMLJob, DescribeAutoMLJobV2, AddTags; '
    .. 'iam:PassRole on the role'

M.JOB = 'sagemaker:DescribeAutoMLJob, DescribeAutoMLJobV2, ListAutoMLJobs, ListCandidatesForAutoMLJob, '
    .. 'StopAutoMLJob; s3:ListBucket and GetObject on the output path'

M.JOB_RECOVERY = 'sagemaker:ListAutoMLJobs, ListTags, DescribeAutoMLJob, DescribeAutoMLJobV2; '
    .. 's3:ListBucket, GetObject on the bucket'

M.ENDPOINT_CREATION = 'sagemaker:DescribeAutoMLJob, DescribeAutoMLJobV2, ListCandidatesForAutoMLJob; '
    .. 'CreateModel, DescribeModel, DeleteModel; CreateEndpointConfig, DescribeEndpointConfig, DeleteEndpointConfig; '
    .. 'CreateEndpoint, DescribeEndpoint, DeleteEndpoint; AddTags, ListTags; iam:PassRole on the role of the job'

M.ENDPOINT_DELETION = 'sagemaker:DescribeEndpoint, DeleteEndpoint, DescribeEndpointConfig, DeleteEndpointConfig, '
    .. 'DescribeModel, DeleteModel, ListTags'

M.BATCH = 'sagemaker:DescribeAutoMLJob, DescribeAutoMLJobV2, ListCandidatesForAutoMLJob; CreateModel, DescribeModel, '
    .. 'DeleteModel; CreateTransformJob, DescribeTransformJob, ListTransformJobs, StopTransformJob; AddTags, ListTags; '
    .. 'iam:PassRole on the role of the job; s3:ListBucket, GetObject, PutObject, DeleteObject on the bucket'

M.ENDPOINT_LIST = 'sagemaker:ListEndpoints'

return M
