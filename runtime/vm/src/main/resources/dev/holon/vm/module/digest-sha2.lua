--- digest-sha2
-- SHA-256 and SHA-512 (FIPS 180-4) in Lua. One table of constants serves both: those of SHA-256 are the upper halves.

-- Fills up the text to whole blocks: a one bit, zeros, and the length in bits at the end.
local function paddedForDigest(text, blockSize, lengthFormat, lengthSize)
  local zeros = (blockSize - 1 - lengthSize - #text) % blockSize
  return text .. "\x80" .. string.rep("\0", zeros + lengthSize - 8) .. string.pack(lengthFormat, 8 * #text)
end

local function sha2Digests()
  local K = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
    0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
    0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
    0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
    0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
    0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
    0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
    0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
    0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
    0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
    0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
    0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
    0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
    0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
    0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
    0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
    0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
  }
  local H = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
  }
  local K_UPPER, H_UPPER = {}, {}
  for i, k in ipairs(K) do
    K_UPPER[i] = k >> 32
  end
  for i, h in ipairs(H) do
    H_UPPER[i] = h >> 32
  end

  -- A word beside itself: shifting the pair right rotates the word.
  local function expand256(w)
    for i = 17, 64 do
      local a, b = w[i - 15], w[i - 2]
      local aa, bb = a << 32 | a, b << 32 | b
      w[i] = w[i - 16] + w[i - 7] + (aa >> 7 ~ aa >> 18 ~ a >> 3) + (bb >> 17 ~ bb >> 19 ~ b >> 10) & 0xffffffff
    end
  end

  local function compress256(state, w)
    local a, b, c, d, e, f, g, h = table.unpack(state)
    for i = 1, 64 do
      local ee, aa = e << 32 | e, a << 32 | a
      local t1 = h + (ee >> 6 ~ ee >> 11 ~ ee >> 25) + (e & f ~ ~e & g) + K_UPPER[i] + w[i] & 0xffffffff
      local t2 = (aa >> 2 ~ aa >> 13 ~ aa >> 22) + (a & b ~ a & c ~ b & c)
      h, g, f, e, d, c, b, a = g, f, e, d + t1 & 0xffffffff, c, b, a, t1 + t2 & 0xffffffff
    end
    for i, value in ipairs({ a, b, c, d, e, f, g, h }) do
      state[i] = state[i] + value & 0xffffffff
    end
  end

  local function sha256(text)
    local state = { table.unpack(H_UPPER) }
    local padded = paddedForDigest(text, 64, ">I8", 8)
    for start = 1, #padded, 64 do
      local w = { string.unpack(">I4I4I4I4I4I4I4I4I4I4I4I4I4I4I4I4", padded, start) }
      expand256(w)
      compress256(state, w)
    end
    return string.pack(">I4I4I4I4I4I4I4I4", table.unpack(state))
  end

  local function expand512(w)
    for i = 17, 80 do
      local a, b = w[i - 15], w[i - 2]
      w[i] = w[i - 16] + w[i - 7]
        + ((a >> 1 | a << 63) ~ (a >> 8 | a << 56) ~ a >> 7)
        + ((b >> 19 | b << 45) ~ (b >> 61 | b << 3) ~ b >> 6)
    end
  end

  local function compress512(state, w)
    local a, b, c, d, e, f, g, h = table.unpack(state)
    for i = 1, 80 do
      local t1 = h + ((e >> 14 | e << 50) ~ (e >> 18 | e << 46) ~ (e >> 41 | e << 23))
        + (e & f ~ ~e & g) + K[i] + w[i]
      local t2 = ((a >> 28 | a << 36) ~ (a >> 34 | a << 30) ~ (a >> 39 | a << 25)) + (a & b ~ a & c ~ b & c)
      h, g, f, e, d, c, b, a = g, f, e, d + t1, c, b, a, t1 + t2
    end
    for i, value in ipairs({ a, b, c, d, e, f, g, h }) do
      state[i] = state[i] + value
    end
  end

  local function sha512(text)
    local state = { table.unpack(H) }
    local padded = paddedForDigest(text, 128, ">I8", 16)
    for start = 1, #padded, 128 do
      local w = { string.unpack(">i8i8i8i8i8i8i8i8i8i8i8i8i8i8i8i8", padded, start) }
      expand512(w)
      compress512(state, w)
    end
    return string.pack(">i8i8i8i8i8i8i8i8", table.unpack(state))
  end

  return { sha2_256 = sha256, sha2_512 = sha512 }
end
