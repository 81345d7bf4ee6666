package dev.backstay.internal;

import java.util.concurrent.atomic.AtomicLong;

/** One parked caller, thread or future, in the order of its ticket. */
final class Parked implements Comparable<Parked> {
  private static final AtomicLong COUNT = new AtomicLong();

  private final long lot;
  private final long ticket;
  private final RuntimeHandle runtime;
  private final Runnable waker;
  private final long number = COUNT.incrementAndGet();

  Parked(long lot, long ticket, RuntimeHandle runtime, Runnable waker) {
    this.lot = lot;
    this.ticket = ticket;
    this.runtime = runtime;
    this.waker = waker;
  }

  long lot() {
    return lot;
  }

  RuntimeHandle runtime() {
    return runtime;
  }

  void wake() {
    waker.run();
  }

  @Override
  public int compareTo(Parked other) {
    int byTicket = Long.compare(ticket, other.ticket);
    return byTicket != 0 ? byTicket : Long.compare(number, other.number);
  }
}
