package dev.backstay.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Where callers park, for the whole process: by lot, lowest ticket first. Two policies may share a
 * lot, so it is no part of a policy. In lot 0 nobody is woken but by the close of a runtime.
 */
final class Lots {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Map<Long, TreeSet<Parked>> BY_LOT = new HashMap<>();

  private Lots() {}

  static void park(Parked parked) {
    LOCK.lock();
    try {
      BY_LOT.computeIfAbsent(parked.lot(), lot -> new TreeSet<>()).add(parked);
    } finally {
      LOCK.unlock();
    }
  }

  /** Takes a registration back; false where somebody has woken it before. */
  static boolean unpark(Parked parked) {
    LOCK.lock();
    try {
      return takeOut(parked);
    } finally {
      LOCK.unlock();
    }
  }

  static void wakeFirst(long lot) {
    if (lot == 0) {
      return;
    }
    Parked first;
    LOCK.lock();
    try {
      TreeSet<Parked> here = BY_LOT.get(lot);
      first = here == null ? null : here.first();
      if (first != null) {
        takeOut(first);
      }
    } finally {
      LOCK.unlock();
    }
    if (first != null) {
      first.wake();
    }
  }

  static void wakeAll(long lot) {
    if (lot != 0) {
      wake(parked -> parked.lot() == lot);
    }
  }

  static void wakeRuntime(RuntimeHandle runtime) {
    wake(parked -> parked.runtime() == runtime);
  }

  /** All are taken out before the first is told, because who was woken may park again. */
  private static void wake(Predicate<Parked> chosen) {
    List<Parked> woken = new ArrayList<>();
    LOCK.lock();
    try {
      for (TreeSet<Parked> here : BY_LOT.values()) {
        here.stream().filter(chosen).forEach(woken::add);
      }
      woken.forEach(Lots::takeOut);
    } finally {
      LOCK.unlock();
    }
    woken.forEach(Parked::wake);
  }

  private static boolean takeOut(Parked parked) {
    TreeSet<Parked> here = BY_LOT.get(parked.lot());
    boolean was = here != null && here.remove(parked);
    if (was && here.isEmpty()) {
      BY_LOT.remove(parked.lot());
    }
    return was;
  }
}
