--- base64
-- require(".base64"): bytes as text of 64 characters (RFC 4648).
--
--   base64.encode("ao")                                   --> "YW8="
--   base64.encode(id, base64.makeencoder("-", "_", ""))   the alphabet of ids on Arweave, without padding
--   base64.decode(text, base64.makedecoder("-", "_"))

define("base64", function()
  local DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
  local base64 = { _version = "0.2.0" }

  -- An alphabet: digits[0] to digits[63], and the padding, digits[64].
  function base64.makeencoder(digit62, digit63, padding)
    local digits = { [0] = "A" }
    local all = DIGITS .. (digit62 or "+") .. (digit63 or "/")
    for i = 1, 63 do
      digits[i] = string.sub(all, i + 1, i + 1)
    end
    digits[64] = padding or "="
    return digits
  end

  -- The reverse of an alphabet: from bytes to their values.
  function base64.makedecoder(digit62, digit63, padding)
    local values = {}
    for value, digit in pairs(base64.makeencoder(digit62, digit63, padding)) do
      if value < 64 then
        values[string.byte(digit)] = value
      end
    end
    return values
  end

  local ENCODER, DECODER = base64.makeencoder(), base64.makedecoder()

  local function encodeWith(text, digits)
    local out, n = {}, 0
    local whole = #text - #text % 3
    for i = 1, whole, 3 do
      local a, b, c = string.byte(text, i, i + 2)
      local bits = a << 16 | b << 8 | c
      n = n + 1
      out[n] = digits[bits >> 18] .. digits[bits >> 12 & 63] .. digits[bits >> 6 & 63] .. digits[bits & 63]
    end
    local a, b = string.byte(text, whole + 1, whole + 2)
    if b then
      local bits = a << 16 | b << 8
      out[n + 1] = digits[bits >> 18] .. digits[bits >> 12 & 63] .. digits[bits >> 6 & 63] .. digits[64]
    elseif a then
      out[n + 1] = digits[a >> 2] .. digits[(a & 3) << 4] .. digits[64] .. digits[64]
    end
    return table.concat(out)
  end

  -- Characters that are not of the alphabet, such as padding and line ends, are passed over.
  local function decodeWith(text, values)
    local out, n, bits, count = {}, 0, 0, 0
    for i = 1, #text do
      local value = values[string.byte(text, i)]
      if value then
        bits = bits << 6 | value
        count = count + 1
        if count == 4 then
          n = n + 1
          out[n] = string.char(bits >> 16, bits >> 8 & 255, bits & 255)
          bits, count = 0, 0
        end
      end
    end
    if count == 3 then
      out[n + 1] = string.char(bits >> 10, bits >> 2 & 255)
    elseif count == 2 then
      out[n + 1] = string.char(bits >> 4)
    end
    return table.concat(out)
  end

  function base64.encode(text, digits)
    if native.base64_encode and not digits then
      return native.base64_encode(text)
    end
    return encodeWith(text, digits or ENCODER)
  end

  function base64.decode(text, values)
    if native.base64_decode and not values then
      return native.base64_decode(text)
    end
    return decodeWith(text, values or DECODER)
  end

  return base64
end)
