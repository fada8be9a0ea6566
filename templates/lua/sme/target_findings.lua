--- Findings about the target of a training: its classes, or its numbers.
local csv_format = require('sme.csv_format')
local errors = require('sme.errors')
local findings_module = require('sme.findings')
local sql = require('sme.sql')
local text = require('sme.text')
local training_facts = require('sme.training_facts')

local M = {}

local decimal_character = ','
-- More classes are counted, but not listed.
local max_listed_classes = 1000
local min_rows_per_class = 10
local max_share = 0.9
local max_usual_classes = 200
-- Labels of which fewer repeat are most likely not classes.
local max_label_share = 0.5
-- A number with fewer values may be a code for classes.
local max_code_values = 20
local shown_classes = 10

--- The labels as Autopilot reads them, with their number of rows, the most frequent first.
-- @return list of { label, rows }; or nil and Exasol's message
local function read_classes(database, from, target)
    local label = csv_format.expression(sql.identifier(target.name), target.type, decimal_character)
    local rows, message = database.try(
        ([[
SELECT "LABEL", CAST(COUNT(*) AS VARCHAR(40)) FROM (SELECT SUBSTR(%s, 1, 2000) AS "LABEL" FROM %s)
WHERE "LABEL" IS NOT NULL GROUP BY "LABEL" ORDER BY COUNT(*) DESC, "LABEL" LIMIT %d]]):format(
            label,
            from,
            max_listed_classes
        )
    )
    if not rows then
        return nil, message
    end
    local classes = {}
    for index = 1, #rows do
        classes[index] = { label = rows[index][1], rows = math.tointeger(tonumber(rows[index][2])) }
    end
    return classes
end

--- A list for a sentence: 'a' (12 rows), 'b' (1 row) and 3 more.
local function list_classes(classes)
    local parts = {}
    for index = 1, math.min(#classes, shown_classes) do
        local rows = classes[index].rows
        parts[index] = ("'%s' (%d %s)"):format(classes[index].label, rows, rows == 1 and 'row' or 'rows')
    end
    local more = #classes > shown_classes and (' and %d more'):format(#classes - shown_classes) or ''
    return table.concat(parts, ', ') .. more
end

local function select(classes, test)
    local selected = {}
    for _, class in ipairs(classes) do
        if test(class) then
            selected[#selected + 1] = class
        end
    end
    return selected
end

--- Labels that differ only in case and surrounding blanks.
local function find_similar(classes)
    local first, similar, is_listed = {}, {}, {}
    for _, class in ipairs(classes) do
        local folded = text.trim(class.label):lower()
        local other = first[folded]
        if other then
            for _, each in ipairs(is_listed[other] and { class } or { other, class }) do
                similar[#similar + 1] = each
            end
            is_listed[other] = true
        else
            first[folded] = class
        end
    end
    return similar
end

local function by_rows(left, right)
    return left.rows < right.rows or left.rows == right.rows and left.label < right.label
end

local function check_classes(findings, classes, counts, target)
    local function add_list(name, selected)
        if #selected > 0 then
            local values = {}
            values.count, values.min = #selected, min_rows_per_class
            values.classes = counts.classes
            values.list, values.column = list_classes(selected), sql.identifier(target.name)
            findings.add(name, target.name, values)
        end
    end
    local rare = select(classes, function(class)
        return class.rows < min_rows_per_class
    end)
    table.sort(rare, by_rows)
    -- If most classes are rare, that is one finding of its own.
    if counts.classes <= max_usual_classes then
        add_list('rare_classes', rare)
    end
    add_list(
        'labels_read_as_missing',
        select(classes, function(class)
            return training_facts.missing_labels[class.label]
        end)
    )
    add_list('labels_differ_in_case', find_similar(classes))
    local largest = classes[1]
    if largest and #classes > 1 and largest.rows >= max_share * counts.with_target then
        local share = findings_module.share(largest.rows, counts.with_target)
        findings.add('imbalanced_classes', target.name, { share = share, label = largest.label })
    end
end

--- Classes of which a sample contains fewer rows than a model needs, although the input has enough. Each class keeps
-- its share in a sample, so it need not be taken.
local function check_sample(findings, classes, examination)
    local rows, sample = examination.counts.with_target, examination.exported_rows
    local lost = select(classes, function(class)
        return class.rows >= min_rows_per_class and class.rows * sample < min_rows_per_class * rows
    end)
    if #lost > 0 then
        table.sort(lost, by_rows)
        local target = examination.chosen.target.name
        local values = { sample = sample, rows = rows, min = min_rows_per_class, list = list_classes(lost) }
        findings.add('classes_lost_in_sample', target, values)
    end
end

local function check_number_of_classes(findings, counts, target)
    local is_nearly_unique = counts.classes > max_label_share * counts.with_target
    if counts.classes == counts.with_target then
        return
    elseif is_nearly_unique then
        findings.add('nearly_unique_labels', target.name, { count = counts.classes, rows = counts.with_target })
    elseif counts.classes > max_usual_classes then
        findings.add('many_classes', target.name, {
            count = counts.classes,
            rows = counts.with_target,
            average = ('%.4g'):format(counts.with_target / counts.classes),
        })
    end
end

--- Adds what the target shows.
-- @param examination { from, counts, exported_rows, chosen, arguments, given_problem_type = as the user set it,
-- is_classification }
-- @return Exasol's message if the labels cannot be read
function M.check(findings, database, examination)
    local counts, target = examination.counts, examination.chosen.target
    local missing = counts.rows - counts.with_target
    if missing > 0 and counts.with_target > 0 then
        findings.add('missing_targets', target.name, { count = missing, rows = counts.rows })
    end
    if counts.with_target == 0 then
        return nil
    end
    if not examination.is_classification then
        local is_undecided = not examination.given_problem_type and csv_format.is_numeric(target.type)
        if is_undecided and counts.classes > 1 and counts.classes <= max_code_values then
            findings.add('few_target_values', target.name, { count = counts.classes })
        end
        return nil
    end
    local problem_type = examination.arguments.problem_type
    if counts.has_numeric_labels and not examination.given_problem_type and problem_type then
        findings.add('numeric_labels', target.name, { type = target.type, problem_type = problem_type })
    end
    check_number_of_classes(findings, counts, target)
    local classes, message = read_classes(database, examination.from, target)
    if not classes then
        return errors.clean(message)
    end
    check_classes(findings, classes, counts, target)
    if examination.arguments.sample_rows then
        check_sample(findings, classes, examination)
    end
    return nil
end

return M
