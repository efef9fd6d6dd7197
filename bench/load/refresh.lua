-- Chains of refresh tokens: each answer brings the next one. The lines of LOAD_FILE are where the chains begin, some
-- more than connections, as wrk asks for a request that it does not send. For one thread of wrk.
dofile(os.getenv("LOAD_FOLDER") .. "/report.lua")
local headers = {
  ["Authorization"] = os.getenv("LOAD_AUTHORIZATION"), ["Content-Type"] = "application/x-www-form-urlencoded",
}
local fields = (os.getenv("LOAD_FIELDS") or "") .. "grant_type=refresh_token&refresh_token="
local free = {}
for line in io.lines(os.getenv("LOAD_FILE")) do free[#free + 1] = line end
function request() return wrk.format("POST", nil, headers, fields .. (table.remove(free) or "none")) end
function response(status, _, body)
  local token = body:match('"refresh_token"%s*:%s*"([^"]+)"')
  if token then free[#free + 1] = token end
end
