package dev.backstay;

import dev.backstay.internal.Json;
import java.util.List;
import java.util.Map;

/**
 * Some events, and where to go on.
 *
 * @param events the events, oldest first
 * @param next the cursor for the next call
 * @param dropped how many were lost before the oldest of these, because nobody read them in time
 */
public record EventPage(List<Event> events, long next, long dropped) {
  static EventPage of(String document) {
    Map<String, Object> page = Json.object(document);
    List<Event> events = Json.objects(page, "events").stream().map(Event::of).toList();
    return new EventPage(events, Json.number(page, "next"), Json.number(page, "dropped"));
  }
}
