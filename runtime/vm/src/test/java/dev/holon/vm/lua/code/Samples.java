package dev.holon.vm.lua.code;

import java.util.ArrayList;
import java.util.List;

/** Programs that between them use every construct of Lua 5.3. */
final class Samples {
  private static final String[] SOURCES = {
    "",
    "return",
    "return ...",
    "return f(...), g()",
    "return (f())",
    "return f(x)",
    "local t = {} return t:m(1)",
    """
    local a, b, c = 1, 2
    local d, e = f()
    local g, h, i = ...
    local j, k = f(), ...
    local l = f(), g()
    a, b, c = c, b, a
    a, b = f()
    x, y.z, a = 1, 2, 3, 4
    local n
    local o, p
    """,
    """
    local a, t = {}, {}
    a.b, a = 1, 2
    t[a], a = 3, 4
    a[a], a, t = 1, 2, 3
    local function f()
      a.x, a = 1, 2
      a[1], t, a = t, a, 5
    end
    """,
    """
    local x, y = 1, nil
    if x then y = 1 end
    if not x then y = 2 else y = 3 end
    if x == 1 then elseif x ~= 2 and y then f() elseif not (x < y) or g then h() else i() end
    if x then goto done end
    if x > 1 then goto done; else y = 0 end
    if 1 then a() end
    if nil then b() end
    if false then c() elseif true then d() end
    ::done::
    """,
    """
    while true do break end
    while x do if y then break end local z = function() return x end end
    while nil do f() end
    while not (a and b) do a = b or c end
    repeat local q = f() until q
    repeat local q = f(); local function g() return q end until g() or q
    repeat if x then break end until false
    repeat until nil
    """,
    """
    for i = 1, 10 do f(i) end
    for i = a, b, -1 do local k = i; fs[i] = function() return k + i end; if k then break end end
    for k, v in pairs(t) do print(k, v) end
    for a, b, c, d, e in f, s, v, w do g(a, b, c, d, e) end
    for l in ... do goto continue; local x = 1; f(x) ::continue:: end
    for i = 1, 0x10, 1.5 do for j = i, #t do t[i][j] = i * j end end
    """,
    """
    local function f(...) return ... end
    local function g(a, b, ...) local x = ... ; local t = {...} return select('#', ...), {a, ..., b}, {n = 1, ...} end
    function a.b.c:d(x) return self, x end
    function h(...) f(...) f(1, ...) f((...)) end
    function k() return function() return function() return f, g, k end end end
    local rec = function(n) return rec(n) end
    """,
    """
    local a, b, c, d = 1, 2, 3, 4
    local r = a + b - c * d / a // b % c ^ d .. a .. b
    r = a & b | c ~ d << a >> ~b
    r = -a, not a, #a, ~a
    r = a == b, a ~= b, a < b, a <= b, a > b, a >= b
    r = a and b or c
    r = (a and b) or (c and d)
    r = not (a or b) and not c
    r = a and (b or (c and d)) == nil
    r = (a == b) == (c ~= d)
    r = a < b and c > d or a
    r = nil == a, a == nil, true ~= a, 1 < a, a < 1, 'x' >= a, a .. 'x' .. 1
    r = f(a and b, c or d)
    r = {a and b, x = c or d, [a == b] = not c}
    r = 1 + nil, nil + 1, 'a' + 1, 1 + 'a', 1 + x, x + 1, 1 + true, false .. 2
    """,
    """
    return 1 + 2, 2 ^ 3, 7 // 2, -7 // 2, 7 % -3, -7.5 % 2, 7.0 // -2, 1 / 2, 1 / 0, 0 / 0, 1 // 0, 1 % 0
    , 3 & 5, 3 | 5, 3 ~ 5, ~0, 1 << 62, 1 << 64, 1 >> -1, -1 >> 60, 1.0 | 2, 1.5 | 2, - -1, -0.0, 0.0, -0, 0 * -1
    , 9223372036854775807 + 1, -9223372036854775808 // -1, 1e308 * 10, 2 ^ 0.5, 5 // 0.0, 5 % 0.0, 2 ^ 1023 * 2
    , 'a' .. 'b', 1 .. 2, #'abc', not 1, not nil, not not 'x', -'2', 3 - 3, 3.0 - 3, 1 < 2, 1 == 1.0, 7.0 % -3, 1 << 63 >> 63
    """,
    """
    local s = 'a\\n\\r\\t\\v\\f\\a\\b\\\\\\'\\"\\0\\65\\x41\\u{41}\\u{7FF}\\u{FFFF}\\u{10FFFF}\\z
         b\\
    c'
    local l = [[
    first
    ]] .. [==[ ]] ]=] ]==] --[[ comment ]] --[==[ long
    comment ]] ]==]
    -- short
    --[ short ]]
    local n = 0x10, 0xA.8p1, 0x.1, 1e10, 1E-3, .5, 5., 3e+2, 0xffffffffffffffff, 9223372036854775808, 0X1P4
    local f = f'x' "y" [[z]] {1} {a = 1}
    """,
    """
    local t = {}
    t = {1, 2, 3; 4}
    t = {a = 1, ['b'] = 2, [3] = 3, [1.5] = 4, [t] = t, [nil or 1] = 5}
    t = {f(), f()}
    t = {f(), (f())}
    t = {[f()] = f(), x}
    t.a.b.c = t.a[1][t.b]
    t[1], t[2.0], t['x y'], t[nil], t[true] = 1, 2, 3, 4, 5
    t:m():n{}:o'x'
    (f or g)(1)(2)
    """,
    """
    do
      local a
      goto l1
      do local b; f(function() return b end) goto l1 end
      ::l1::
    end
    do ::top:: local x = f(); if x then g(function() return x end) goto top end end
    do goto e; local a; ::e:: ; ::e2:: end
    for i = 1, 3 do
      for j = 1, 3 do
        local k = function() return i + j end
        if k() then goto next end
        f(k)
      end
      ::next::
    end
    ::a:: ::b:: ::c:: goto d ::d::
    """,
    """
    local _ENV = {}
    x = 1
    function f() y = x end
    do local _ENV <= 1 end
    """
        .replace("do local _ENV <= 1 end", "do local _ENV = nil; z() end"),
    """
    local function one() return 'k', 1, 2.5, nil end
    local function two() return 'l', 'k', 2.5, 1 end
    return 'k', 'l', function() return 'm', 'k' end, 'k', 1, 2.5, 'm'
    """,
    "local a = {} \r\n local b = 'x\\\r\ny' \n\r return [[\r\nq\r\rz\n\r]] --\r\n\r\n return_ = 1"
        .replace("return_ = 1", ""),
    "\n\n\nlocal a =\n f\n(\n1,\n2)\n:m\n(x)\n+\n1\n..\n2\n..\nx\nreturn a\n",
    "local a <\n".replace("<", "=") + "-\nx\nreturn not\nx,\n#\nx, x\n<\ny",
    "local a; local b; local c; do local d, e end local f, g = nil, nil; f = nil",
    "local a = nil; if a then local b end local c",
    "return function(a, b) local c = a; return function() c = b; a = c end end",
    "f(function() return _ENV end, function() local _ENV = 1; return function() return x end end)",
    "while a do local x; if b then break else local y = function() return x end end end",
    "a = b and c; b = a or nil; c = a and nil; d = nil and a; e = 1 and a; f = a and 1 == 1",
    "local a, b, c; a = b and c; b = not (b and c) or a; c = not not (a == b); a = not nil and b",
    "local x = a == b and c ~= d or not e; return x and y, x or y",
    "local t = {...}; t[#t + 1], t[#t] = ..., nil; t = {(...)}; t = {..., 1}",
    "goto l ::l:: local x ::m:: if x then goto m end return",
  };

