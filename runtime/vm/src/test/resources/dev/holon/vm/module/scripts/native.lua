-- Holds an engine's own functions against the module's Lua. Without an engine there is nothing to do.

if NATIVE_UNDER_TEST then
  local case, equal = Test.case, Test.equal
  local pure, fast = Test.load(), Test.load(NATIVE_UNDER_TEST)

  -- Results, or the error, as one text.
  local function outcome(globals, fn, ...)
    local results = table.pack(pcall(fn, ...))
    for i = 1, results.n do
      results[i] = type(results[i]) == "table" and globals.json.encode(results[i])
        or math.type(results[i]) == "float" and string.format("%a", results[i]) or tostring(results[i])
    end
    return table.concat(results, "|")
  end

  local function same(what, pureFn, fastFn, ...)
    equal(outcome(pure, fastFn, ...), outcome(pure, pureFn, ...), what)
  end

  case("jsonIsTheSame", function()
    for _, text in ipairs({
      "{", "[1,]", "1 2", "", "01", "-01", "-", "1.", "[1e]", "1e5", "-0", "-0.0", "1E+2", ".5", "nul", '"a', '"\\', '"\\x"',
      '"\\u12"', '"\\ud834\\udd1e\\ud834\\u0041\\udd1e"', '"\n"', "{1:2}", '{"a" 1}', '{"a":1 "b":2}', '{"a":1,}', "[1 2]",
      "[[[]]]", '{"a":{"b":[1,2,3]}}', "[null,1,null]", "123456789012345678901", "9223372036854775807", "1e999",
      string.rep("[", 200) .. string.rep("]", 200), string.rep("[", 201), ' [ "é\\n\\/" , true , false ] ', "truex", "\xff",
      '{"":1}', "[1]]", "tru", '{"a":null}', '"\127\128"', "\0", '"\\u00E9\\u20aC"',
    }) do
      same("decode " .. text, pure.json.decode, fast.json.decode, text)
    end
    same("decode", pure.json.decode, fast.json.decode)
    same("decode", pure.json.decode, fast.json.decode, 5)
    local endless = {}
    endless.a = endless
    for i, value in ipairs({
      1, -1, 1.5, 1.0, 1e15, 1e300, 1 / 3, -0.0, 2^63, math.mininteger, "", "\0\1\31\"\\/\n\t\b\f\r\127é", true, false, {}, { {} },
      { 1, 2, 3 }, { a = 1, b = { c = "d" }, e = 2.5 }, { 1, n = 1 }, { 1, nil, 3 }, { [5] = 1 }, { [1.5] = 1 }, { [true] = 1 },
      print, { print }, 1 / 0, -1 / 0, 0 / 0, endless, coroutine.create(print), { { { 1, "x" } }, { y = { z = {} } } },
    }) do
      same("encode " .. i, pure.json.encode, fast.json.encode, value)
    end
    same("encode nil", pure.json.encode, fast.json.encode, nil)
  end)

  case("base64IsTheSame", function()
    local slow, quick = pure.require("base64"), fast.require("base64")
    local text = ""
    for i = 0, 70 do
      text = text .. string.char(i * 37 % 256)
      same("encode " .. i, slow.encode, quick.encode, text)
      same("decode " .. i, slow.decode, quick.decode, slow.encode(text))
    end
    for _, code in ipairs({ "", "A", "AA", "AAA", "=A=B=C=D", "YW\n9z", "-_", "\xff\0YQ" }) do
      same("decode " .. code, slow.decode, quick.decode, code)
    end
  end)

  case("digestsAreTheSame", function()
    local slow, quick = pure.require("crypto"), fast.require("crypto")
    for name in pairs(slow.digest) do
      local text = ""
      for length = 0, 150 do
        text = slow.digest[name](text .. string.rep("y", length)).asString()
        equal(quick.digest[name](string.rep(text, length % 7)).asHex(), slow.digest[name](string.rep(text, length % 7)).asHex())
      end
    end
    for _, digest in ipairs({ "md5", "sha1", "sha256", "sha512" }) do
      for _, length in ipairs({ 0, 1, 63, 64, 65, 127, 128, 129, 500 }) do
        local key = string.rep("k", length)
        equal(quick.mac.createHmac("text", key, digest).asHex(), slow.mac.createHmac("text", key, digest).asHex())
      end
    end
  end)

  case("bintTextIsTheSame", function()
    for _, bits in ipairs({ 32, 64, 256 }) do
      local slow, quick = pure.require("bint")(bits), fast.require("bint")(bits)
      for _, text in ipairs({ "0", "-0", "+5", "000", "-1", "4294967295", "4294967296", string.rep("9", 100), "-" .. string.rep("7", 77) }) do
        equal(tostring(quick(text)), tostring(slow(text)), text)
        equal(quick.tobase(quick(text), 16), slow.tobase(slow(text), 16), text)
      end
    end
  end)
end
