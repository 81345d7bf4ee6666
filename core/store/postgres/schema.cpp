#include "core/store/postgres/schema.hpp"

#include <array>

namespace backstay::core::postgres {

namespace {

// Keys and values are bytes: a key may hold any character, and a value is the library's own form. Times are in nanoseconds since 1970.
//
// The function's name has a version of its own: one that behaves differently gets another name, and both stay while libraries of two
// versions use one database. It judges as store::judge does. Nothing is locked where nothing will be written: a replay is a read.
// Writers of a key take turns by an advisory lock, and a fence is drawn inside the turn: else a slow creator could come last with a
// fence drawn first. What somebody else changed by hand is seen by the fence, and looked at anew. The security definer lets a service
// do with no more rights than to call it; then the search path must be its own.
constexpr const char* kEntries = R"(
CREATE TABLE backstay.entries (
  space      text   NOT NULL,
  key        bytea  NOT NULL,
  value      bytea  NOT NULL,
  fence      bigint NOT NULL,
  written_ns bigint NOT NULL,
  expires_ns bigint NOT NULL,
  PRIMARY KEY (space, key)
);
CREATE INDEX entries_by_expiry ON backstay.entries (expires_ns);
CREATE SEQUENCE backstay.fences AS bigint;

CREATE FUNCTION backstay.apply_1(
  in_space text, in_key bytea, in_action integer, in_value bytea, in_fence bigint, in_new_fence boolean, in_ttl_ns bigint,
  in_now_ns bigint, in_lock_ms integer,
  OUT out_found integer, OUT out_fence bigint, OUT out_value bytea, OUT out_age_ns bigint
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
  c_read    CONSTANT integer := 0;
  c_create  CONSTANT integer := 1;
  c_replace CONSTANT integer := 2;
  c_touch   CONSTANT integer := 3;
  c_erase   CONSTANT integer := 4;
  c_done     CONSTANT integer := 0;
  c_conflict CONSTANT integer := 1;
  c_missing  CONSTANT integer := 2;
  c_ever  CONSTANT bigint := 9223372036854775807;
  c_swept CONSTANT integer := 2;
  kept   backstay.entries%ROWTYPE;
  there  boolean;
  over   boolean;
  turn   boolean := false;
  now_ns bigint;
  end_ns bigint;
BEGIN
  LOOP
    SELECT * INTO kept FROM backstay.entries e WHERE e.space = in_space AND e.key = in_key;
    there := FOUND;
    now_ns := coalesce(in_now_ns, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000);
    over := there AND kept.expires_ns <= now_ns;
    out_found := CASE
      WHEN in_action = c_create THEN CASE WHEN there AND NOT over THEN c_conflict ELSE c_done END
      WHEN NOT there OR over THEN c_missing
      WHEN in_action = c_read OR kept.fence = in_fence THEN c_done
      ELSE c_conflict
    END;
    IF out_found = c_missing THEN
      RETURN;
    END IF;
    IF out_found = c_conflict OR in_action = c_read THEN
      out_fence := kept.fence;
      out_value := kept.value;
      out_age_ns := greatest(now_ns - kept.written_ns, 0);
      RETURN;
    END IF;
    IF NOT turn THEN
      PERFORM set_config('lock_timeout', in_lock_ms::text, true);
      IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
      END IF;
      PERFORM pg_advisory_xact_lock(hashtextextended('backstay.' || in_space || '.' || encode(in_key, 'base64'), 0));
      turn := true;
      CONTINUE;
    END IF;
    end_ns := CASE WHEN in_ttl_ns > c_ever - now_ns THEN c_ever ELSE now_ns + in_ttl_ns END;
    IF in_action = c_erase THEN
      DELETE FROM backstay.entries e WHERE e.space = in_space AND e.key = in_key AND e.fence = kept.fence;
      out_fence := in_fence;
    ELSIF in_action = c_create THEN
      out_fence := nextval('backstay.fences');
      IF there THEN
        UPDATE backstay.entries e SET value = in_value, fence = out_fence, written_ns = now_ns, expires_ns = end_ns
          WHERE e.space = in_space AND e.key = in_key AND e.fence = kept.fence;
      ELSE
        INSERT INTO backstay.entries AS e (space, key, value, fence, written_ns, expires_ns)
          VALUES (in_space, in_key, in_value, out_fence, now_ns, end_ns) ON CONFLICT DO NOTHING;
      END IF;
    ELSE
      out_fence := CASE WHEN in_new_fence THEN nextval('backstay.fences') ELSE kept.fence END;
      UPDATE backstay.entries e
        SET value = CASE WHEN in_action = c_replace THEN in_value ELSE e.value END,
            fence = out_fence, written_ns = now_ns, expires_ns = end_ns
        WHERE e.space = in_space AND e.key = in_key AND e.fence = kept.fence;
    END IF;
    CONTINUE WHEN NOT FOUND;
    IF in_action = c_create THEN
      DELETE FROM backstay.entries WHERE ctid = ANY (ARRAY(
        SELECT e.ctid FROM backstay.entries e WHERE e.expires_ns <= now_ns ORDER BY e.expires_ns LIMIT c_swept FOR UPDATE SKIP LOCKED));
    END IF;
    RETURN;
  END LOOP;
END
$body$;
REVOKE ALL ON FUNCTION backstay.apply_1(text, bytea, integer, bytea, bigint, boolean, bigint, bigint, integer) FROM PUBLIC;

CREATE FUNCTION backstay.now_1(in_now_ns bigint) RETURNS bigint
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp
AS $body$ SELECT coalesce(in_now_ns, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000) $body$;
REVOKE ALL ON FUNCTION backstay.now_1(bigint) FROM PUBLIC;

CREATE FUNCTION backstay.list_1(in_space text, in_from bytea, in_end bytea, in_after bytea, in_most bigint, in_now_ns bigint)
RETURNS TABLE (out_key bytea, out_value bytea, out_fence bigint, out_age_ns bigint, out_left_ns bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
  now_ns CONSTANT bigint := backstay.now_1(in_now_ns);
BEGIN
  RETURN QUERY SELECT e.key, e.value, e.fence, greatest(now_ns - e.written_ns, 0), e.expires_ns - now_ns FROM backstay.entries e
    WHERE e.space = in_space AND e.key >= in_from AND (in_end = '' OR e.key < in_end) AND (in_after = '' OR e.key > in_after)
      AND e.expires_ns > now_ns
    ORDER BY e.key LIMIT in_most;
END
$body$;
REVOKE ALL ON FUNCTION backstay.list_1(text, bytea, bytea, bytea, bigint, bigint) FROM PUBLIC;

CREATE FUNCTION backstay.sweep_1(in_most bigint, in_now_ns bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
  now_ns CONSTANT bigint := backstay.now_1(in_now_ns);
  swept bigint;
BEGIN
  DELETE FROM backstay.entries WHERE ctid = ANY (ARRAY(
    SELECT e.ctid FROM backstay.entries e WHERE e.expires_ns <= now_ns ORDER BY e.expires_ns LIMIT in_most FOR UPDATE SKIP LOCKED));
  GET DIAGNOSTICS swept = ROW_COUNT;
  RETURN swept;
END
$body$;
REVOKE ALL ON FUNCTION backstay.sweep_1(bigint, bigint) FROM PUBLIC;
)";

constexpr std::array<const char*, 1> kMigrations = {kEntries};

constexpr const char* kBefore = R"(BEGIN;
SELECT pg_advisory_xact_lock(4702111234474983745);
DO $$ BEGIN
  IF to_regnamespace('backstay') IS NULL THEN CREATE SCHEMA backstay; END IF;
END $$;
CREATE TABLE IF NOT EXISTS backstay.migrations (version bigint PRIMARY KEY, applied timestamptz NOT NULL DEFAULT clock_timestamp());
)";

}  // namespace

std::span<const char* const> migrations() noexcept { return kMigrations; }

int64_t known_version() noexcept { return static_cast<int64_t>(kMigrations.size()); }

// Each version is text that runs only where it isn't there yet: psql has conditions of its own, other clients don't.
std::string migration_script() {
  std::string script = kBefore;
  for (std::size_t index = 0; index < kMigrations.size(); ++index) {
    const std::string version = std::to_string(index + 1);
    script += "DO $migration$ BEGIN\nIF EXISTS (SELECT FROM backstay.migrations WHERE version >= " + version + ") THEN RETURN; END IF;\n";
    script += kMigrations[index];
    script += "INSERT INTO backstay.migrations (version) VALUES (" + version + ");\nEND $migration$;\n";
  }
  return script + "COMMIT;\n";
}

}  // namespace backstay::core::postgres
