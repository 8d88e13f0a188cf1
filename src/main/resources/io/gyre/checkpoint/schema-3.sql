-- Schema 3: a key is left alone after a write whose answer never came. Such entries are looked for in
-- every round, among whatever else is parked.

CREATE INDEX parked_unknown ON parked (instance, shard, since, id)
  WHERE reason GLOB 'UNKNOWN_OUTCOME*';
