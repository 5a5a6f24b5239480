--- digest-keccak
-- SHA-3 (FIPS 202) and Keccak, its first form, which Ethereum uses; they differ in one byte of padding.

local function keccakDigests()
  -- The state is 25 words of 64 bits, a square of 5 by 5, row by row: word (x, y) is at 5 * y + x + 1.

  -- Where each word goes in a round, and by how much it is rotated there.
  local TARGETS, ROTATIONS = { 1 }, { 0 }
  local x, y = 1, 0
  for step = 1, 24 do
    local source = 5 * y + x + 1
    ROTATIONS[source] = (step * (step + 1) // 2) % 64
    TARGETS[source] = 5 * ((2 * x + 3 * y) % 5) + y + 1
    x, y = y, (2 * x + 3 * y) % 5
  end

  -- The constant of each round comes bit by bit out of a shift register.
  local ROUND_CONSTANTS = {}
  local register = 1
  for round = 1, 24 do
    local constant = 0
    for bit = 0, 6 do
      if register & 1 == 1 then
        constant = constant | 1 << (1 << bit) - 1
      end
      register = register << 1
      if register & 0x100 ~= 0 then
        register = register ~ 0x171
      end
    end
    ROUND_CONSTANTS[round] = constant
  end

  -- Each column is mixed with the two beside it.
  local function mixColumns(state)
    local c1 = state[1] ~ state[6] ~ state[11] ~ state[16] ~ state[21]
    local c2 = state[2] ~ state[7] ~ state[12] ~ state[17] ~ state[22]
    local c3 = state[3] ~ state[8] ~ state[13] ~ state[18] ~ state[23]
    local c4 = state[4] ~ state[9] ~ state[14] ~ state[19] ~ state[24]
    local c5 = state[5] ~ state[10] ~ state[15] ~ state[20] ~ state[25]
    local d1, d2 = c5 ~ (c2 << 1 | c2 >> 63), c1 ~ (c3 << 1 | c3 >> 63)
    local d3, d4 = c2 ~ (c4 << 1 | c4 >> 63), c3 ~ (c5 << 1 | c5 >> 63)
    local d5 = c4 ~ (c1 << 1 | c1 >> 63)
    for row = 0, 20, 5 do
      state[row + 1] = state[row + 1] ~ d1
      state[row + 2] = state[row + 2] ~ d2
      state[row + 3] = state[row + 3] ~ d3
      state[row + 4] = state[row + 4] ~ d4
      state[row + 5] = state[row + 5] ~ d5
    end
  end

  local function permute(state, moved)
    for round = 1, 24 do
      mixColumns(state)
      for i = 1, 25 do
        local word, rotation = state[i], ROTATIONS[i]
        moved[TARGETS[i]] = word << rotation | word >> 64 - rotation
      end
      for row = 0, 20, 5 do
        local a, b, c, d, e = moved[row + 1], moved[row + 2], moved[row + 3], moved[row + 4], moved[row + 5]
        state[row + 1] = a ~ ~b & c
        state[row + 2] = b ~ ~c & d
        state[row + 3] = c ~ ~d & e
        state[row + 4] = d ~ ~e & a
        state[row + 5] = e ~ ~a & b
      end
      state[1] = state[1] ~ ROUND_CONSTANTS[round]
    end
  end

  -- The rate is the size of a block: 200 bytes less twice the digest's.
  local function digest(text, size, suffix)
    local rate = 200 - 2 * size
    local zeros = rate - 1 - #text % rate
    local padded = text .. suffix .. string.rep("\0", zeros)
    local state, moved = {}, {}
    for i = 1, 25 do
      state[i] = 0
    end
    for start = 1, #padded, rate do
      for i = 1, rate // 8 do
        state[i] = state[i] ~ string.unpack("<i8", padded, start + 8 * i - 8)
      end
      if start + rate > #padded then
        state[rate // 8] = state[rate // 8] ~ math.mininteger
      end
      permute(state, moved)
    end
    return string.pack(string.rep("<i8", size // 8), table.unpack(state, 1, size // 8))
  end

  return {
    sha3_256 = function(text) return digest(text, 32, "\x06") end,
    sha3_512 = function(text) return digest(text, 64, "\x06") end,
    keccak256 = function(text) return digest(text, 32, "\x01") end,
    keccak512 = function(text) return digest(text, 64, "\x01") end,
  }
end
