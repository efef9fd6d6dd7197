-- The same request again and again. Environment: LOAD_AUTHORIZATION, LOAD_BODY (a form to post; without it: GET).
dofile(os.getenv("LOAD_FOLDER") .. "/report.lua")
local authorization, body = os.getenv("LOAD_AUTHORIZATION"), os.getenv("LOAD_BODY")
if authorization then wrk.headers["Authorization"] = authorization end
if body then
  wrk.method, wrk.body = "POST", body
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
end
