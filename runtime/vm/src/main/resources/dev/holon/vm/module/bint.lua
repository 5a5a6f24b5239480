--- bint
-- require(".bint")(256): whole numbers of 256 bits, for amounts that do not fit into Lua's 64.
--
--   local bint = require(".bint")(256)
--   local sum = bint("100000000000000000000") + 1     --> tostring(sum) == "100000000000000000001"
--   if bint.__lt(balance, quantity) then … end
--
-- The highest bit is the sign; results that do not fit lose their highest bits, as Lua's integers do. Operators take
-- bints, Lua integers, floats without a fraction and texts of digits; with any other number the result is a float.
-- The names are those of lua-bint, which aos programs use.

-- Fills in the functions that make bints and tell what is one.
local function bintMaking(bint, size)
  local function make(words)
    return setmetatable(words, bint)
  end

  function bint.fromuinteger(integer)
    integer = math.tointeger(integer)
    if not integer then
      return nil
    end
    local words = { integer & WORD_MASK, size > 1 and integer >> 32 or nil }
    for i = 3, size do
      words[i] = 0
    end
    return make(words)
  end

  function bint.frominteger(integer)
    integer = math.tointeger(integer)
    local made = bint.fromuinteger(integer)
    if made and integer < 0 then
      for i = 3, size do
        made[i] = WORD_MASK
      end
    end
    return made
  end

  function bint.zero() return bint.fromuinteger(0) end

  function bint.one() return bint.fromuinteger(1) end

  function bint.mininteger()
    local made = bint.zero()
    made[size] = 0x80000000
    return made
  end

  function bint.maxinteger()
    return bint._dec(bint.mininteger())
  end

  function bint.isbint(x) return getmetatable(x) == bint end

  function bint.isintegral(x) return getmetatable(x) == bint or math.type(x) == "integer" end

  function bint.isnumeric(x) return getmetatable(x) == bint or type(x) == "number" end

  function bint.type(x)
    if getmetatable(x) == bint then
      return "bint"
    end
    return math.type(x)
  end

  local function copyOf(x)
    return make(table.move(x, 1, size, 1, {}))
  end

  -- The bint of a number or text, or nil if it has none. A bint is returned itself, unless a copy is wanted.
  function bint.tobint(x, isCopy)
    if getmetatable(x) == bint then
      return isCopy and copyOf(x) or x
    end
    local kind = type(x)
    if kind == "number" then
      return bint.frominteger(x)
    elseif kind == "string" then
      return bint.fromstring(x)
    end
  end

  -- As tobint, and a number that has no bint stays a number.
  function bint.parse(x, isCopy)
    return bint.tobint(x, isCopy) or tonumber(x)
  end

  -- A fresh bint, or an error.
  function bint.new(x)
    local made = bint.tobint(x, true)
    if not made then
      error("value cannot be represented by a bint: " .. tostring(x), 2)
    end
    return made
  end

  return copyOf
end

local function bintPredicates(bint, size)
  local function bitOne(x)
    if getmetatable(x) == bint then
      return x[1] & 1
    end
    return x % 2
  end

  -- Whether all words but the first have a value, and the first another.
  local function isUniform(x, first, others)
    for i = 2, size do
      if x[i] ~= others then
        return false
      end
    end
    return x[1] == first
  end

  function bint.iszero(x)
    if getmetatable(x) == bint then
      return isUniform(x, 0, 0)
    end
    return x == 0
  end

  function bint.isone(x)
    if getmetatable(x) == bint then
      return isUniform(x, 1, 0)
    end
    return x == 1
  end

  function bint.isminusone(x)
    if getmetatable(x) == bint then
      return isUniform(x, WORD_MASK, WORD_MASK)
    end
    return x == -1
  end

  function bint.isneg(x)
    if getmetatable(x) == bint then
      return x[size] & 0x80000000 ~= 0
    end
    return x < 0
  end

  function bint.ispos(x) return not bint.isneg(x) and not bint.iszero(x) end

  function bint.iseven(x) return bitOne(x) == 0 end

  function bint.isodd(x) return bitOne(x) == 1 end
