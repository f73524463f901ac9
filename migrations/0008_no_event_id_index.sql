-- Why: nobody looks an event up by its id alone: who asks for one knows its position or its stream. The index cost
--   one more entry for every event, in the hottest append of all. Ids stay unique by their making (UUIDv7).
-- Lock: ACCESS EXCLUSIVE on runledger.events for the moment of dropping the index; appends wait for it.
-- Safe online: yes.
ALTER TABLE runledger.events DROP CONSTRAINT events_event_id_key;
