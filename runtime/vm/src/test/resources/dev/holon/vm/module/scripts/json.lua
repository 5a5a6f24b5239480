-- json, of the module's Lua. The script native.lua holds an engine's own against it.

local case, equal, fails = Test.case, Test.equal, Test.fails
local json = Test.load().json

case("textSurvivesARoundTrip", function()
  for _, text in ipairs({
    '{"a":1}', "[]", "[[],[1,[2,{\"x\":[]}]]]", '"\\u0001\\u001f\\n\\t\\b\\f\\r\\"\\\\/é€𝄞"', "12345678901", "0.1", "1e+300",
    "9223372036854775807", "-9223372036854775808", "true", "false", "null", '""', "-0.5", '["\127"]',
  }) do
    equal(json.encode(json.decode(text)), text)
  end
end)

case("valuesEncode", function()
  equal(json.encode({ 1, 2.5, -3, true, "x" }), '[1,2.5,-3,true,"x"]')
  equal(json.encode(1.0), "1")
  equal(json.encode(2^53), "9.007199254741e+15")
  equal(json.encode(1 / 3), "0.33333333333333")
  equal(json.encode(nil), "null")
  equal(json.encode({ a = { b = {} } }), '{"a":{"b":[]}}')
  equal(json.encode("a\0b"), '"a\\u0000b"')
  equal(json.encode(setmetatable({ 1 }, { __index = error })), "[1]")
end)

case("textDecodes", function()
  local value = json.decode(' { "a" : [ 1 , 2.0 , -3e2 ] , "b" : null, "c":false, "a b":"\\u00e9\\ud834\\udd1e" }\n')
  equal(math.type(value.a[1]), "integer")
  equal(math.type(value.a[2]), "float")
  equal(value.a[3], -300.0)
  equal(value.b, nil)
  equal(value.c, false)
  equal(value["a b"], "é𝄞")
  equal(json.decode("[null,1]")[2], 1)
  equal(json.decode('"\\ud834x"'), "\xed\xa0\xb4x")
  equal(json.decode('{"a":1,"a":2}').a, 2)
  equal(json.decode("123456789012345678901"), 123456789012345678901.0)
  equal(json.decode(string.rep("[", 200) .. string.rep("]", 200)) ~= nil, true)
end)

case("wrongTextIsRefused", function()
  for text, problem in pairs({
    ["{"] = "name expected at position 2",
    ["[1,]"] = "value expected at position 4",
    ["1 2"] = "nothing more expected at position 3",
    [""] = "value expected at position 1",
    ["01"] = "bad number at position 1",
    ["-"] = "value expected at position 1",
    ["1."] = "bad number at position 1",
    ["[1e]"] = "bad number at position 2",
    [".5"] = "value expected at position 1",
    ["+1"] = "value expected at position 1",
    ["nul"] = "value expected at position 1",
    ["NaN"] = "value expected at position 1",
    ['"a'] = "string without an end at position 3",
    ['"\\'] = "bad escape at position 2",
    ['"\\x"'] = "bad escape at position 2",
    ['"\\u12g4"'] = "bad \\u escape at position 3",
    ['"\n"'] = "control character in a string at position 2",
    ["{1:2}"] = "name expected at position 2",
    ['{"a" 1}'] = "':' expected at position 6",
    ['{"a":1 "b":2}'] = "',' or '}' expected at position 8",
    ['{"a":1,}'] = "name expected at position 8",
    ["[1 2]"] = "',' or ']' expected at position 4",
    [string.rep("[", 201)] = "arrays and objects nest deeper than 200 at position 201",
  }) do
    fails("json: " .. problem, json.decode, text)
  end
  fails("json: text expected, got table", json.decode, {})
  fails("json: text expected, got nil", json.decode)
end)

case("valuesWithoutAFormAreRefused", function()
  fails("json: a function has no JSON form", json.encode, print)
  fails("json: a function has no JSON form", json.encode, { a = { print } })
  fails("json: a number that is not finite has no JSON form", json.encode, 1 / 0)
  fails("json: a number that is not finite has no JSON form", json.encode, -(0 / 0))
  fails("json: an array has gaps", json.encode, { 1, nil, 3 })
  fails("json: a table has both array elements and other keys", json.encode, { 1, n = 1 })
  fails("json: an object has a key that is a number, not a string", json.encode, { [5] = 1 })
  local endless = {}
  endless.a = endless
  fails("json: tables nest deeper than 200", json.encode, endless)
end)
