package dev.backstay.spring;

import dev.backstay.Backstay;
import dev.backstay.BackstayException;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Registers a meter for each sample of a runtime, under the names of the Prometheus text: {@code
 * circuit_breaker_calls_total} is the counter {@code circuit.breaker.calls}. A sample that appears
 * later, such as a first transition, is registered when another one is read; the text is read once
 * a second at most.
 */
public final class BackstayMeterBinder implements MeterBinder {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Backstay runtime;
  private final Map<MeterRegistry, Set<String>> registered = new ConcurrentHashMap<>();
  private volatile Reading last = new Reading(Map.of(), 0, false);

  /** Reads from {@code runtime}. */
  public BackstayMeterBinder(Backstay runtime) {
    this.runtime = Objects.requireNonNull(runtime, "runtime");
  }

  /** What was read when. */
  private record Reading(Map<String, MetricSample> samples, long nanos, boolean done) {}

  @Override
  public void bindTo(MeterRegistry registry) {
    registered.putIfAbsent(registry, ConcurrentHashMap.newKeySet());
    register(read().samples());
  }

  private double value(String id) {
    MetricSample sample = read().samples().get(id);
    return sample == null ? Double.NaN : sample.value();
  }

  private Reading read() {
    Reading known = last;
    long now = System.nanoTime();
    if (known.done() && now - known.nanos() < FRESH_NANOS) {
      return known;
    }
    Reading fresh;
    try {
      fresh = new Reading(MetricSample.parse(runtime.metrics()), now, true);
    } catch (BackstayException closed) {
      return known;
    }
    last = fresh;
    register(fresh.samples());
    return fresh;
  }

  private void register(Map<String, MetricSample> samples) {
    registered.forEach(
        (registry, known) ->
            samples.forEach(
                (id, sample) -> {
                  if (known.add(id)) {
                    register(registry, id, sample);
                  }
                }));
  }

  private void register(MeterRegistry registry, String id, MetricSample sample) {
    Tags tags = Tags.empty();
    for (Map.Entry<String, String> label : sample.labels().entrySet()) {
      tags = tags.and(label.getKey(), label.getValue());
    }
    String name = sample.name().replaceAll("_total$", "").replace('_', '.');
    if (sample.counter()) {
      FunctionCounter.builder(name, this, binder -> binder.value(id))
          .tags(tags)
          .description(sample.help())
          .register(registry);
    } else {
      Gauge.builder(name, this, binder -> binder.value(id))
          .tags(tags)
          .description(sample.help())
          .register(registry);
    }
  }
}
