local rounds = tonumber((...)) or 1
local function mandelbrot(size, limit)
  local inside = 0
  for y = 0, size - 1 do
    local ci = 2.0 * y / size - 1.0
    for x = 0, size - 1 do
      local cr, zr, zi, n = 2.0 * x / size - 1.5, 0.0, 0.0, 0
      while n < limit and zr * zr + zi * zi < 4.0 do
        zr, zi = zr * zr - zi * zi + cr, 2.0 * zr * zi + ci
        n = n + 1
      end
      if n == limit then inside = inside + 1 end
    end
  end
  return inside
end
local function orbits(steps)
  local bodies = {}
  for i = 1, 5 do bodies[i] = { x = i * 1.5, y = i * 0.5, z = -i * 0.25, vx = 0.01 * i, vy = -0.02 * i, vz = 0.005, mass = 1.0 / i } end
  for _ = 1, steps do
    for i = 1, #bodies do
      local a = bodies[i]
      for j = i + 1, #bodies do
        local b = bodies[j]
        local dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
        local d = dx * dx + dy * dy + dz * dz
        local f = 0.001 / (d * math.sqrt(d))
        a.vx = a.vx - dx * b.mass * f a.vy = a.vy - dy * b.mass * f a.vz = a.vz - dz * b.mass * f
        b.vx = b.vx + dx * a.mass * f b.vy = b.vy + dy * a.mass * f b.vz = b.vz + dz * a.mass * f
      end
    end
    for i = 1, #bodies do
      local a = bodies[i]
      a.x = a.x + 0.001 * a.vx a.y = a.y + 0.001 * a.vy a.z = a.z + 0.001 * a.vz
    end
  end
  return bodies[1].x
end
local inside, x = 0, 0
for _ = 1, rounds do inside = inside + mandelbrot(180, 50) x = x + orbits(6000) end
print(inside, string.format("%.9f", x))
