package dev.holon.vm.lua.differential;

/**
 * Loops over what costs the node most for its gas, each with what is made ready before it. They end
 * when their gas does.
 */
enum PricedOperation {
  EMPTY_LOOP("", ""),
  ADDITION("local x = 0", "x = x + i"),
  CALL("local function f(x) return x end", "f(i)"),
  TABLE_NEW("local t", "t = {i}"),
  CLOSURE_NEW("local f", "f = function() return i end"),
  POWER("local x", "x = (i % 7 + 0.3) ^ 1.7"),
  POWER_SMALL("local x", "x = i ^ 3"),
  POWER_SQUARE("local x", "x = i ^ 2"),
  POWER_HUGE("local x", "x = 1.0000001 ^ (i * 1e7)"),
  MODULO_FLOAT("local x", "x = (i + 0.5) % 3.7"),
  MODULO_GAP("local x, y, z = 1.7e308, 3e-308", "z = x % y z = x % y z = x % y z = x % y"),
  MODULO_GAP_SMALLEST("local x, y, z = 1.7e308, 5e-324", "z = x % y z = x % y z = x % y"),
  FMOD_GAP("local f, z = math.fmod", "z = f(1.7e308, 3e-308)"),
  SINE("local f, z = math.sin", "z = f(i + 0.5)"),
  SINE_HUGE("local f, z = math.sin", "z = f(i * 1e300)"),
  TANGENT("local f, z = math.tan", "z = f(i + 0.5)"),
  ARC("local f, z = math.acos", "z = f(1 / (i + 1.5))"),
  EXPONENTIAL("local f, z = math.exp", "z = f(i % 100 + 0.5)"),
  LOGARITHM("local f, z = math.log", "z = f(i + 0.5)"),
  LOGARITHM_OF_BASE("local f, z = math.log", "z = f(i + 0.5, 3)"),
  FORMAT_FIXED("local f, z = string.format", "z = f('%.2f', i + 0.123)"),
  FORMAT_FIXED_LONG("local f, z = string.format", "z = f('%.99f', 1e308)"),
  FORMAT_FIXED_TINY("local f, z = string.format", "z = f('%.99f', 5e-324)"),
  FORMAT_SCIENTIFIC_LONG("local f, z = string.format", "z = f('%.99e', 4.9e-324)"),
  FORMAT_GENERAL_LONG("local f, z = string.format", "z = f('%.99g', 1.7e-308)"),
  FORMAT_HEXADECIMAL("local f, z = string.format", "z = f('%a', i + 0.1)"),
  FORMAT_QUOTED_FLOAT("local f, z = string.format", "z = f('%q', i + 0.1)"),
  FORMAT_INTEGER("local f, z = string.format", "z = f('%99.99d', i)"),
  FORMAT_WIDE_TEXT("local f, z = string.format", "z = f('%99s', 'x')"),
  TEXT_OF_FLOAT("local f, z = tostring", "z = f(i + 0.1)"),
  TEXT_OF_TINY_FLOAT("local f, z = tostring", "z = f(i * 4.9e-324)"),
  TEXT_OF_HUGE_FLOAT("local f, z = tostring", "z = f(1.7e308 / i)"),
  TEXT_OF_INTEGER("local f, z = tostring", "z = f(i)"),
  FLOAT_JOINED("local z", "z = (1.7e-308 * i) .. ''"),
  NUMBER_OF_TEXT("local f, z = tonumber", "z = f('1.7976931348623157e308')"),
  NUMBER_OF_LONG_TEXT("local f, z, s = tonumber, 0, ('123456789'):rep(80) .. 'e-1000'", "z = f(s)"),
  NUMBER_OF_TINY_TEXT(
      "local f, z, s = tonumber, 0, '0.' .. ('0'):rep(320) .. ('49'):rep(300)", "z = f(s)"),
  TEXT_AS_NUMBER("local z, s = 0, '4.9406564584124654417656879286822137e-324'", "z = s + 1"),
  WIDE_FRAME(
      "local names = {} for i = 1, 199 do names[i] = 'a' .. i end"
          + " local f = load('return function() if true then return 1 end local '"
          + " .. table.concat(names, ',') .. ' = 1 end')()",
      "f() f() f() f()"),
  WIDE_FRAME_TAIL_CALL(
      "local names = {} for i = 1, 199 do names[i] = 'a' .. i end"
          + " local f = load('local f f = function(n) if n > 0 then return f(n - 1) end local '"
          + " .. table.concat(names, ',') .. ' = 1 end return f')()",
      "f(100)"),
  MANY_CAPTURES(
      "local names = {} for i = 1, 190 do names[i] = 'a' .. i end names = table.concat(names, ',')"
          + " local f = load('local ' .. names .. ' return function() local ' .. names"
          + " .. ' local g for i = 1, 100 do g = function() return ' .. names .. ' end end end')()",
      "f()"),
  MANY_OUTER_CAPTURES(
      "local names = {} for i = 1, 190 do names[i] = 'a' .. i end names = table.concat(names, ',')"
          + " local f = load('local ' .. names .. ' return function() local g for i = 1, 100 do g ="
          + " function() return ' .. names .. ' end end end')()",
      "f()"),
  BORDER_IN_NODES(
      "local t = {} for e = 1, 60 do t[1 << e] = 1 end t[1] = 1 local n",
      "n = #t n = #t n = #t n = #t n = #t n = #t"),
  BORDER_IN_ARRAY(
      "local t = {} for k = 1, 1e5 do t[k] = 1 end for k = 1e5, 7e4, -1 do t[k] = nil end local n",
      "n = #t n = #t n = #t n = #t n = #t n = #t"),
  NEXT_IN_CHAIN(
      "local t = {} for k = 1, 4e3 do t[k << 44] = 1 end local last = next(t)"
          + " for k in next, t do last = k end",
      "for k in next, t, last do break end"),
  PAIRS_IN_CHAIN("local t = {} for k = 1, 4000 do t[k << 44] = 1 end", "for k in pairs(t) do end"),
  PAIRS_OVER_TEXTS(
      "local t = {} for k = 1, 1000 do t['key' .. k] = 1 end", "for k in pairs(t) do end"),
  PAIRS_OVER_EMPTY(
      "local t = {} for k = 1, 1e4 do t['key' .. k] = 1 end for k in pairs(t) do t[k] = nil end",
      "for k in pairs(t) do end"),
  FETCH_IN_CHAIN(
      "local t = {} for k = 1, 4e3 do t[k << 44] = 1 end local z", "z = t[1 << 44] z = t[0]"),
  LONG_KEY(
      "local t, s = {}, ('x'):rep(1e6) t[s .. 'y'] = 1 local z = s .. 'y'",
      "for k in next, t, z do end"),
  LONG_KEYS_ALIKE(
      "local t, s = {}, ('x'):rep(1e6) for k = 1, 30 do t[s .. ('ab'):rep(k) .. ('cd'):rep(40 - k)]"
          + " = k end local z",
      "z = t[s .. ('ab'):rep(30) .. ('cd'):rep(10)]"),
  INHERITED_FIELD(
      "local t = {} for k = 1, 100 do t = setmetatable({}, {__index = t}) end local z", "z = t.x"),
  COLLECTION_OF_TABLES("local t = {} for k = 1, 4e5 do t[k] = {} end local z", "z = {{}, {}, {}}"),
  COLLECTION_OF_TEXTS(
      "local t = {} for k = 1, 6e5 do t[k] = 'text number ' .. k end local z",
      "z = {{}, {}, {}, ('x'):rep(1000)}"),
  COLLECTION_OF_LONG_TEXTS(
      "local t = {} for k = 1, 300 do t[k] = ('x'):rep(2e5) .. k end local z",
      "z = ('x'):rep(10000)"),
  COLLECTION_OF_CLOSURES(
      "local t = {} for k = 1, 3e5 do t[k] = function() return k end end local z", "z = {{}, {}}"),
  COLLECTION_OF_COROUTINES(
      "local t = {} for k = 1, 4e4 do t[k] = coroutine.wrap(function() coroutine.yield() end)"
          + " t[k]() end local z",
      "z = {{}, {}}"),
  COLLECTION_OF_ONE_TEXT(
      "local t, s = {}, ('x'):rep(100) for k = 1, 2e6 do t[k] = s end local z", "z = {{}, {}}"),
  TRACEBACK("local f = debug.traceback", "f()"),
  TRACEBACK_OF_LONG_FUNCTION(
      "local g = load('local t = ... for j = 1, 100 do if t then t() else '"
          + " .. ('x = 1 '):rep(3e4) .. ' end t() end')",
      "g(debug.traceback)"),
  ERROR_CAUGHT("local f = pcall", "f(error, 'x')"),
  ERROR_OF_VARIABLE("local function f() local x x.y = 1 end", "pcall(f)"),
  ERROR_OF_LONG_NAME(
      "local t = setmetatable({}, {__name = ('n'):rep(1e6)})", "pcall(string.rep, t)"),
  ERROR_OF_LONG_VARIABLE(
      "local f = load('local ' .. ('v'):rep(1e5) .. ' return function() return ' .. ('v'):rep(1e5)"
          + " .. '.x end')()",
      "pcall(f)"),
  TEXT_OF_LONG_NAME(
      "local t = setmetatable({}, {__name = ('n'):rep(1e6)}) local z", "z = tostring(t)"),
  COROUTINE_SWITCH(
      "local f = coroutine.wrap(function() while true do coroutine.yield() end end)", "f()"),
  COROUTINE_NEW("local w = coroutine.wrap", "w(function() end)()"),
  COROUTINE_WIDE("local w, f = coroutine.wrap, function(...) return ... end", "w(f)(i, i, i, i)"),
  LOAD_SMALL("local f = load", "f('return ' .. i)"),
  LOAD_KNOWN("local f = load", "f('return 1')"),
  LOAD_AND_HEAT(
      "local f = load", "f('local x = 0 for i = 1, 200 do x = x + i end return x .. ' .. i)()"),
  LOAD_AND_BURN(
      "local f = load", "f('local x = 0 for i = 1, 12000 do x = x + i end return x .. ' .. i)()"),
  LOAD_AND_BURN_LONG(
      "local names = {} for i = 1, 150 do names[i] = 'a' .. i end local lines = {}"
          + " for i = 1, 400 do lines[i] = 'a' .. i % 150 + 1 .. ' = a' .. i % 149 + 1 .. ' + x' end"
          + " local s = 'local x = 0 local ' .. table.concat(names, ',') .. ' if x == 1 then '"
          + " .. table.concat(lines, ' ') .. ' end for i = 1, %d do x = x + i end return x .. '"
          + " local f = load",
      "f(s:format(i < 10 and 12000 or 400000) .. i)()"),
  LOAD_MANY_LOCALS("local f, s = load, ('do local a end '):rep(1000)", "f(s .. i)"),
  LOAD_MANY_CONSTANTS(
      "local c = {} for k = 1, 1000 do c[k] = 0.5 + k end local f, s = load, 'return {' .. "
          + "table.concat(c, ',') .. '} --'",
      "f(s .. i)"),
  SORT("local t = {} for k = 1, 1000 do t[k] = (k * 7919) % 1000 end local s = table.sort", "s(t)"),
  SORT_TEXTS(
      "local t = {} for k = 1, 1000 do t[k] = 'k' .. (k * 7919) % 1000 end local s = table.sort",
      "s(t)"),
  CONCAT_TABLE("local t = {} for k = 1, 1000 do t[k] = 'x' end local z", "z = table.concat(t)"),
  CONCAT_FLOATS(
      "local t = {} for k = 1, 1000 do t[k] = k * 4.9e-320 end local z", "z = table.concat(t)"),
  INSERT_FRONT(
      "local t = {} for k = 1, 1000 do t[k] = k end", "table.insert(t, 1, 0) t[1001] = nil"),
  REMOVE_FRONT("local t = {} for k = 1, 1000 do t[k] = k end", "table.remove(t, 1) t[1000] = 1"),
  UNPACK("local t = {} for k = 1, 240 do t[k] = k end local u = table.unpack", "u(t)"),
  SELECT_LAST("local function f(...) return select(-1, ...) end", "f(i, i, i, i, i, i)"),
  VARIADIC("local function f(...) return ... end", "f(i, i, i, i, i, i)"),
  REP("local z", "z = ('x'):rep(1000)"),
  SUB("local z, s = 0, ('x'):rep(1000)", "z = s:sub(2, 999)"),
  BYTE("local z, s = 0, ('x'):rep(200)", "z = s:byte(1, -1)"),
  CHAR("local z, c = 0, string.char", "z = c(65, 66, 67, 68, 69, 70, 71, 72)"),
  UPPER("local z, s = 0, ('x'):rep(1000)", "z = s:upper()"),
  REVERSE("local z, s = 0, ('x'):rep(1000)", "z = s:reverse()"),
  FIND_PLAIN("local z, s = 0, ('a'):rep(1000)", "z = s:find('aaab', 1, true)"),
  FIND_PATTERN("local z, s = 0, ('a'):rep(1000)", "z = s:find('a-b')"),
  FIND_SET("local z, s = 0, ('a'):rep(1000)", "z = s:find('[b-z]')"),
  FIND_BALANCE("local z, s = 0, ('('):rep(1000)", "z = s:find('%b()')"),
  FIND_FRONTIER("local z, s = 0, ('a'):rep(1000)", "z = s:find('%f[b]')"),
  GSUB("local z, s = 0, ('a'):rep(1000)", "z = s:gsub('a', 'b')"),
  GSUB_FUNCTION("local z, s = 0, ('a'):rep(100)", "z = s:gsub('a', function(x) return x end)"),
  GMATCH("local z, s = 0, ('a'):rep(1000)", "for w in s:gmatch('a') do z = w end"),
  PACK("local z, p = 0, string.pack", "z = p('i4i8ds4', i, i, i + 0.5, 'text')"),
  PACK_PADDED("local z, p = 0, string.pack", "z = p('!16 i1 i16 i1 i16', 1, 2, 3, 4)"),
  UNPACK_BYTES(
      "local s = string.pack('i4i8ds4', 1, 2, 3.5, 'text') local u = string.unpack",
      "u('i4i8ds4', s)"),
  UTF8_LENGTH("local s, z = ('ä'):rep(500)", "z = utf8.len(s)"),
  UTF8_CODES("local s, z = ('ä'):rep(500)", "for p, c in utf8.codes(s) do z = c end"),
  UTF8_OFFSET("local s, z = ('ä'):rep(5000)", "z = utf8.offset(s, -1000)"),
  EQUAL_LONG("local a, b, z = ('x'):rep(1e6) .. 1, ('x'):rep(1e6) .. 2", "z = a == b"),
  LESS_LONG("local a, b, z = ('x'):rep(1e6) .. 1, ('x'):rep(1e6) .. 2", "z = a < b"),
  DATE_LONG("local d, z, s = os.date, 0, '!' .. ('%c'):rep(1000)", "z = d(s, i)"),
  FORMAT_MANY("local f, z, s = string.format, 0, ('%%%%'):rep(1000)", "z = f(s)"),
  PACK_MANY("local p, z, s = string.packsize, 0, ('i1'):rep(1000)", "z = p(s)"),
  FIND_EMPTY("local z, s = 0, ('a'):rep(1000)", "z = s:gsub('', '')"),
  GSUB_TABLE("local z, s, t = 0, ('a'):rep(1000), {a = 'b'}", "z = s:gsub('a', t)"),
  FIND_LONG_SET(
      "local z, s, p = 0, ('a'):rep(1000), '[' .. ('bcdefgh'):rep(30) .. ']'", "z = s:find(p)"),
  FIND_BACK_REFERENCE("local z, s = 0, ('a'):rep(300)", "z = s:find('(a+)%1b')"),
  MOVE("local t = {} for k = 1, 1000 do t[k] = k end local m = table.move", "m(t, 1, 999, 2)"),
  PACK_TABLE("local p, z = table.pack", "z = p(i, i, i, i, i, i)"),
  TONUMBER_BASE("local f, z, s = tonumber, 0, ('z'):rep(1000)", "z = f(s, 36)"),
  MAXIMUM("local f, z = math.max", "z = f(i, 1, 2.5, i, 3, 4, 5, 6)"),
  RAW_GET("local f, z, t = rawget, 0, {1}", "z = f(t, 1)"),
  TYPE("local f, z = type", "z = f(i)"),
  CONCAT_WIDE("local z", "z = i .. i .. i .. i .. i .. i .. i .. i"),
  UNWIND(
      "local function deep(n) if n == 0 then error('x') end local r = deep(n - 1) return r end",
      "pcall(deep, 150)"),
  ERROR_HANDLED("local function h(m) return m end", "xpcall(error, h, 'x')"),
  REQUIRE("local r = require package.preload.x = function() return 1 end", "r('x')"),
  DATE("local d, z = os.date", "z = d('!%Y-%m-%d %H:%M:%S', i)"),
  TIME("local f, z = os.time", "z = f({year = 2000 + i % 100, month = i, day = i})"),
  RANDOM("local f, z = math.random", "z = f(i)"),
  METATABLE("local z", "z = setmetatable({}, {})"),
  REGISTER_FILL(
      "local names = {} for i = 1, 190 do names[i] = 'a' .. i end names = table.concat(names, ',')"
          + " local f = load('return function() for i = 1, 100 do local ' .. names .. ' end end')()",
      "f()"),
  RETURN_MANY(
      "local t = {} for k = 1, 200 do t[k] = k end local function f() return table.unpack(t) end",
      "f()"),
  GLOBAL_WRITE("", "X = i");

  /** What is made ready. */
  final String before;

  /** The same and the loop. */
  final String source;

  PricedOperation(String before, String loop) {
    this.before = before;
    this.source = before + " for i = 1, 1e9 do " + loop + " end";
  }
}
