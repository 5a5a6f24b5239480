package dev.holon.vm.lua.differential;

import java.util.List;

/** Bodies of hostile programs, each with the texts of which one must show how it ended. */
enum HostileBody {
  ENDLESS_WHILE("while true do end", "out of gas"),
  ENDLESS_REPEAT("repeat until false", "out of gas"),
  ENDLESS_GOTO("::top:: goto top", "out of gas"),
  ENDLESS_FOR("for i = 1, math.huge do end", "out of gas"),
  ENDLESS_GENERIC_FOR("for _ in function() return 1 end do end", "out of gas"),
  ENDLESS_TAIL_CALL("local function f() return f() end return f()", "out of gas"),
  ENDLESS_MUTUAL_TAIL_CALL(
      "local g local function f() return g() end function g() return f() end return f()",
      "out of gas"),
  ENDLESS_PCALL("while true do pcall(error) end", "out of gas"),
  ENDLESS_LOADED("load('while true do end', 'x', 't', {})()", "out of gas"),
  ENDLESS_WITHOUT_ENVIRONMENT("local _ENV = {} while true do end", "out of gas"),
  ENDLESS_METAMETHOD(
      "local t = setmetatable({}, {__index = function(t, k) return k end}) while t[1] do end",
      "out of gas"),
  ENDLESS_CALL_METAMETHOD(
      "local t t = setmetatable({}, {__call = function() return t() end}) return t()",
      "out of gas",
      "stack overflow"),
  ENDLESS_PING_PONG(
      "local a = coroutine.wrap(function() while true do coroutine.yield() end end) while true do a() end",
      "out of gas"),
  ENDLESS_COROUTINE_RECURSION(
      "local function f() return coroutine.wrap(f)() end return f()",
      "out of gas",
      "out of memory",
      "stack overflow"),
  ENDLESS_RESUME_CHAIN(
      "local function f() return coroutine.resume(coroutine.create(f)) end print(f())",
      "out of gas",
      "out of memory",
      "stack overflow"),
  ENDLESS_COROUTINE_MUTUAL(
      "local g local function f() return coroutine.wrap(function() return g() end)() end function g() return coroutine.wrap(function() return f() end)() end return f()",
      "out of gas",
      "out of memory",
      "stack overflow"),
  ENDLESS_READER("return load(function() return ' ' end)", "out of gas", "out of memory"),
  ENDLESS_READER_OF_CODE(
      "return load(function() return 'x = 1 ' end)",
      "out of gas",
      "out of memory",
      "overflow",
      "too many"),
  ENDLESS_READER_OF_STRING(
      "local n = 0 return load(function() n = n + 1 return n == 1 and 'x = [[' or 'aaaaaaaaaaaaaaaa' end)",
      "out of gas",
      "out of memory"),
  ENDLESS_HANDLER("xpcall(error, function() while true do end end)", "out of gas"),
  HANDLER_FAILS("print(xpcall(error, function() error('again') end))", "false"),
  HANDLER_RECURSION(
      "local function h(m) return xpcall(error, h, m) end print(h('x'))",
      "out of gas",
      "out of memory",
      "stack overflow",
      "false"),
  ERROR_TABLE("error({})", "table"),
  ERROR_FAILS_IN_TOSTRING(
      "print(pcall(error, setmetatable({}, {__tostring = function() error('no text', 0) end})))",
      "no text"),
  ERROR_LOOPS_IN_TOSTRING(
      "error(setmetatable({}, {__tostring = function() while true do end end}))",
      "out of gas",
      "table"),
  PATTERN_OPTIONAL(
      "return ('a'):rep(30):find(('a?'):rep(30) .. ('a'):rep(30))", "out of gas", "too complex"),
  PATTERN_LAZY("return ('a'):rep(5000):find('.-.-.-b')", "out of gas"),
  PATTERN_GREEDY("return ('a'):rep(5000):find('.*.*.*b')", "out of gas"),
  PATTERN_BALANCE(
      "return ('('):rep(100000):find('%b()b', 1) or ('('):rep(100000):gsub('%b()', '')",
      "out of gas"),
  PATTERN_FRONTIER(
      "for i = 1, 1e9 do ('a'):rep(10000):find('%f[b]') end", "out of gas", "out of memory"),
  PATTERN_CAPTURES("return ('a'):rep(1000):find(('(a*)'):rep(20) .. 'b')", "out of gas"),
  PATTERN_BACK_REFERENCE("return ('a'):rep(3000):find('(a*)%1(a*)%2b')", "out of gas"),
  PATTERN_LONG("return ('x'):rep(300000):find(('x?'):rep(300000))", "out of gas", "too complex"),
  PATTERN_SETS(
      "while true do ('a'):rep(100000):find('[' .. ('b'):rep(100000) .. ']') end", "out of gas"),
  PATTERN_PLAIN("return ('a'):rep(1000000):find(('a'):rep(500000) .. 'b', 1, true)", "out of gas"),
  PATTERN_GMATCH("for a in ('a'):rep(100000):gmatch('.-b') do end", "out of gas"),
  REP_HUGE("local s = string.rep('x', 1 << 30)", "out of gas", "out of memory"),
  REP_TOO_LARGE(
      "local s = string.rep('x', math.maxinteger)",
      "out of memory",
      "out of gas",
      "resulting string too large"),
  REP_SEPARATOR(
      "local s = string.rep('', 1e9, 'abc')",
      "out of gas",
      "out of memory",
      "hostile:2: resulting string too large",
      "false\thostile:2: resulting string too large"),
  REP_EMPTY("for i = 1, 1e9 do string.rep('', 1e9) end", "out of gas"),
  CONCAT_DOUBLING(
      "local s = 'x' while true do s = s .. s end",
      "out of gas",
      "out of memory",
      "too large",
      "overflow"),
  CONCAT_KEPT(
      "local t, s = {}, ('x'):rep(1000) while true do t[#t + 1] = s .. #t end",
      "out of gas",
      "out of memory"),
  CONCAT_TABLE(
      "local t = {} for i = 1, 1000 do t[i] = ('x'):rep(1000) end local s = {} while true do s[#s + 1] = table.concat(t) end",
      "out of gas",
      "out of memory"),
  CONCAT_TABLE_RANGE(
      "return table.concat(setmetatable({}, {__index = function() return 'x' end}), '', 1, math.maxinteger - 1)",
      "out of gas",
      "out of memory"),
  GSUB_GROWTH(
      "local s = 'x' while true do s = s:gsub('.', '%0%0') end", "out of gas", "out of memory"),
  FORMAT_WIDE(
      "for i = 1, 1e9 do string.format('%99.99f', 1e308) end", "out of gas", "out of memory"),
  FORMAT_TOO_WIDE(
      "print(pcall(string.format, '%1000000d', 1)) print(pcall(string.format, '%.1000000f', 1)) print(#string.format('%99.99f', 1e308))",
      "409"),
  FORMAT_GROWTH(
      "local s = 'x' while true do s = string.format('%s%s', s, s) end",
      "out of gas", "out of memory"),
  UNPACK_HUGE("return table.unpack({}, 1, 1e8)", "out of gas", "out of memory", "too many results"),
  UNPACK_WIDEST("return table.unpack({}, math.mininteger, math.maxinteger)", "too many results"),
  UNPACK_NESTED(
      "local t = {} for i = 1, 200 do t[i] = i end local function f(...) return select('#', ...) + f(1, ...) end return f(table.unpack(t))",
      "out of gas",
      "out of memory",
      "stack overflow",
      "too many"),
  SELECT_QUADRATIC(
      "local function f(...) for i = 1, select('#', ...) do local x = select(i, ...) end end while true do f(table.unpack({}, 1, 250)) end",
      "out of gas"),
  MOVE_HUGE("table.move({}, 1, 1e15, 2)", "out of gas"),
  MOVE_PROXY(
      "table.move(setmetatable({}, {__index = function(_, k) return k end}), 1, 1e15, 1, {})",
      "out of gas",
      "out of memory"),
  INSERT_FRONT(
      "local t = {} while true do table.insert(t, 1, 1) end", "out of gas", "out of memory"),
  TABLE_GROWTH("local t = {} for i = 1, 1e9 do t[i] = {} end", "out of gas", "out of memory"),
  TABLE_HASH_GROWTH(
      "local t = {} for i = 1, 1e9 do t['k' .. i] = i end", "out of gas", "out of memory"),
  TABLE_SPARSE(
      "local t = {} for i = 1, 1e9 do t[i * 1000003] = i end", "out of gas", "out of memory"),
  TABLE_REHASH(
      "local t = {} while true do t.x = nil t[{}] = nil end", "out of gas", "out of memory"),
  TABLE_NEXT(
      "local t = {} for i = 1, 10000 do t['k' .. i] = i end for i = 1, 10000 do t['k' .. i] = nil end while true do next(t) end",
      "out of gas",
      "out of memory"),
  TABLE_CONSTRUCTOR(
      "local t = {} while true do t = {t, {1, 2, 3}, x = {}} end", "out of gas", "out of memory"),
  CLOSURES_KEPT(
      "local t = {} while true do local x = #t t[x + 1] = function() return x end end",
      "out of gas",
      "out of memory"),
  PRINT_FLOOD("while true do io.write(('x'):rep(1000)) end", "out of gas", "out of memory"),
  PRINT_MANY(
      "local t = {} for i = 1, 200 do t[i] = ('y'):rep(1000) end while true do print(table.unpack(t)) end",
      "out of gas",
      "out of memory"),
  RECURSION(
      "local function f() return 1 + f() end return f()",
      "out of gas",
      "out of memory",
      "stack overflow"),
  RECURSION_WIDE(
      "local function f(...) local a, b, c, d, e, g, h = ... return 1 + f(a, b, c, ...) end return f(1, 2, 3)",
      "out of gas",
      "out of memory",
      "stack overflow",
      "too many"),
  RECURSION_PCALL(
      "local function f() return pcall(f) end print(f()) local function g() local a = pcall(g) return a end print(g())",
      "out of gas",
      "out of memory",
      "stack overflow",
      "true"),
  RECURSION_PCALL_ERROR(
      "local function f() local a, b = pcall(f) error(b, 0) end f()",
      "out of gas",
      "out of memory",
      "stack overflow",
      "error"),
  RECURSION_XPCALL(
      "local function f() xpcall(f, f) end f() print('over')",
      "out of gas",
      "out of memory",
      "stack overflow",
      "over"),
  RECURSION_INDEX(
      "local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k + 1] end return t[1]",
      "out of gas",
      "out of memory",
      "stack overflow"),
  RECURSION_ADD(
      "local t = setmetatable({}, {}) getmetatable(t).__add = function(a, b) return a + b end return t + 1",
      "out of gas",
      "out of memory",
      "stack overflow"),
  RECURSION_EQUALITY(
      "local m = {} m.__eq = function(a, b) return setmetatable({}, m) == setmetatable({}, m) and 1 end return setmetatable({}, m) == setmetatable({}, m)",
      "out of gas",
      "out of memory",
      "stack overflow"),
  RECURSION_LESS(
      "local m = {} local t = setmetatable({}, m) m.__lt = function(a, b) return not (a < b) end return t < t",
      "out of gas",
      "out of memory",
      "stack overflow"),
  RECURSION_CONCAT(
      "local m = {} local t = setmetatable({}, m) m.__concat = function(a, b) return (a .. b) .. '' end return t .. t",
      "out of gas",
      "out of memory",
      "stack overflow"),
  RECURSION_TOSTRING(
      "local m = {} local t = setmetatable({}, m) m.__tostring = function(a) return tostring(a) .. 'x' end return tostring(t)",
      "out of gas",
      "out of memory",
      "stack overflow"),
  RECURSION_PAIRS(
      "local m = {} local t = setmetatable({}, m) m.__pairs = function(a) return (pairs(a)) end return pairs(t)",
      "out of gas",
      "out of memory",
      "stack overflow"),
  RECURSION_LENGTH(
      "local m = {} local t = setmetatable({}, m) m.__len = function(a) return #a + 1 end return #t",
      "out of gas",
      "out of memory",
      "stack overflow"),
  RECURSION_SORT(
      "local function f() table.sort({3, 2, 1}, function(a, b) f() return a < b end) end f()",
      "out of gas",
      "out of memory",
      "stack overflow"),
  RECURSION_GSUB(
      "local function f() return (('x'):gsub('x', function() return f() end)) end return f()",
      "out of gas",
      "out of memory",
      "stack overflow"),
  RECURSION_LOAD(
      "local function f() return load(function() f() return nil end) end print(f())",
      "out of gas",
      "out of memory",
      "stack overflow",
      "nil",
      "function"),
  RECURSION_LOADED(
      "local s = 'local f = ... return load(f)(f) .. 1' return load(s)(s)",
      "out of gas",
      "out of memory",
      "stack overflow"),
  CHAIN_INDEX(
      "local t = {} for i = 1, 1e6 do t = setmetatable({}, {__index = t}) end print(pcall(function() return t.x end))",
      "out of gas",
      "out of memory",
      "chain too long"),
  CHAIN_INDEX_SHORT(
      "local t = {} for i = 1, 10000 do t = setmetatable({}, {__index = t}) end print(pcall(function() return t.x end))",
      "chain too long"),
  CHAIN_NEWINDEX(
      "local t = {} for i = 1, 10000 do t = setmetatable({}, {__newindex = t}) end print(pcall(function() t.x = 1 end))",
      "chain too long"),
  CHAIN_CALL(
      "local t = print for i = 1, 10000 do t = setmetatable({}, {__call = t}) end print(pcall(t))",
      "out of gas",
      "out of memory",
      "stack overflow",
      "attempt to call",
      "too many",
      "table"),
  CHAIN_METATABLE_LOOP(
      "local a, b = {}, {} setmetatable(a, b) setmetatable(b, a) a.__index = a b.__index = b print(pcall(function() return a.x end))",
      "loop"),
  PARSER_PARENTHESES(
      "print(load('return ' .. ('('):rep(1e5) .. '1' .. (')'):rep(1e5)))",
      "too many C levels",
      "out of gas",
      "out of memory"),
  PARSER_TABLES(
      "print(load('return ' .. ('{'):rep(1e5) .. ('}'):rep(1e5)))",
      "too many C levels",
      "out of gas",
      "out of memory"),
  PARSER_FUNCTIONS(
      "print(load(('return function() '):rep(1e5) .. ('end '):rep(1e5)))",
      "too many C levels",
      "out of gas",
      "out of memory"),
  PARSER_BLOCKS(
      "print(load(('do '):rep(1e5) .. ('end '):rep(1e5)))",
      "too many C levels",
      "out of gas",
      "out of memory"),
  PARSER_UNARY(
      "print(load('return ' .. ('not '):rep(1e5) .. '1'))",
      "too many C levels",
      "out of gas",
      "out of memory"),
  PARSER_CONCAT(
      "print(load('return ' .. ('1 .. '):rep(1e5) .. '1'))",
      "too many C levels",
      "out of gas",
      "out of memory"),
  PARSER_ELSEIF(
      "print(load('if x then ' .. ('elseif x then '):rep(1e5) .. 'end'))",
      "out of gas",
      "out of memory",
      "function",
      "too"),
  PARSER_CONSTANTS(
      "local t = {} for i = 1, 1e6 do t[i] = i + 0.5 end print(load('return {' .. table.concat(t, ',') .. '}'))",
      "out of gas",
      "out of memory",
      "function",
      "too many"),
  PARSER_LARGE_SOURCE(
      "print(load(('x = 1 '):rep(1700000)))",
      "out of gas",
      "out of memory",
      "function",
      "overflow",
      "too"),
  PARSER_LOCALS(
      "print(load(('local a '):rep(1e5)))",
      "too many local variables",
      "out of gas",
      "out of memory"),
  PARSER_LABELS(
      "local t = {} for i = 1, 50000 do t[i] = '::l' .. i .. '::' end print(load(table.concat(t)))",
      "out of gas",
      "out of memory",
      "function"),
  PARSER_GOTOS(
      "local t = {} for i = 1, 20000 do t[i] = 'goto l' .. i end print(load(table.concat(t, ' ')))",
      "out of gas",
      "out of memory",
      "no visible label"),
  PARSER_COMMENT(
      "print(load('--[' .. ('='):rep(1e6) .. '['))",
      "out of gas",
      "out of memory",
      "unfinished",
      "nil"),
  PARSER_NUMERAL(
      "print(load('return ' .. ('9'):rep(1e6)))", "out of gas", "out of memory", "function"),
  PARSER_REPEATED("while true do load('return {1, 2, 3, x = function() end}') end", "out of gas"),
  NUMERAL_LONG("while true do tonumber(('9'):rep(1e5) .. 'e-100000') end", "out of gas"),
  COROUTINES_KEPT(
      "local t = {} for i = 1, 1e6 do t[i] = coroutine.create(function() coroutine.yield() end) coroutine.resume(t[i]) end",
      "out of gas",
      "out of memory"),
  COROUTINES_DROPPED(
      "while true do coroutine.wrap(function() coroutine.yield() end)() end",
      "out of gas",
      "out of memory"),
  SORT_INCONSISTENT(
      "local t = {} for i = 1, 1000 do t[i] = i end print(pcall(table.sort, t, function() return true end))",
      "invalid order function"),
  SORT_ALTERNATING(
      "local n, t = 0, {} for i = 1, 1000 do t[i] = i end print(pcall(table.sort, t, function() n = n + 1 return n % 3 == 0 end))",
      "invalid order function", "true"),
  SORT_HUGE_LENGTH(
      "print(pcall(table.sort, setmetatable({}, {__len = function() return 2147483646 end, __index = function(_, k) return k end}), function(a, b) return a < b end))",
      "out of gas",
      "out of memory"),
  SORT_EQUAL(
      "local t = {} for i = 1, 100000 do t[i] = 1 end while true do table.sort(t) end",
      "out of gas",
      "out of memory"),
  PACK_HUGE(
      "print(pcall(string.pack, 'c2000000000', 'x'))", "out of gas", "out of memory", "too large"),
  PACK_MANY(
      "while true do string.pack(('i16'):rep(100), table.unpack((function() local t = {} for i = 1, 100 do t[i] = i end return t end)())) end",
      "out of gas"),
  UTF8_HUGE("while true do utf8.len(('x'):rep(1e5)) end", "out of gas"),
  REVERSE_UPPER(
      "local s = ('x'):rep(1e6) while true do s:reverse():upper():lower():byte(1) end",
      "out of gas",
      "out of memory"),
  COMPARE_LONG(
      "local a, b = ('x'):rep(1e6) .. 'a', ('x'):rep(1e6) .. 'a' while true do local c = a == b or a < b end",
      "out of gas"),
  LONG_KEYS(
      "local t, s = {}, ('x'):rep(1e5) while true do t[s .. 'a'] = 1 end",
      "out of gas",
      "out of memory"),
  NEXT_BAD("while true do pcall(next, {}, 1) end", "out of gas"),
  IPAIRS_ENDLESS(
      "for i, v in ipairs(setmetatable({}, {__index = function(_, i) return i end})) do end",
      "out of gas"),
  GLOBALS_GONE(
      "local all = _G for k in pairs(all) do if k ~= 'print' and k ~= 'pcall' then all[k] = nil end end while true do end",
      "out of gas"),
  STRING_METATABLE(
      "getmetatable('').__index = function(s, k) return s[k] end return ('x').y",
      "out of gas",
      "out of memory",
      "stack overflow");

  private final String source;
  private final List<String> accepted;

  HostileBody(String source, String... accepted) {
    this.source = source;
    this.accepted = List.of(accepted);
  }

  /** The body, in a block of its own so that a return may stand in it. */
  String source() {
    return "do " + source + " end";
  }

  List<String> accepted() {
    return accepted;
  }
}
