--- Computes many aggregates over the rows of a training in few statements. Each statement reads every row once, and
-- only the columns that it needs. The number of columns and aggregates of a statement is limited, so that a table with
-- thousands of columns does not lead to a statement that the database refuses.
local M = {}

local max_columns, max_aggregates = 250, 1500

--- The expression of each column gets a short alias, so that long names and expressions occur only once.
local function make_aliases()
    local aliases, expressions = {}, {}
    return expressions,
        function(expression)
            if not aliases[expression] then
                expressions[#expressions + 1] = expression
                aliases[expression] = ('"C%d"'):format(#expressions)
            end
            return aliases[expression]
        end
end

local function run_statement(database, from, requests)
    local expressions, find_alias = make_aliases()
    local cells = {}
    for _, request in ipairs(requests) do
        local aliases = {}
        for index, expression in ipairs(request.expressions) do
            aliases[index] = find_alias(expression)
        end
        for _, aggregate in ipairs(request.make(table.unpack(aliases))) do
            cells[#cells + 1] = ('CAST(%s AS VARCHAR(2000))'):format(aggregate)
        end
    end
    for index, expression in ipairs(expressions) do
        expressions[index] = ('%s AS "C%d"'):format(expression, index)
    end
    local statement = ('SELECT %s\nFROM (SELECT %s\nFROM %s)'):format(
        table.concat(cells, ', '),
        table.concat(expressions, ', '),
        from
    )
    local rows, message = database.try(statement)
    return rows and rows[1], message
end

local function to_text(value)
    return type(value) == 'string' and value or nil
end

--- @param from the rows as SQL
-- @return { add, run }
function M.new(from)
    local requests = {}
    local aggregation = { statements = 0 }

    --- @param expressions list of SQL over the columns of the rows
    -- @param make function from the aliases of the expressions to a list of aggregates as SQL
    -- @param receive function that gets the values of these aggregates: text, or nil for NULL
    function aggregation.add(expressions, make, receive)
        requests[#requests + 1] = { expressions = expressions, make = make, receive = receive }
    end

    --- Requests that fit into one statement.
    local function next_batch(first)
        local batch, columns, aggregates = {}, 0, 0
        for index = first, #requests do
            local request = requests[index]
            local placeholders = {}
            for position = 1, #request.expressions do
                placeholders[position] = ''
            end
            request.count = #request.make(table.unpack(placeholders))
            columns, aggregates = columns + #request.expressions, aggregates + request.count
            if #batch > 0 and (columns > max_columns or aggregates > max_aggregates) then
                break
            end
            batch[#batch + 1] = request
        end
        return batch
    end

    --- Runs all requests.
    -- @return true; or nil and Exasol's message
    function aggregation.run(database)
        local first = 1
        while first <= #requests do
            local batch = next_batch(first)
            local values, message = run_statement(database, from, batch)
            if not values then
                return nil, message
            end
            aggregation.statements = aggregation.statements + 1
            local at = 0
            for _, request in ipairs(batch) do
                local own = {}
                for index = 1, request.count do
                    own[index] = to_text(values[at + index])
                end
                at = at + request.count
                request.receive(own)
            end
            first = first + #batch
        end
        requests = {}
        return true
    end

    return aggregation
end

return M
