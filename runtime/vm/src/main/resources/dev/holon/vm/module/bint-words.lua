--- bint-words
-- The arithmetic under bint: numbers of a fixed count of 32-bit words, lowest first, without a sign. Products and sums
-- of two words fit into Lua's 64-bit integers, so no step loses a bit.

local WORD_MASK = 0xffffffff

-- result = x * y, of which the lowest words are kept.
local function multiplyWords(result, x, y, size)
  for i = 1, size do
    result[i] = 0
  end
  for i = 1, size do
    local factor = x[i]
    if factor ~= 0 then
      local carry = 0
      for j = 1, size - i + 1 do
        local sum = factor * y[j] + result[i + j - 1] + carry
        result[i + j - 1] = sum & WORD_MASK
        carry = sum >> 32
      end
    end
  end
end

-- Divides in place by a number below 2^31. Returns the remainder.
local function divideByWord(x, divisor, size)
  local rest = 0
  for i = size, 1, -1 do
    local part = rest << 32 | x[i]
    x[i] = part // divisor
    rest = part % divisor
  end
  return rest
end

-- Multiplies in place by a word and adds another.
local function multiplyByWord(x, factor, summand, size)
  local carry = summand
  for i = 1, size do
    local sum = x[i] * factor + carry
    x[i] = sum & WORD_MASK
    carry = sum >> 32
  end
end

local function usedWords(x, size)
  while size > 0 and x[size] == 0 do
    size = size - 1
  end
  return size
end

-- 64 by 32 bits, both without sign: // would take the highest bit for one.
local function divideUnsigned(number, divisor)
  if number >= 0 then
    return number // divisor
  end
  local quotient = ((number >> 1) // divisor) << 1
  if math.ult(number - quotient * divisor, divisor) then
    return quotient
  end
  return quotient + 1
end

-- Copies words shifted left by less than 32 bits into a list that is one word longer.
local function shiftedCopy(x, count, shift)
  local copy, carry = {}, 0
  for i = 1, count do
    local bits = x[i] << shift
    copy[i] = bits & WORD_MASK | carry
    carry = bits >> 32
  end
  copy[count + 1] = carry
  return copy
end

-- Takes q times the divisor from the words of the rest at a position. Returns whether that was once too often.
local function subtractMultiple(rest, divisor, count, position, q)
  local carry, borrow = 0, 0
  for i = 1, count do
    local product = q * divisor[i] + carry
    carry = product >> 32
    local difference = rest[position + i] - (product & WORD_MASK) - borrow
    rest[position + i] = difference & WORD_MASK
    borrow = difference >> 63
  end
  local difference = rest[position + count + 1] - carry - borrow
  rest[position + count + 1] = difference & WORD_MASK
  return difference < 0
end

local function addBack(rest, divisor, count, position)
  local carry = 0
  for i = 1, count do
    local sum = rest[position + i] + divisor[i] + carry
    rest[position + i] = sum & WORD_MASK
    carry = sum >> 32
  end
  rest[position + count + 1] = rest[position + count + 1] + carry & WORD_MASK
end

-- Long division as on paper, with words for digits (Knuth, The Art of Computer Programming 2, 4.3.1, algorithm D): each
-- digit of the quotient is guessed from the highest words; the guess is right or too large by one or two.
local function longDivision(quotient, x, y, xCount, yCount)
  local shift = 0
  while y[yCount] << shift & 0x80000000 == 0 do
    shift = shift + 1
  end
  local rest, divisor = shiftedCopy(x, xCount, shift), shiftedCopy(y, yCount, shift)
  local highest, second = divisor[yCount], divisor[yCount - 1]
  for position = xCount - yCount, 0, -1 do
    local number = rest[position + yCount + 1] << 32 | rest[position + yCount]
    local q = divideUnsigned(number, highest)
    local r = number - q * highest
    while q > WORD_MASK or math.ult(r << 32 | rest[position + yCount - 1], q * second) do
      q, r = q - 1, r + highest
      if r > WORD_MASK then
        break
      end
    end
    if subtractMultiple(rest, divisor, yCount, position, q) then
      q = q - 1
      addBack(rest, divisor, yCount, position)
    end
    quotient[position + 1] = q
  end
  return rest, shift
end

-- quotient = x // y and remainder = x % y, without signs. y is not zero.
local function divideWords(quotient, remainder, x, y, size)
  for i = 1, size do
    quotient[i], remainder[i] = 0, x[i]
  end
  local xCount, yCount = usedWords(x, size), usedWords(y, size)
  if xCount < yCount then
    return
  end
  if yCount == 1 and y[1] < 0x80000000 then
    local rest = divideByWord(remainder, y[1], size)
    for i = 1, size do
      quotient[i], remainder[i] = remainder[i], 0
    end
    remainder[1] = rest
    return
  end
  if yCount == 1 then
    -- The long division wants a divisor of two words, so both move up by a word. The shift is 0 here.
    local wide = { 0 }
    for i = 1, size do
      wide[i + 1] = x[i]
    end
    local rest = longDivision(quotient, wide, { 0, y[1] }, size + 1, 2)
    for i = 1, size do
      remainder[i] = 0
    end
    remainder[1] = rest[2]
    return
  end
  local rest, shift = longDivision(quotient, x, y, xCount, yCount)
  for i = 1, size do
    if i <= yCount then
      remainder[i] = (rest[i] >> shift | rest[i + 1] << 32 - shift) & WORD_MASK
    else
      remainder[i] = 0
    end
  end
end
