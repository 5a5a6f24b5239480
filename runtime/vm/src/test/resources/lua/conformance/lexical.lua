-- Manual 3.1: lexical conventions.
print(...)
print("a\tb", 'c\'d', "e\"f", "\a\b\f\v" == "\7\8\12\11", #"\r\n")
print("\65\066\0677", "\x41\x7a", "\u{48}\u{20AC}\u{10FFFF}", #"\u{FFFF}", #"\u{0}")
print("line one\
line two")
print("skip \z
       spaces", "\z", "x\z   y")
print(#"a\0b\0c", ("a\0b"):byte(1, -1))
print([[long]], [==[with ]] and ]=] inside]==], [[
first newline dropped]], [[

second kept]], #[[]], [=[]]=])
print(#[[a
b]], [[\n is not an escape]])
--[[ a long
comment ]] print("after long comment")
--[==[ ]] ]=] still
]==] print("after level two")
---[[ not long
print("line comment with dashes")
--[ not long either
--
print(0xff, 0XA, 0x.8, 0x8., 0xA.8p1, 0x1P-2, 0x10p+1, 0xffffffffffffffff, 0x1ffffffffffffffff)
print(3, 3.0, 3., .5, 3e2, 3E-2, 0.3e+1, 3.14159, 1e308 * 10, 00012, 1e0)
print(9223372036854775807, 9223372036854775808, -9223372036854775808, 123456789012345678901234567890)
print(1--comment
+1)
print(1 ..2, 1 .. 2, "a".."b".."c")
local _, _1, a_b, A = 1, 2, 3, 4
print(_, _1, a_b, A)
local andy, Or, nota = 1, 2, 3
print(andy, Or, nota);;;print("semicolons")
print(#"\
", "\
" == "\n")
local t = {1, 2; 3, [10] = 4; x = 5,}
print(#t, t[10], t.x, ({...})[1], #{n = 1}, #{(print)}, #{...})
print(- - 2, not not nil, - -2.0, not 1 == 2, ~ ~5, -2 ^ 2, 2 ^ -1, #"ab" + 1, -"2", - "0x10")
print(2 ^ 3 ^ 2, 1 .. 2 .. 3, 7 - 3 - 2, 1 + 2 < 4, "a" < "b" == true, 1 << 2 + 1, 5 & 3 | 8 ~ 1, 3 | 4 & 5 ~ 6)
print(1 or error(), nil and error(), false or nil, nil or false, false == nil, 1 and 2 or 3, nil and 2 or 3)
print(not nil == true, not (nil == true), 1 < 2 and 2 < 3, 2 * 3 % 4, 7 // 2 * 2, -7 // 2, -7 % 3, 2 .. 3 == "23")
goto done
print("skipped")
::done:: ::done2::
print("done")
local function bad(source) print(select(2, load(source, "=x"))) end
for _, source in ipairs {
  '"open', "'open\n'", '"\\q"', '"\\300"', '"\\xZZ"', '"\\x1"', '"\\u{110000000}"', '"\\u41"', '"\\u{}"', '"\\u{41"', "[[open", "[=[open]]", "[==",
  "--[[open", "x = 3x", "x = 0x", "x = 0xg", "x = 1e", "x = 1e+", "x = 1..2", "x = 0x1p", "x = 1.2.3", "x = @", "x = $y", "x = `a`", "x = !1",
  "x = 'a\\", "x = 'a\\\n", "x = \"\\400\"", "x = 'abc\\x4", "x = 'a\\u{ffffffffff}'", "x = 08a", "x = ?", "x = \1", "x = 'a\r\nb'", "x = 3 == = 4", "x = 5 ~ = 4",
  "x = \200", "x = 1e5.5", "x = 0x5.5.5", "break", "x = 12345678901234567890e", "x = \"unterminated\nnext\"", "x = '\\9999'", "x = '\\z", "for", "::a", "x = ]]",
} do bad(source) end
print(load("return 'a\\\r\nb'")():byte(1, -1))
print(load("return 'a\\\n\rb'")():byte(1, -1))
print(load("return [[\r\na\r\nb\n\rc\rd]]")():byte(1, -1))
print(load("# a first line is not skipped by load"))
print(load("return 1 --"), load("return 2 --")())
print(load("\r\n\n\rerror('x')", "=lines") and pcall(load("\r\n\n\rerror('x')", "=lines")))
print(load("return '\\065\\10\\x0A\\u{A}'")():byte(1, -1))
print(load("return \"\\z  \n\n  x\"")(), pcall(load("local a = '\\\n\\\n' error('at')", "=l")))
print(load("return\v\f\t 1")(), load("return 0x7fffffffffffffff, 0x8000000000000000, 0xfffffffffffffffff")())
print(load("return 1e309, -1e309, 1e-400, 0x1p1023, 0x1p1024, 0x.1p-1080, 0x0.0000000001p10")())
