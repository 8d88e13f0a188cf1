-- Signs requests of wrk with SigV4. Needs the libcrypto that wrk itself is linked with.
local ffi = require("ffi")
ffi.cdef [[
  const void *EVP_sha256(void);
  unsigned char *HMAC(const void *md, const void *key, int key_len, const char *data, size_t n, unsigned char *out, unsigned int *len);
  unsigned char *SHA256(const char *data, size_t n, unsigned char *out);
]]
local digest, sha256 = ffi.new("unsigned char[32]"), ffi.C.EVP_sha256()
local HEX = {}
for i = 0, 255 do HEX[i] = string.format("%02x", i) end

local function hex()
  local text = {}
  for i = 0, 31 do text[i + 1] = HEX[digest[i]] end
  return table.concat(text)
end
local function hash(text) ffi.C.SHA256(text, #text, digest) return hex() end
local function hmac(key, text) ffi.C.HMAC(sha256, key, #key, text, #text, digest, nil) return ffi.string(digest, 32) end

local second, time, scope, signing_key
local function tick(secret) -- the time goes into each signature, the day into its key
  if os.time() == second then return end
  second = os.time()
  time = os.date("!%Y%m%dT%H%M%SZ", second)
  scope = time:sub(1, 8) .. "/us-east-1/s3/aws4_request"
  signing_key = "AWS4" .. secret
  for step in scope:gmatch("[^/]+") do signing_key = hmac(signing_key, step) end
end

-- The headers of a request; payload is the hash of its body, or UNSIGNED-PAYLOAD.
local function sign(method, path, payload, key_id, secret)
  tick(secret)
  local names = "host;x-amz-content-sha256;x-amz-date"
  local canonical = table.concat({method, path, "", "host:" .. wrk.headers["Host"], "x-amz-content-sha256:" .. payload,
    "x-amz-date:" .. time, "", names, payload}, "\n")
  hmac(signing_key, "AWS4-HMAC-SHA256\n" .. time .. "\n" .. scope .. "\n" .. hash(canonical))
  return "X-Amz-Content-Sha256: " .. payload .. "\r\nX-Amz-Date: " .. time ..
    "\r\nAuthorization: AWS4-HMAC-SHA256 Credential=" .. key_id .. "/" .. scope .. ", SignedHeaders=" .. names .. ", Signature=" .. hex() .. "\r\n"
end

return {hash = hash, sign = sign}
