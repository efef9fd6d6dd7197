-- Another form each time, the lines of LOAD_FILE in their order: what can be used once only. For one thread of wrk.
dofile(os.getenv("LOAD_FOLDER") .. "/report.lua")
local headers = {
  ["Authorization"] = os.getenv("LOAD_AUTHORIZATION"), ["Content-Type"] = "application/x-www-form-urlencoded",
}
local forms, next = {}, 0
for line in io.lines(os.getenv("LOAD_FILE")) do forms[#forms + 1] = line end
function request()
  -- More than there are is an error that the server tells, and that is counted.
  next = math.min(next + 1, #forms)
  return wrk.format("POST", nil, headers, forms[next])
end
