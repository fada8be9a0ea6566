--- Limits of Autopilot and rules for values that several modules check.
local M = {}

-- Autopilot rejects fewer rows, but only minutes after the job was started (docs: autopilot-datasets-problem-types).
M.min_rows = 500

-- Text that AWS reads as a number.
M.number_pattern = ' *[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)? *'

-- Words that people write for a missing value, in upper case.
M.missing_words = { 'NA', 'N/A', '#N/A', '#NA', '#NV', 'NAN', '<NA>', 'NULL', '(NULL)', 'NONE', 'NIL', '?', '-' }

-- Labels that pandas, and so the usual readers of CSV files, take for a missing value (docs: pandas.read_csv).
M.missing_labels = {
    ['#N/A'] = true,
    ['#N/A N/A'] = true,
    ['#NA'] = true,
    ['-1.#IND'] = true,
    ['-1.#QNAN'] = true,
    ['-NaN'] = true,
    ['-nan'] = true,
    ['1.#IND'] = true,
    ['1.#QNAN'] = true,
    ['<NA>'] = true,
    ['N/A'] = true,
    ['NA'] = true,
    ['NULL'] = true,
    ['NaN'] = true,
    ['None'] = true,
    ['n/a'] = true,
    ['nan'] = true,
    ['null'] = true,
}

return M
