--- utils
-- require(".utils"): small functions on lists, for who likes to program that way. Each takes its arguments all at once,
-- or some now and the others later: utils.map(f, list) and utils.map(f)(list) are the same.

define("utils", function()
  local utils = { _version = "0.2.0", matchesPattern = matchesValue, matchesSpec = matchesMessage }

  local function joined(bound, ...)
    local all = table.move(bound, 1, bound.n, 1, {})
    local count = select("#", ...)
    for i = 1, count do
      all[bound.n + i] = (select(i, ...))
    end
    return table.unpack(all, 1, bound.n + count)
  end

  -- Makes a function of so many arguments take them in several calls.
  function utils.curry(fn, arity)
    if type(fn) ~= "function" then
      error("curry needs a function", 2)
    end
    if not arity and not (debug and debug.getinfo) then
      error("curry needs the number of arguments", 2)
    end
    arity = arity or debug.getinfo(fn, "u").nparams
    if arity < 2 then
      return fn
    end
    return function(...)
      local bound = table.pack(...)
      if bound.n >= arity then
        return fn(...)
      end
      return utils.curry(function(...) return fn(joined(bound, ...)) end, arity - bound.n)
    end
  end

  -- Lists have elements 1 to n and nothing else.
  local function requireList(value, what)
    local count = 0
    if type(value) == "table" then
      for _ in pairs(value) do
        count = count + 1
      end
    end
    if type(value) ~= "table" or count ~= #value then
      error(what .. " must be a list", 3)
    end
    return value
  end

  local function requireFunction(value, what)
    if type(value) ~= "function" then
      error(what .. " must be a function", 3)
    end
  end

  -- concat(a, b): a new list of the elements of both.
  utils.concat = utils.curry(function(a, b)
    requireList(a, "the first argument of concat")
    requireList(b, "the second argument of concat")
    local all = table.move(a, 1, #a, 1, {})
    return table.move(b, 1, #b, #all + 1, all)
  end, 2)

  -- reduce(fn, initial, list): fn(result, element, index) for each element; without initial the first element starts.
  utils.reduce = utils.curry(function(fn, initial, list)
    requireFunction(fn, "the first argument of reduce")
    requireList(list, "the third argument of reduce")
    local result = initial
    for i, element in ipairs(list) do
      if result == nil then
        result = element
      else
        result = fn(result, element, i)
      end
    end
    return result
  end, 3)

  utils.map = utils.curry(function(fn, list)
    requireFunction(fn, "the first argument of map")
    requireList(list, "the second argument of map")
    local mapped = {}
    for i, element in ipairs(list) do
      mapped[i] = fn(element, i)
    end
    return mapped
  end, 2)

  utils.filter = utils.curry(function(fn, list)
    requireFunction(fn, "the first argument of filter")
    requireList(list, "the second argument of filter")
    local kept = {}
    for _, element in ipairs(list) do
      if fn(element) then
        kept[#kept + 1] = element
      end
    end
    return kept
  end, 2)

  -- find(fn, table): the first value for which fn is true.
  utils.find = utils.curry(function(fn, values)
    requireFunction(fn, "the first argument of find")
    for _, value in pairs(values) do
      if fn(value) then
        return value
      end
    end
  end, 2)

  utils.includes = utils.curry(function(value, list)
    for _, element in ipairs(requireList(list, "the second argument of includes")) do
      if element == value then
        return true
      end
    end
    return false
  end, 2)

  utils.prop = utils.curry(function(name, object) return object[name] end, 2)

  utils.propEq = utils.curry(function(name, value, object) return object[name] == value end, 3)

  function utils.reverse(list)
    local count = #requireList(list, "the argument of reverse")
    local reversed = {}
    for i = 1, count do
      reversed[i] = list[count - i + 1]
    end
    return reversed
  end

  -- compose(f, g, h)(x) is f(g(h(x))).
  utils.compose = utils.curry(function(...)
    local functions = table.pack(...)
    return function(value)
      for i = functions.n, 1, -1 do
        value = functions[i](value)
      end
      return value
    end
  end, 2)

  function utils.keys(map)
    local keys = {}
    for key in pairs(map) do
      keys[#keys + 1] = key
    end
    return keys
  end

  function utils.values(map)
    local values = {}
    for _, value in pairs(map) do
      values[#values + 1] = value
    end
    return values
  end

  return utils
end)
