-- Times a benchmark: arg[1] is the file, arg[2] how many times. Prints the milliseconds of each round, then what it printed.
local program = assert(loadfile(arg[1]))
local times, said = {}, ""
print = function(...)
  local t = { ... }
  for i = 1, select("#", ...) do t[i] = tostring(t[i]) end
  said = table.concat(t, "\t")
end
for i = 1, tonumber(arg[2]) do
  local start = os.clock()
  program("1")
  times[i] = string.format("%.3f", (os.clock() - start) * 1000)
end
io.write(table.concat(times, " "), "\n", said, "\n")
