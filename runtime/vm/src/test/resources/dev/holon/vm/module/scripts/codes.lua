-- base64 and crypto, against values that coreutils, openssl and Python gave.

local case, equal, fails = Test.case, Test.equal, Test.fails
local require = Test.load().require
local base64, crypto = require(".base64"), require(".crypto")

case("base64OfAllLengths", function()
  for text, code in pairs({
    [""] = "", a = "YQ==", ao = "YW8=", aos = "YW9z", ["aos\xff"] = "YW9z/w==", ["\0\xfb\xf0"] = "APvw",
  }) do
    equal(base64.encode(text), code)
    equal(base64.decode(code), text)
    equal(base64.decode((code:gsub("=", ""))), text)
  end
  equal(base64.decode("YW\n9z "), "aos")
  equal(base64.encode("\xfb\xff", base64.makeencoder("-", "_", "")), "-_8")
  equal(base64.decode("-_8", base64.makedecoder("-", "_")), "\xfb\xff")
  local all = {}
  for i = 0, 255 do
    all[#all + 1] = string.char(i)
  end
  all = table.concat(all)
  equal(base64.decode(base64.encode(all)), all)
end)

case("digestsOfKnownTexts", function()
  for name, expected in pairs(DIGESTS_OF_AO) do
    equal(crypto.digest[name]("ao").asHex(), expected, name)
  end
  for name, expected in pairs(DIGESTS_OF_LENGTHS) do
    local text = ""
    for length = 0, 300 do
      text = crypto.digest[name](text .. string.rep("x", length)).asString()
    end
    equal(crypto.utils.hex.stringToHex(text), expected, name)
  end
end)

case("codesWithAKey", function()
  for _, known in ipairs(HMACS) do
    local digest, key, text, expected = table.unpack(known)
    equal(crypto.mac.createHmac(text, key, digest).asHex(), expected, digest)
  end
  equal(#crypto.mac.createHmac("t", "k").asBytes(), 20)
  fails("no such digest", crypto.mac.createHmac, "t", "k", "sha3")
end)

case("bytesInManyForms", function()
  local stream, array, hex = crypto.utils.stream, crypto.utils.array, crypto.utils.hex
  local expected = DIGESTS_OF_AO.sha2_256
  equal(crypto.digest.sha2_256(stream.fromString("ao")).asHex(), expected)
  equal(crypto.digest.sha2_256(array.fromString("ao")).asHex(), expected)
  equal(crypto.digest.sha2_256(stream.fromHex("616f")).asHex(), expected)
  equal(hex.hexToString(hex.stringToHex("\0\xffao")), "\0\xffao")
  equal(array.toHex(stream.toArray(stream.fromArray({ 1, 255 }))), "01ff")
  equal(array.toString(array.fromHex("616F")), "ao")
  fails("hexadecimal", hex.hexToString, "6g")
  fails("bytes expected", crypto.digest.md5, 5)
end)

case("seededRandomNumbersAreTheSameEverywhere", function()
  equal(crypto.random(1, 100, "seed"), crypto.random(1, 100, "seed"))
  local number = crypto.random(1, 6)
  equal(number >= 1 and number <= 6, true)
end)
