/** Counting as Redis does it, in one step: `countStep` of counting.ts in Lua, held against it by the same tests. */

import { PRELUDE } from "./entry-scripts.ts";

/** Each kind: what was found, and a function that makes what is kept. Numbers are doubles, as in JavaScript. */
const KINDS = `
local MINUTE_MS = 60000
local kinds = {}
function kinds.window(c, s, at, now)
  local hits, used = {}, 0
  for _, hit in ipairs(s and s.hits or {}) do
    if hit[1] > at - c.windowMs then
      hits[#hits + 1] = hit
      used = used + hit[2]
    end
  end
  local free = s and s.lastAt + c.cooldownMs or now
  local refusal
  if c.cooldownMs > 0 and at < free then refusal = { 'cooldown', free - now }
  elseif c.limit and used + c.weight > c.limit then
    local freed, wait = 0, nil
    for _, hit in ipairs(hits) do
      freed = freed + hit[2]
      if freed >= used + c.weight - c.limit then
        wait = hit[1] + (c.windowMs - now)
        break
      end
    end
    refusal = { 'limit', wait }
  end
  return used, refusal, function()
    local kept = c.limit and hits or {}
    if c.limit then
      local slice = c.limit <= 1000 and 1 or c.windowMs / 1000
      local last = kept[#kept]
      local finish = math.max(math.ceil(at / slice) * slice, last and last[1] or 0)
      if last and last[1] == finish then kept[#kept] = { finish, last[2] + c.weight }
      else kept[#kept + 1] = { finish, c.weight } end
    end
    local last = kept[#kept]
    local ending = math.ceil(math.max((last and last[1] or at) + c.windowMs, at + c.cooldownMs))
    return { kind = 'window', lastAt = at, hits = kept }, ending
  end
end
function kinds.bucket(c, s, at)
  local refilled = ((at - (s and s.lastAt or at)) / MINUTE_MS) * c.perMinute
  local missing = math.min(c.capacity, math.max(0, (s and s.missing or 0) - refilled))
  local short = missing + c.weight - c.capacity
  local wait
  if c.weight <= c.capacity then wait = (short / c.perMinute) * MINUTE_MS end
  return missing, short > 1e-9 and { 'limit', wait } or nil, function()
    local after = missing + c.weight
    return { kind = 'bucket', lastAt = at, missing = after }, math.ceil(at + (after / c.perMinute) * MINUTE_MS)
  end
end
function kinds.quota(c, s, at, now)
  local isLater = s and #s.period == #c.period and s.period > c.period
  local counted = isLater and s or c
  local used = s and s.period == counted.period and s.used or 0
  local wait
  if c.weight <= c.limit then wait = math.max(0, counted.endsAt - now) end
  return used, used + c.weight > c.limit and { 'limit', wait } or nil, function()
    local after = { kind = 'quota', lastAt = at, period = counted.period, endsAt = counted.endsAt, used = used + c.weight }
    return after, math.ceil(math.max(counted.endsAt, at))
  end
end
function kinds.lock(c, s, at, now)
  local lockedUntil = s and s.lockedUntil or 0
  local wrong = {}
  for _, wrongAt in ipairs(s and s.wrong or {}) do
    if wrongAt > at - c.windowMs then wrong[#wrong + 1] = wrongAt end
  end
  return #wrong, now < lockedUntil and { 'lock', lockedUntil - now } or nil, function()
    local earlierMs = at < lockedUntil + c.maxLockMs and (s and s.lockMs or 0) or 0
    local locks = #wrong + 1 >= c.tries
    local nextMs = locks and math.min(c.maxLockMs, math.max(c.lockMs, earlierMs * 2)) or earlierMs
    local lasts = locks and at + nextMs or lockedUntil
    local forgottenAt = nextMs > 0 and lasts + c.maxLockMs or 0
    local kept = {}
    if not locks then
      kept = wrong
      kept[#kept + 1] = at
    end
    local after = { kind = 'lock', lastAt = at, wrong = kept, lockedUntil = lasts, lockMs = nextMs }
    return after, math.ceil(math.max(at + c.windowMs, forgottenAt))
  end
end
`;

/** States as JSON: Redis's own cjson writes numbers with 14 digits, which are too few, and an empty list as an object. */
const SPELLING = `
local spell = {}
function spell.window(s)
  local hits = {}
  for at, hit in ipairs(s.hits) do hits[at] = '[' .. num(hit[1]) .. ',' .. num(hit[2]) .. ']' end
  return ',"hits":[' .. table.concat(hits, ',') .. ']'
end
function spell.bucket(s) return ',"missing":' .. num(s.missing) end
function spell.quota(s)
  return ',"period":' .. cjson.encode(s.period) .. ',"endsAt":' .. num(s.endsAt) .. ',"used":' .. num(s.used)
end
function spell.lock(s)
  local wrong = {}
  for at, wrongAt in ipairs(s.wrong) do wrong[at] = num(wrongAt) end
  return ',"wrong":[' .. table.concat(wrong, ',') .. '],"lockedUntil":' .. num(s.lockedUntil) .. ',"lockMs":' .. num(s.lockMs)
end
local function textOf(s)
  return '{"kind":"' .. s.kind .. '","lastAt":' .. num(s.lastAt) .. spell[s.kind](s) .. '}'
end
`;

/**
 * JSON of `{now, clock, countings, bounds, fresh, along, takes}` → 1 or 0 (all taken), then four for each counting: used,
 * last at, reason, wait; `-` where there is none.
 */
export const COUNT = `${PRELUDE}${KINDS}${SPELLING}
local step = cjson.decode(ARGV[1])
local now = step.now
local changed, names, answer, taken = {}, {}, { '1' }, true
for _, c in ipairs(step.countings) do
  local ns = string.match(c.key, '^([a-z_]+):')
  local before = changed[c.key] and changed[c.key].state
  if not before then
    local row = read(ns, c.key)
    before = row and cjson.decode(row.text)
  end
  if before and before.kind ~= c.kind then before = nil end
  local at = math.max(now, before and before.lastAt or now)
  local used, refusal, after = kinds[c.kind](c, before, at, now)
  answer[#answer + 1] = num(used)
  answer[#answer + 1] = before and num(before.lastAt) or '-'
  answer[#answer + 1] = refusal and refusal[1] or '-'
  answer[#answer + 1] = refusal and refusal[2] and num(refusal[2]) or '-'
  if refusal then taken = false
  else
    if not changed[c.key] then names[#names + 1] = c.key end
    local state, ending = after()
    changed[c.key] = { ns = ns, state = state, ending = ending }
  end
end
if not taken then answer[1] = '0' end
if not taken or not step.takes then return answer end
for _, key in ipairs(names) do
  local one = changed[key]
  local row = read(one.ns, key)
  write(one.ns, key, row and row.version + 1 or step.fresh, one.ending, textOf(one.state))
  tell(one.ns)
end
for ns, most in pairs(step.bounds) do
  prune(ns, math.min(now, step.clock), step.along)
  local excess = redis.call('HLEN', P .. 'row:' .. ns) - most
  if excess > 0 then
    for _, key in ipairs(redis.call('ZRANGE', P .. 'end:' .. ns, 0, excess + #names - 1)) do
      if excess > 0 and not changed[key] then
        erase(ns, key)
        excess = excess - 1
      end
    end
  end
end
return answer
`;
