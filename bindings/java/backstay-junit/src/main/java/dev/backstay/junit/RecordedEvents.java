package dev.backstay.junit;

import dev.backstay.Backstay;
import dev.backstay.Event;
import dev.backstay.EventKind;
import java.util.List;

/** What has happened in a runtime since this object was made or last cleared, oldest first. */
public final class RecordedEvents {
  private final Backstay runtime;
  private long since;

  /** Begins to record now. */
  public RecordedEvents(Backstay runtime) {
    this.runtime = runtime;
    clear();
  }

  /** Forgets what happened so far. */
  public void clear() {
    since = runtime.events(since).next();
  }

  /** Returns the events. */
  public List<Event> all() {
    return runtime.events(since).events();
  }

  /** Returns the events of one policy. */
  public List<Event> of(String policy) {
    return all().stream().filter(event -> event.policy().equals(policy)).toList();
  }

  /** Returns the transitions of one policy, each as {@code closed -> open}. */
  public List<String> transitions(String policy) {
    return of(policy).stream()
        .filter(event -> event.kind() == EventKind.TRANSITION)
        .map(event -> event.from() + " -> " + event.to())
        .toList();
  }
}
