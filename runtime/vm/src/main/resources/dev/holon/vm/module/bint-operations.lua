--- bint-operations
-- The parts of bint that come before it in the text: reading and writing, bits, arithmetic. Functions whose names begin
-- with one underscore change their first argument, which must be a bint, and return it.

local function bintText(bint, size, copyOf)
  local DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

  -- As many digits as fit below 2^31, and what they count up to: words are read and written so many digits at once.
  local function chunkOf(base)
    local count, value = 1, base
    while value * base < 0x80000000 do
      count, value = count + 1, value * base
    end
    return count, value
  end

  local function requireBase(base)
    if math.type(base) ~= "integer" or base < 2 or base > 36 then
      error("a base is an integer from 2 to 36", 3)
    end
  end

  -- The bint of digits with or without a sign, or nil.
  function bint.frombase(text, base)
    base = base or 10
    requireBase(base)
    local sign, digits = string.match(text, "^([+-]?)(%w+)$")
    if not digits then
      return nil
    end
    local count = chunkOf(base)
    local x = bint.zero()
    for start = 1, #digits, count do
      local chunk = string.sub(digits, start, start + count - 1)
      local value = tonumber(chunk, base)
      if not value then
        return nil
      end
      multiplyByWord(x, math.tointeger(base ^ #chunk), value, size)
    end
    return sign == "-" and bint._unm(x) or x
  end

  -- Reads decimal digits, 0x and hexadecimal ones, or 0b and binary ones.
  function bint.fromstring(text)
    local sign, prefix, digits = string.match(text, "^([+-]?)(0[xXbB])(%w+)$")
    if prefix then
      return bint.frombase(sign .. digits, string.lower(prefix) == "0x" and 16 or 2)
    elseif native.bint_fromtext and string.find(text, "^[+-]?%d+$") then
      return native.bint_fromtext(bint.zero(), text, size)
    end
    return bint.frombase(text, 10)
  end

  local function chunkText(value, base, count)
    local digits = {}
    for i = count, 1, -1 do
      local digit = value % base
      digits[i] = string.sub(DIGITS, digit + 1, digit + 1)
      value = value // base
    end
    return table.concat(digits)
  end

  -- The digits of an integer; in bases other than 10 it is taken as without a sign, unless said otherwise.
  function bint.tobase(x, base, isUnsigned)
    base = base or 10
    requireBase(base)
    if isUnsigned == nil then
      isUnsigned = base ~= 10
    end
    local rest = bint.tobint(x, true)
    if not rest then
      return nil
    elseif base == 10 and not isUnsigned and native.bint_totext then
      return native.bint_totext(rest, size)
    end
    local sign = ""
    if not isUnsigned and bint.isneg(rest) then
      sign = "-"
      bint._unm(rest)
    end
    local count, divisor = chunkOf(base)
    local chunks, n = {}, 0
    local used = usedWords(rest, size)
    repeat
      n = n + 1
      chunks[n] = chunkText(divideByWord(rest, divisor, used), base, count)
      used = usedWords(rest, used)
    until used == 0
    for i = 1, n // 2 do
      chunks[i], chunks[n - i + 1] = chunks[n - i + 1], chunks[i]
    end
    local digits = string.gsub(table.concat(chunks), "^0+", "")
    return sign .. (digits == "" and "0" or digits)
  end

  function bint.__tostring(x) return bint.tobase(x, 10) end

  -- Bytes, lowest first (le) or highest first (be), without a sign.
  function bint.tole(x)
    local bytes = {}
    for i, word in ipairs(bint.new(x)) do
      bytes[i] = string.pack("<I4", word)
    end
    return table.concat(bytes)
  end

  function bint.tobe(x) return string.reverse(bint.tole(x)) end

  function bint.fromle(bytes)
    local padded = bytes .. string.rep("\0", 4 * size - #bytes)
    local x = bint.zero()
    for i = 1, size do
      x[i] = string.unpack("<I4", padded, 4 * i - 3)
    end
    return x
  end

  function bint.frombe(bytes) return bint.fromle(string.reverse(bytes)) end
end

local function bintBits(bint, size, copyOf)
  local bits = 32 * size

  function bint.__bnot(x) return bint._bnot(bint.new(x)) end

  function bint._bnot(x)
    for i = 1, size do
      x[i] = ~x[i] & WORD_MASK
    end
    return x
  end

  local function define2(name, operation)
    bint["_" .. name] = function(x, y)
      y = bint.new(y)
      for i = 1, size do
        x[i] = operation(x[i], y[i])
      end
      return x
    end
    bint["__" .. name] = function(x, y) return bint["_" .. name](bint.new(x), y) end
    bint[name] = bint["__" .. name]
  end

  define2("band", function(a, b) return a & b end)
  define2("bor", function(a, b) return a | b end)
  define2("bxor", function(a, b) return a ~ b end)

  -- Moves bits up by any number of places, zeros follow.
  local function shiftedUp(x, places)
    local words, rest = places // 32, places % 32
    local made = bint.zero()
    for i = size, words + 1, -1 do
      local lower = i - words > 1 and x[i - words - 1] or 0
      made[i] = (x[i - words] << rest | lower >> 32 - rest) & WORD_MASK
    end
    return made
  end

  local function shiftedDown(x, places)
    local words, rest = places // 32, places % 32
    local made = bint.zero()
    for i = 1, size - words do
      local higher = x[i + words + 1] or 0
      made[i] = (x[i + words] >> rest | higher << 32 - rest) & WORD_MASK
    end
    return made
  end

  local function shifted(x, places)
    x, places = bint.new(x), bint.tointeger(places)
    if not places then
      error("a shift needs an integer", 3)
    elseif places >= bits or places <= -bits then
      return bint.zero()
    elseif places >= 0 then
      return shiftedUp(x, places)
    end
    return shiftedDown(x, -places)
  end

  function bint.__shl(x, places) return shifted(x, places) end

  -- To the right without regard of the sign, as Lua does.
  function bint.__shr(x, places) return shifted(x, -places) end

  function bint._shlone(x) return table.move(shiftedUp(x, 1), 1, size, 1, x) end

  function bint._shrone(x) return table.move(shiftedDown(x, 1), 1, size, 1, x) end

  -- Keeps the lowest places and clears all above.
  function bint.bwrap(x, places)
    places = math.max(0, bint.tointeger(places))
    if places >= bits then
      return bint.new(x)
    end
    return bint.__band(x, bint._dec(bint.__shl(1, places)))
  end

  -- Rotations.
  function bint.brol(x, places)
    places = bint.tointeger(places) % bits
    return bint.__bor(bint.__shl(x, places), bint.__shr(x, bits - places))
  end

  function bint.bror(x, places) return bint.brol(x, -bint.tointeger(places)) end

  bint.bnot, bint.shl, bint.shr = bint.__bnot, bint.__shl, bint.__shr
end

local function bintArithmetic(bint, size, copyOf)
  function bint._inc(x)
    for i = 1, size do
      x[i] = x[i] + 1 & WORD_MASK
      if x[i] ~= 0 then
        break
      end
    end
    return x
  end

  function bint._dec(x)
    for i = 1, size do
      x[i] = x[i] - 1 & WORD_MASK
      if x[i] ~= WORD_MASK then
        break
      end
    end
    return x
  end

  function bint._unm(x) return bint._inc(bint._bnot(x)) end

  function bint._abs(x) return bint.isneg(x) and bint._unm(x) or x end

  function bint._add(x, y)
    y = bint.new(y)
    local carry = 0
    for i = 1, size do
      local sum = x[i] + y[i] + carry
      x[i] = sum & WORD_MASK
      carry = sum >> 32
    end
    return x
  end

  function bint._sub(x, y)
    y = bint.new(y)
    local borrow = 0
    for i = 1, size do
      local difference = x[i] - y[i] - borrow
      x[i] = difference & WORD_MASK
      borrow = difference >> 63
    end
    return x
  end

  -- Functions of one number: of a bint in the first way, of another number in the second.
  local function define1(name, ofBint, ofNumber)
    bint[name] = function(x)
      local copy = bint.tobint(x, true)
      if copy then
        return ofBint(copy)
      end
      return ofNumber(bint.tonumber(x))
    end
  end

  define1("inc", bint._inc, function(x) return x + 1 end)
  define1("dec", bint._dec, function(x) return x - 1 end)
  define1("abs", bint._abs, math.abs)
  define1("unm", bint._unm, function(x) return -x end)
  define1("floor", function(x) return x end, function(x) return bint.new(math.floor(x)) end)
  define1("ceil", function(x) return x end, function(x) return bint.new(math.ceil(x)) end)
  define1("trunc", function(x) return x end, function(x)
    return bint.new(x < 0 and math.ceil(x) or math.floor(x))
  end)
  bint.__unm = bint.unm

  -- Functions of two numbers, by the same rule.
  local function define2(name, ofBints, ofNumbers)
    bint[name] = function(x, y)
      local left, right = bint.tobint(x), bint.tobint(y)
      if left and right then
        return ofBints(left, right)
      end
      local a, b = bint.tonumber(x), bint.tonumber(y)
      if not a or not b then
        error("attempt to calculate with a bint and " .. (a and type(y) or type(x)) .. " that is no number", 2)
      end
      return ofNumbers(a, b)
    end
    bint["__" .. name] = bint[name]
  end

  local multiply = native.bint_multiply or multiplyWords
  local divide = native.bint_divide or divideWords

  define2("add", function(x, y) return bint._add(copyOf(x), y) end, function(x, y) return x + y end)
  define2("sub", function(x, y) return bint._sub(copyOf(x), y) end, function(x, y) return x - y end)
  define2("mul", function(x, y)
    local product = bint.zero()
    multiply(product, x, y, size)
    return product
  end, function(x, y) return x * y end)

  -- Quotient and remainder without regard of signs.
  function bint.udivmod(x, y)
    x, y = bint.new(x), bint.new(y)
    if bint.iszero(y) then
      error("attempt to perform division by zero", 2)
    end
    local quotient, remainder = bint.zero(), bint.zero()
    divide(quotient, remainder, x, y, size)
    return quotient, remainder
  end

  function bint.udiv(x, y) return (bint.udivmod(x, y)) end

  function bint.umod(x, y) return (select(2, bint.udivmod(x, y))) end

  -- Rounded towards zero: the remainder has the sign of x.
  function bint.tdivmod(x, y)
    x, y = bint.new(x), bint.new(y)
    local isNegative = bint.isneg(x) ~= bint.isneg(y)
    local quotient, remainder = bint.udivmod(bint.abs(x), bint.abs(y))
    return isNegative and bint._unm(quotient) or quotient, bint.isneg(x) and bint._unm(remainder) or remainder
  end

  function bint.tdiv(x, y) return (bint.tdivmod(x, y)) end

  function bint.tmod(x, y) return (select(2, bint.tdivmod(x, y))) end

  -- Rounded down, as Lua's // and % are: the remainder has the sign of y.
  function bint.idivmod(x, y)
    x, y = bint.new(x), bint.new(y)
    local quotient, remainder = bint.tdivmod(x, y)
    if not bint.iszero(remainder) and bint.isneg(x) ~= bint.isneg(y) then
      return bint._dec(quotient), bint._add(remainder, y)
    end
    return quotient, remainder
  end

  define2("idiv", function(x, y) return (bint.idivmod(x, y)) end, function(x, y) return x // y end)
  define2("mod", function(x, y) return (select(2, bint.idivmod(x, y))) end, function(x, y) return x % y end)

  -- Division and power of any numbers give floats; ipow gives a bint.
  function bint.__div(x, y) return bint.tonumber(x) / bint.tonumber(y) end

  function bint.__pow(x, y) return bint.tonumber(x) ^ bint.tonumber(y) end

  bint.div, bint.pow = bint.__div, bint.__pow

  -- x to the power of y by squaring, with a step applied to every product.
  local function power(x, y, step)
    local result = step(bint.one())
    x, y = step(bint.new(x)), bint.new(y)
    if bint.isneg(y) then
      error("a power needs an exponent that is not negative", 3)
    end
    while true do
      if bint.isodd(y) then
        result = step(bint.mul(result, x))
      end
      y = bint._shrone(y)
      if bint.iszero(y) then
        return result
      end
      x = step(bint.mul(x, x))
    end
  end

  function bint.ipow(x, y)
    return power(x, y, function(product) return product end)
  end

  -- x to the power of y, modulo m, without signs. m must be below half of the bits for products to fit.
  function bint.upowmod(x, y, m)
    return power(x, y, function(product) return bint.umod(product, m) end)
  end
end
