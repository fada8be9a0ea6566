--- Converts column types from the form that users write to the form that Exasol shows.
local M = {}

local MAX_PRECISION, MAX_CHAR, MAX_VARCHAR = 36, 2000, 2000000

M.accepted_forms = 'BOOLEAN, DATE, TIMESTAMP, TIMESTAMP WITH LOCAL TIME ZONE, DOUBLE, INTEGER, BIGINT, SMALLINT, '
    .. 'TINYINT, DECIMAL(p,s), NUMBER, CHAR(n), VARCHAR(n), HASHTYPE, GEOMETRY or INTERVAL'

--- Names without a size, and the types that Exasol uses for them.
local plain = {
    BOOL = 'BOOLEAN',
    BOOLEAN = 'BOOLEAN',
    DATE = 'DATE',
    DOUBLE = 'DOUBLE',
    ['DOUBLE PRECISION'] = 'DOUBLE',
    FLOAT = 'DOUBLE',
    REAL = 'DOUBLE',
    NUMBER = 'DOUBLE',
    TINYINT = 'DECIMAL(3,0)',
    SHORTINT = 'DECIMAL(9,0)',
    SMALLINT = 'DECIMAL(9,0)',
    INT = 'DECIMAL(18,0)',
    INTEGER = 'DECIMAL(18,0)',
    BIGINT = 'DECIMAL(36,0)',
    DEC = 'DECIMAL(18,0)',
    DECIMAL = 'DECIMAL(18,0)',
    NUMERIC = 'DECIMAL(18,0)',
    CHAR = 'CHAR(1) UTF8',
    CHARACTER = 'CHAR(1) UTF8',
    NCHAR = 'CHAR(1) UTF8',
    CLOB = 'VARCHAR(2000000) UTF8',
    NCLOB = 'VARCHAR(2000000) UTF8',
    ['LONG VARCHAR'] = 'VARCHAR(2000000) UTF8',
    ['CHARACTER LARGE OBJECT'] = 'VARCHAR(2000000) UTF8',
    TIMESTAMP = 'TIMESTAMP',
    ['TIMESTAMP WITH LOCAL TIME ZONE'] = 'TIMESTAMP WITH LOCAL TIME ZONE',
    HASHTYPE = 'HASHTYPE',
    GEOMETRY = 'GEOMETRY',
}

local decimals = { DEC = true, DECIMAL = true, NUMERIC = true, NUMBER = true }
local chars = { CHAR = true, CHARACTER = true, NCHAR = true }
local varchars = {
    VARCHAR = true,
    VARCHAR2 = true,
    NVARCHAR = true,
    NVARCHAR2 = true,
    CLOB = true,
    NCLOB = true,
    ['CHAR VARYING'] = true,
    ['CHARACTER VARYING'] = true,
    ['CHARACTER LARGE OBJECT'] = true,
    ['LONG VARCHAR'] = true,
}

local function read_decimal(size)
    local precision, scale = size:match('^(%d+)$'), '0'
    if not precision then
        precision, scale = size:match('^(%d+),(%d+)$')
    end
    precision, scale = tonumber(precision), tonumber(scale)
    if precision and precision >= 1 and precision <= MAX_PRECISION and scale <= precision then
        return ('DECIMAL(%d,%d)'):format(precision, scale)
    end
end

local function read_text(name, size, max, rest)
    local length = tonumber((size:match('^(%d+)$')))
    local charset = rest:gsub('^CHARACTER SET ', '')
    if length and length >= 1 and length <= max and (charset == '' or charset == 'UTF8' or charset == 'ASCII') then
        return ('%s(%d) %s'):format(name, length, charset == '' and 'UTF8' or charset)
    end
end

local function read_sized(name, size, rest)
    if decimals[name] and rest == '' then
        return read_decimal(size)
    elseif chars[name] then
        return read_text('CHAR', size, MAX_CHAR, rest)
    elseif varchars[name] then
        return read_text('VARCHAR', size, MAX_VARCHAR, rest)
    elseif name == 'FLOAT' and rest == '' and size:match('^%d+$') then
        return 'DOUBLE'
    elseif name == 'TIMESTAMP' and size:match('^%d$') and (rest == '' or rest == 'WITH LOCAL TIME ZONE') then
        return ('TIMESTAMP(%s)%s'):format(size, rest == '' and '' or ' ' .. rest)
    elseif name == 'HASHTYPE' and rest == '' and (size:match('^%d+ BYTE$') or size:match('^%d+ BIT$')) then
        return ('HASHTYPE(%s)'):format(size)
    elseif name == 'GEOMETRY' and rest == '' and size:match('^%d+$') then
        return ('GEOMETRY(%s)'):format(size)
    end
end

--- @param text a type as the user wrote it
-- @return the type as EXA_ALL_COLUMNS shows it; nil if Exasol has no such type
function M.normalize(text)
    local upper = text:upper():gsub('%s+', ' '):gsub('^ ', ''):gsub(' $', '')
    upper = upper:gsub(' ?([(),]) ?', '%1')
    local interval = upper:gsub('%(%d,?%d?%)', ' '):gsub(' +', ' '):gsub(' $', '')
    if interval == 'INTERVAL YEAR TO MONTH' or interval == 'INTERVAL DAY TO SECOND' then
        return (upper:gsub('%)(%u)', ') %1'))
    end
    local name, charset = upper:match('^(.*) (UTF8)$')
    if not name then
        name, charset = upper:match('^(.*) (ASCII)$')
    end
    if name and chars[name] then
        return 'CHAR(1) ' .. charset
    end
    local sized, size, rest = upper:match('^([%u%d ]+)%(([^()]*)%)(.*)$')
    if sized then
        return read_sized(sized, size, (rest:gsub('^ ', '')))
    end
    return plain[upper]
end

return M
