--- digest-legacy
-- MD5 (RFC 1321) and SHA-1 (FIPS 180-4) in Lua: for data that others made. Both are broken; do not use them for new.

local function legacyDigests()
  local MD5_SUMMANDS = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
  }
  local MD5_SHIFTS = { { 7, 12, 17, 22 }, { 5, 9, 14, 20 }, { 4, 11, 16, 23 }, { 6, 10, 15, 21 } }

  local function md5Step(i, b, c, d)
    if i < 16 then
      return b & c | ~b & d, i
    elseif i < 32 then
      return d & b | ~d & c, (5 * i + 1) % 16
    elseif i < 48 then
      return b ~ c ~ d, (3 * i + 5) % 16
    end
    return c ~ (b | ~d & 0xffffffff), 7 * i % 16
  end

  local function md5(text)
    local padded = paddedForDigest(text, 64, "<I8", 8)
    local a0, b0, c0, d0 = 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476
    for start = 1, #padded, 64 do
      local w = { string.unpack("<I4I4I4I4I4I4I4I4I4I4I4I4I4I4I4I4", padded, start) }
      local a, b, c, d = a0, b0, c0, d0
      for i = 0, 63 do
        local mixed, k = md5Step(i, b, c, d)
        local sum = a + (mixed & 0xffffffff) + MD5_SUMMANDS[i + 1] + w[k + 1] & 0xffffffff
        local shift = MD5_SHIFTS[i // 16 + 1][i % 4 + 1]
        a, d, c, b = d, c, b, b + (sum << shift | sum >> 32 - shift) & 0xffffffff
      end
      a0, b0, c0, d0 = a0 + a & 0xffffffff, b0 + b & 0xffffffff, c0 + c & 0xffffffff, d0 + d & 0xffffffff
    end
    return string.pack("<I4I4I4I4", a0, b0, c0, d0)
  end

  local SHA1_CONSTANTS = { 0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6 }

  local function sha1Mix(round, b, c, d)
    if round == 1 then
      return b & c | ~b & d
    elseif round == 3 then
      return b & c | b & d | c & d
    end
    return b ~ c ~ d
  end

  local function sha1(text)
    local padded = paddedForDigest(text, 64, ">I8", 8)
    local state = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 }
    for start = 1, #padded, 64 do
      local w = { string.unpack(">I4I4I4I4I4I4I4I4I4I4I4I4I4I4I4I4", padded, start) }
      for i = 17, 80 do
        local word = w[i - 3] ~ w[i - 8] ~ w[i - 14] ~ w[i - 16]
        w[i] = (word << 1 | word >> 31) & 0xffffffff
      end
      local a, b, c, d, e = table.unpack(state)
      for i = 1, 80 do
        local round = (i - 1) // 20 + 1
        local sum = (a << 5 | a >> 27) + (sha1Mix(round, b, c, d) & 0xffffffff) + e + SHA1_CONSTANTS[round] + w[i]
        a, b, c, d, e = sum & 0xffffffff, a, (b << 30 | b >> 2) & 0xffffffff, c, d
      end
      for i, value in ipairs({ a, b, c, d, e }) do
        state[i] = state[i] + value & 0xffffffff
      end
    end
    return string.pack(">I4I4I4I4I4", table.unpack(state))
  end

  return { md5 = md5, sha1 = sha1 }
end
