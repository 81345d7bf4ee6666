package dev.backstay.internal;

import dev.backstay.ClosedException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;

/**
 * One line for each event on the logger {@code dev.backstay}, by the thread that caused or first
 * noticed it, each event once, whichever thread comes first.
 */
final class EventLog {
  private static final System.Logger LOGGER = System.getLogger("dev.backstay");
  private static final Set<String> WARNING_KINDS = Set.of("probe_lost", "disabled");
  private static final Set<String> WARNING_STATES = Set.of("open", "forced_open");

  private EventLog() {}

  static void announce(RuntimeHandle runtime) {
    Map<String, Object> page;
    long since;
    // No lock: the cursor is claimed after the page was read, and whoever loses reads again.
    do {
      since = runtime.logged();
      try {
        page = Json.object(runtime.events(since));
      } catch (ClosedException closed) {
        return;
      }
    } while (!runtime.claim(since, Json.number(page, "next")));
    write(page);
  }

  private static void write(Map<String, Object> page) {
    try {
      if (Json.number(page, "dropped") > 0) {
        LOGGER.log(
            Level.WARNING,
            "{0} events were dropped before they could be logged",
            page.get("dropped"));
      }
      for (Map<String, Object> event : Json.objects(page, "events")) {
        LOGGER.log(levelOf(event), Json.text(event, "message"));
      }
    } catch (RuntimeException broken) {
      // A logger that fails is no reason for a guarded call to fail, nor to keep its permit.
    }
  }

  private static Level levelOf(Map<String, Object> event) {
    boolean alarming =
        WARNING_KINDS.contains(event.get("kind")) || WARNING_STATES.contains(event.get("to"));
    return alarming ? Level.WARNING : Level.INFO;
  }
}
