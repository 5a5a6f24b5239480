function handle(msg)
  lines = {}
  local kind, x = msg.Data:match("^(%a)(%d+)$")
  x = tonumber(x)
  if kind == "P" then
    if not Program or coroutine.status(Program) == "dead" then
      Program = coroutine.create(program)
    end
    note(coroutine.status(Program), coroutine.resume(Program, x))
  elseif kind == "W" then
    note(pcall(A[7], x))
  elseif kind == "A" then
    note(pcall(A[x % #A + 1], x // #A))
  else
    note(B[x % #B + 1](x // #B))
  end
  return {Output = table.concat(lines, "\n")}
end