  private Samples() {}

  static List<String> all() {
    List<String> all = new ArrayList<>(List.of(SOURCES));
    all.add(repeated("return {", "%d,", 400, "}"));
    all.add(repeated("return {", "f(%d),", 120, "...}"));
    all.add(repeated("return {", "x%d = %1$d,", 300, "}"));
    all.add(repeated("local t = ", "'k%d' .. ", 60, "1"));
    all.add(repeated("", "t.k%d = %1$d.5; ", 300, "return t.z + 'q', a.k1, 'k1' .. 7 == 'zz'"));
    all.add(repeated("", "local v%d = f ", 200, ""));
    all.add(repeated("return {", "1,", 26000, "}"));
    all.add(repeated("return ", "x and y or ", 100, "z"));
    all.add(repeated("if a then b() ", "elseif x == %d then y() ", 100, "end"));
    all.add(repeated("return {", "%d.5,", 263000, "x, 'last', {y = 'z'}}"));
    return all;
  }

  private static String repeated(String start, String part, int count, String end) {
    StringBuilder text = new StringBuilder(start);
    for (int i = 0; i < count; i++) {
      text.append(part.contains("%") ? part.formatted(i) : part);
      if (i % 10 == 9) {
        text.append('\n');
      }
    }
    return text.append(end).toString();
  }
}
