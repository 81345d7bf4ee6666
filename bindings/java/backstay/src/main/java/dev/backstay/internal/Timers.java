package dev.backstay.internal;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One daemon thread for all timers, started with the first; it only ever hands work on. */
final class Timers {
  private static final ScheduledThreadPoolExecutor THREAD = start();

  private Timers() {}

  static Future<?> after(long nanos, Runnable action) {
    return THREAD.schedule(action, Math.max(nanos, 0), TimeUnit.NANOSECONDS);
  }

  private static ScheduledThreadPoolExecutor start() {
    ScheduledThreadPoolExecutor made =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "backstay-timers");
              thread.setDaemon(true);
              return thread;
            });
    made.setRemoveOnCancelPolicy(true);
    return made;
  }
}
