-- require: what can be had, and how.

local case, equal, fails = Test.case, Test.equal, Test.fails

case("bothNamesAreOneModule", function()
  local globals = Test.load()
  for _, name in ipairs({
    "json", "ao", "handlers", "handlers-utils", "utils", "base64", "bint", "crypto", "pretty", "stringify", "process",
    "eval", "default", "boot", "assignment", "chance",
  }) do
    equal(globals.require("." .. name), globals.require(name), name)
    equal(globals.package.loaded["." .. name], globals.package.loaded[name], name)
  end
  equal(globals.require("json"), globals.json)
  equal(globals.require(".ao"), globals.ao)
  equal(globals.require(".handlers"), globals.Handlers)
  equal(globals.require(".handlers-utils"), globals.Handlers.utils)
  equal(globals.require("string"), globals.string)
  equal(globals.require(".crypto.init"), globals.require(".crypto"))
  fails("module 'socket' not found", globals.require, "socket")
  fails("require needs the name", globals.require)
end)

case("processMayAddModules", function()
  local p = Test.boot()
  p:eval("package.loaded['.mine'] = { answer = 42 }")
  p:eval("package.preload['later'] = function(name) return { name = name } end")
  equal(p:value("require('.mine').answer, require('mine').answer, require('later').name"), "42\t42\tlater")
end)

case("listFunctionsTakeArgumentsAtOnceOrOneByOne", function()
  local utils = Test.load().require(".utils")
  local double = function(x) return 2 * x end
  equal(table.concat(utils.map(double, { 1, 2 }), ","), "2,4")
  equal(table.concat(utils.map(double)({ 1, 2 }), ","), "2,4")
  equal(table.concat(utils.filter(function(x) return x > 1 end)({ 1, 2, 3 }), ","), "2,3")
  equal(utils.reduce(function(sum, x) return sum + x end)(0)({ 1, 2, 3 }), 6)
  equal(utils.reduce(function(sum, x) return sum + x end, nil, { 1, 2 }), 3)
  equal(utils.reduce(function(sum, x, i) return sum + x * i end, 0)({ 1, 2 }), 5)
  equal(table.concat(utils.concat({ 1 })({ 2, 3 }), ","), "1,2,3")
  equal(utils.find(function(x) return x > 1 end)({ 1, 2, 3 }), 2)
  equal(utils.includes(2)({ 1, 2 }), true)
  equal(utils.includes(5, { 1, 2 }), false)
  equal(table.concat(utils.reverse({ 1, 2, 3 }), ","), "3,2,1")
  equal(utils.prop("a")({ a = 1 }), 1)
  equal(utils.propEq("a")("x")({ a = "x" }), true)
  equal(utils.compose(double, function(x) return x + 1 end)(3), 8)
  equal(#utils.keys({ a = 1, b = 2 }), 2)
  equal(utils.values({ a = 1 })[1], 1)
  equal(utils.curry(function(a, b, c) return a .. b .. c end)("1")("2", "3"), "123")
  equal(utils.matchesSpec({ Tags = { A = "1" } }, { A = "%d" }), true)
  equal(utils.matchesPattern({ "x", "y" }, "y"), true)
  fails("must be a list", utils.map, double, { a = 1 })
end)

case("tablesReadWell", function()
  local globals = Test.load()
  local format = globals.require(".stringify").format
  equal(format({ 1, { a = "x", [7] = true } }), '{\n  1,\n  {\n    [7] = true,\n    a = "x"\n  }\n}')
  equal(format({ n = globals.require(".bint")(64)(5) }), "{\n  n = 5\n}")
  local endless = {}
  endless[1] = endless
  equal(#format(endless) < 2000, true)
  equal(globals.require(".pretty").tprint({ a = 1, b = { c = true } }), "a: 1\nb: \n c: true\n")
end)
