-- A protected resource asked for with another token each time, the lines of LOAD_FILE over and over: none of them is one
-- that was just looked up. For one thread of wrk.
dofile(os.getenv("LOAD_FOLDER") .. "/report.lua")
local requests, next = {}, 0
function init()
  for line in io.lines(os.getenv("LOAD_FILE")) do
    requests[#requests + 1] = wrk.format("GET", nil, { ["Authorization"] = "Bearer " .. line })
  end
end
function request()
  next = next % #requests + 1
  return requests[next]
end
