--- crypto
-- require(".crypto"): digests and what is made of them.
--
--   crypto.digest.sha2_256("text").asHex()
--   crypto.mac.createHmac("text", "key", "sha256").asHex()
--   crypto.utils.hex.stringToHex("text")
--
-- Where bytes are expected, a string, a list of byte values, and a stream (a function that returns the next byte value
-- at each call, then nil) are all the same.

local function bytesOf(input)
  if type(input) == "string" then
    return input
  end
  local parts = {}
  if type(input) == "function" then
    for byte in input do
      parts[#parts + 1] = string.char(byte)
    end
  elseif type(input) == "table" then
    for i, byte in ipairs(input) do
      parts[i] = string.char(byte)
    end
  else
    error("bytes expected: a string, a list or a stream, got " .. type(input), 3)
  end
  return table.concat(parts)
end

local function toHex(text)
  return (string.gsub(text, ".", function(c) return string.format("%02x", string.byte(c)) end))
end

local function fromHex(hex)
  if #hex % 2 ~= 0 or string.find(hex, "%X") then
    error("not a text of hexadecimal digits", 3)
  end
  return (string.gsub(hex, "%x%x", function(digits) return string.char(tonumber(digits, 16)) end))
end

local function listOf(text)
  local list = {}
  for i = 1, #text do
    list[i] = string.byte(text, i)
  end
  return list
end

local function streamOf(text)
  local position = 0
  return function()
    position = position + 1
    return string.byte(text, position)
  end
end

-- What digests and codes return: the bytes, in the form that is asked for.
local function digestResult(bytes)
  return {
    asString = function() return bytes end,
    asHex = function() return toHex(bytes) end,
    asBytes = function() return listOf(bytes) end,
  }
end

define("crypto", function()
  -- The digests as functions from text to bytes, by name; each family is set up when first used.
  local DIGEST_FAMILIES = {
    sha2_256 = sha2Digests, sha2_512 = sha2Digests,
    sha3_256 = keccakDigests, sha3_512 = keccakDigests, keccak256 = keccakDigests, keccak512 = keccakDigests,
    md5 = legacyDigests, sha1 = legacyDigests,
  }

  local function luaDigests()
    return setmetatable({}, {
      __index = function(known, name)
        local family = DIGEST_FAMILIES[name]
        if family then
          for each, digest in pairs(family()) do
            rawset(known, each, digest)
          end
        end
        return rawget(known, name)
      end,
    })
  end

  local digests = native.digest == nil and luaDigests()

  local function digestOf(name, bytes)
    if native.digest then
      return native.digest(name, bytes)
    end
    return digests[name](bytes)
  end

  local digest = {}
  for name in pairs(DIGEST_FAMILIES) do
    digest[name] = function(input) return digestResult(digestOf(name, bytesOf(input))) end
  end

  local HMAC_DIGESTS = {
    md5 = "md5", sha1 = "sha1", sha256 = "sha2_256", sha512 = "sha2_512", sha2_256 = "sha2_256", sha2_512 = "sha2_512",
  }

  local function padded(key, blockSize, mask)
    local out = {}
    for i = 1, blockSize do
      out[i] = string.char((string.byte(key, i) or 0) ~ mask)
    end
    return table.concat(out)
  end

  local function hmac(name, key, bytes)
    if native.hmac then
      return native.hmac(name, key, bytes)
    end
    local blockSize = name == "sha2_512" and 128 or 64
    if #key > blockSize then
      key = digestOf(name, key)
    end
    local inner = digestOf(name, padded(key, blockSize, 0x36) .. bytes)
    return digestOf(name, padded(key, blockSize, 0x5c) .. inner)
  end

  -- A code that only who has the key can make (RFC 2104). The digest is sha1, unless given.
  local function createHmac(data, key, name)
    local known = HMAC_DIGESTS[name or "sha1"]
    if not known then
      error("no such digest for a code: " .. tostring(name), 2)
    end
    return digestResult(hmac(known, bytesOf(key), bytesOf(data)))
  end

  -- An integer from min to max. With a seed it is always the same one; without, that of math.random. Neither is secret:
  -- every node computes it.
  local function random(min, max, seed)
    min, max = min or 0, max or 0x7fffffff
    if seed == nil then
      return math.random(min, max)
    end
    local bits = string.unpack("<I7", digestOf("sha2_256", tostring(seed)))
    return min + bits % (max - min + 1)
  end

  return {
    _version = "0.2.0",
    digest = digest,
    mac = { createHmac = createHmac },
    random = random,
    utils = {
      hex = {
        stringToHex = function(input) return toHex(bytesOf(input)) end,
        hexToString = function(hex) return fromHex(hex) end,
      },
      array = {
        fromString = function(text) return listOf(text) end,
        fromHex = function(hex) return listOf(fromHex(hex)) end,
        fromStream = function(stream) return listOf(bytesOf(stream)) end,
        toString = function(list) return bytesOf(list) end,
        toHex = function(list) return toHex(bytesOf(list)) end,
        size = function(list) return #list end,
      },
      stream = {
        fromString = function(text) return streamOf(text) end,
        fromArray = function(list) return streamOf(bytesOf(list)) end,
        fromHex = function(hex) return streamOf(fromHex(hex)) end,
        toString = function(stream) return bytesOf(stream) end,
        toArray = function(stream) return listOf(bytesOf(stream)) end,
        toHex = function(stream) return toHex(bytesOf(stream)) end,
      },
    },
  }
end)

-- Programs for aos ask for parts of it by the names of its files.
define("crypto.init", function() return require("crypto") end)
define("crypto.digest", function() return require("crypto").digest end)
define("crypto.mac", function() return require("crypto").mac end)
define("crypto.utils", function() return require("crypto").utils end)
