--- Whether a metric is minimized or maximized.
local M = {}

--- Metrics that are minimized and whose names do not end in 'loss' or 'error'. AWS may omit the direction of a metric.
local minimized = {
    mse = true,
    rmse = true,
    rmsle = true,
    mae = true,
    mape = true,
    mase = true,
    wape = true,
    perplexity = true,
}

--- Older jobs name metrics as their algorithm does: validation:mse, validation:objective_loss:final.
function M.is_minimized(metric)
    local name = metric:lower():gsub('^%w+:', ''):gsub(':final$', '')
    return minimized[name] or name:match('loss$') ~= nil or name:match('error$') ~= nil
end

return M
