--- text
-- Values as text for people: require(".stringify").format(value), as Eval and print show tables, and
-- require(".pretty").tprint(table), one field a line. For machines there is json.

-- Numbers in order, then texts in order, then other keys as they come: so that the same table always reads the same.
local function sortedKeys(map)
  local keys, others = {}, {}
  for key in pairs(map) do
    local kind = type(key)
    if kind == "number" or kind == "string" then
      keys[#keys + 1] = key
    else
      others[#others + 1] = key
    end
  end
  table.sort(keys, function(a, b)
    if type(a) == type(b) then
      return a < b
    end
    return type(a) == "number"
  end)
  return table.move(others, 1, #others, #keys + 1, keys)
end

local function saysItself(value)
  local meta = getmetatable(value)
  return type(meta) == "table" and meta.__tostring
end

define("stringify", function()
  -- Deeper tables are shown as {...}; so a table that contains itself has an end.
  local DEPTH_MAX = 20
  local stringify = { _version = "0.2.0" }
  local write

  local function add(out, text)
    out[#out + 1] = text
  end

  local function writeTable(value, out, indent, depth)
    local keys = sortedKeys(value)
    if #keys == 0 then
      return add(out, "{}")
    end
    local isList = #keys == #value
    local inner = indent .. "  "
    local before = "{\n"
    for _, key in ipairs(keys) do
      add(out, before)
      add(out, inner)
      if not isList then
        add(out, type(key) == "string" and key or "[" .. tostring(key) .. "]")
        add(out, " = ")
      end
      write(value[key], out, inner, depth + 1)
      before = ",\n"
    end
    add(out, "\n" .. indent .. "}")
  end

  write = function(value, out, indent, depth)
    if type(value) == "string" then
      add(out, '"' .. value .. '"')
    elseif type(value) ~= "table" or saysItself(value) then
      add(out, tostring(value))
    elseif depth == DEPTH_MAX then
      add(out, "{...}")
    else
      writeTable(value, out, indent, depth)
    end
  end

  -- The text of a table; indent says by how many blanks all lines but the first are moved.
  function stringify.format(value, indent)
    local out = {}
    write(value, out, string.rep(" ", indent or 0), 0)
    return table.concat(out)
  end

  return stringify
end)

define("pretty", function()
  local pretty = { _version = "0.2.0" }

  function pretty.tprint(map, indent)
    indent = indent or 0
    local lines = {}
    for _, key in ipairs(sortedKeys(map)) do
      local value = map[key]
      local start = string.rep(" ", indent) .. tostring(key) .. ": "
      if type(value) == "table" and not saysItself(value) then
        lines[#lines + 1] = start .. "\n" .. pretty.tprint(value, indent + 1)
      else
        lines[#lines + 1] = start .. tostring(value) .. "\n"
      end
    end
    return table.concat(lines)
  end

  return pretty
end)

-- Random numbers out of the engine's generator, which gives every node the same ones.
define("chance", function()
  local chance = { _version = "0.2.0" }

  function chance.seed(seed) math.randomseed(seed) end

  function chance.random() return math.random() end

  -- An integer from min to max, both included.
  function chance.integer(min, max) return math.random(min, max) end

  return chance
end)
