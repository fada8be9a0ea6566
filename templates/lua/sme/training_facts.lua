--- Limits of Autopilot that several modules check.
local M = {}

-- Autopilot rejects fewer rows, but only minutes after the job was started (docs: autopilot-datasets-problem-types).
M.min_rows = 500

return M