end

-- Comparisons. Those that begin with u take both numbers as without a sign.
local function bintOrder(bint, size)
  local function order(x, y)
    for i = size, 1, -1 do
      if x[i] ~= y[i] then
        return x[i] < y[i] and -1 or 1
      end
    end
    return 0
  end

  local function signedOrder(x, y)
    local xIsNegative, yIsNegative = x[size] >= 0x80000000, y[size] >= 0x80000000
    if xIsNegative ~= yIsNegative then
      return xIsNegative and -1 or 1
    end
    return order(x, y)
  end

  -- -1, 0 or 1: how x stands to y.
  function bint.compare(x, y)
    local left, right = bint.tobint(x), bint.tobint(y)
    if left and right then
      return signedOrder(left, right)
    end
    left, right = bint.tonumber(x), bint.tonumber(y)
    if not left or not right then
      error("attempt to compare a bint with " .. (left and type(y) or type(x)) .. " that is no number", 2)
    end
    return left < right and -1 or left > right and 1 or 0
  end

  function bint.__eq(x, y) return order(x, y) == 0 end

  -- Equality that also takes numbers and texts, which == does not.
  function bint.eq(x, y)
    local left, right = bint.tobint(x), bint.tobint(y)
    if left and right then
      return order(left, right) == 0
    end
    return x == y
  end

  function bint.__lt(x, y) return bint.compare(x, y) < 0 end

  function bint.__le(x, y) return bint.compare(x, y) <= 0 end

  bint.lt, bint.le = bint.__lt, bint.__le

  function bint.ult(x, y) return order(bint.new(x), bint.new(y)) < 0 end

  function bint.ule(x, y) return order(bint.new(x), bint.new(y)) <= 0 end

  function bint.max(x, y) return bint.new(bint.compare(x, y) > 0 and x or y) end

  function bint.min(x, y) return bint.new(bint.compare(x, y) < 0 and x or y) end
end

-- Conversions to Lua's numbers.
local function bintNumbers(bint, size)
  -- The lowest 64 bits of a bint.
  function bint.touinteger(x)
    if getmetatable(x) ~= bint then
      return math.tointeger(x)
    elseif size == 1 then
      return x[1]
    end
    return x[1] | x[2] << 32
  end

  function bint.tointeger(x)
    local integer = bint.touinteger(x)
    if getmetatable(x) == bint and size == 1 and integer >= 0x80000000 then
      return integer - 0x100000000
    end
    return integer
  end

  -- An integer if it fits, else the nearest float.
  function bint.tonumber(x)
    if getmetatable(x) ~= bint then
      return tonumber(x)
    end
    local integer = bint.tointeger(x)
    if bint.__eq(bint.frominteger(integer), x) then
      return integer
    end
    return tonumber(bint.tobase(x, 10) .. ".0")
  end
end

define("bint", function()
  local made = {}

  local function create(bits)
    local size = bits // 32
    local bint = { bits = bits }
    bint.__index = bint
    setmetatable(bint, { __call = function(_, x) return bint.new(x) end })
    local copyOf = bintMaking(bint, size)
    bintPredicates(bint, size)
    bintOrder(bint, size)
    bintNumbers(bint, size)
    bintText(bint, size, copyOf)
    bintBits(bint, size, copyOf)
    bintArithmetic(bint, size, copyOf)
    return bint
  end

  -- The bints of a number of bits, a multiple of 32. Asked for again, it is the same table.
  return function(bits)
    if math.type(bits) ~= "integer" or bits < 32 or bits > 65536 or bits % 32 ~= 0 then
      error("bint needs a number of bits that is a multiple of 32, from 32 to 65536", 2)
    end
    made[bits] = made[bits] or create(bits)
    return made[bits]
  end
end)
