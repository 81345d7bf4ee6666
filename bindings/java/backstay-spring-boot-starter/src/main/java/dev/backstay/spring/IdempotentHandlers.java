package dev.backstay.spring;

import dev.backstay.Backstay;
import dev.backstay.Idempotency;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Controller;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractHandlerMethodMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Which idempotency a request has, by the annotations of the controller's method that will handle
 * it. The filter runs before the dispatcher, which looks the method up once more.
 */
final class IdempotentHandlers implements SmartInitializingSingleton {
  private static final String ROUTE = IdempotentHandlers.class.getName() + ".route";

  private final Backstay runtime;
  private final String standard;
  private final ObjectProvider<HandlerMapping> mappings;
  private final Map<Method, Optional<Idempotency>> chosen = new ConcurrentHashMap<>();
  private volatile Known known;

  /** What is the same for all requests. */
  private record Known(List<HandlerMapping> mappings, Set<Idempotency> idempotencies) {}

  /**
   * Looks at the mappings once the application has them all.
   *
   * @param standard the name of that for methods without an annotation, empty for none
   */
  IdempotentHandlers(Backstay runtime, String standard, ObjectProvider<HandlerMapping> mappings) {
    this.runtime = runtime;
    this.standard = standard;
    this.mappings = mappings;
  }

  /** A name that the configuration doesn't know fails the start. */
  @Override
  public void afterSingletonsInstantiated() {
    known();
  }

  /** The idempotency of a request, null where it has none. */
  Idempotency of(HttpServletRequest request) {
    Known all = known();
    if (all.idempotencies().stream().noneMatch(each -> wants(each, request))) {
      return null;
    }
    Looked looked = new Looked(request);
    Object handler = handler(looked, all.mappings());
    request.setAttribute(
        ROUTE, looked.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
    if (handler instanceof HandlerMethod method) {
      return chosen.computeIfAbsent(method.getMethod(), same -> choose(method)).orElse(null);
    }
    return null;
  }

  /** The pattern of a request's path, null where none is known. */
  static String route(HttpServletRequest request) {
    Object route = request.getAttribute(ROUTE);
    return route == null ? null : route.toString();
  }

  private static boolean wants(Idempotency idempotency, HttpServletRequest request) {
    String key = request.getHeader(idempotency.keyHeader());
    return idempotency.wants(request.getMethod(), key) > 0;
  }

  /** Mappings are made when the application starts, so two threads that look see the same. */
  private Known known() {
    Known all = known;
    if (all == null) {
      List<HandlerMapping> ordered = mappings.orderedStream().toList();
      all = new Known(ordered, idempotencies(ordered));
      known = all;
    }
    return all;
  }

  private Set<Idempotency> idempotencies(List<HandlerMapping> ordered) {
    Set<Idempotency> all = new HashSet<>();
    for (HandlerMapping mapping : ordered) {
      if (mapping instanceof AbstractHandlerMethodMapping<?> methods) {
        methods.getHandlerMethods().values().forEach(each -> choose(each).ifPresent(all::add));
      }
    }
    return Collections.unmodifiableSet(all);
  }

  private Optional<Idempotency> choose(HandlerMethod handler) {
    Method method = handler.getMethod();
    Idempotent own = AnnotatedElementUtils.findMergedAnnotation(method, Idempotent.class);
    if (own != null) {
      return Optional.of(runtime.idempotency(own.value()));
    }
    Class<?> controller = handler.getBeanType();
    if (AnnotatedElementUtils.hasAnnotation(method, NotIdempotent.class)
        || AnnotatedElementUtils.hasAnnotation(controller, NotIdempotent.class)) {
      return Optional.empty();
    }
    Idempotent shared = AnnotatedElementUtils.findMergedAnnotation(controller, Idempotent.class);
    if (shared != null) {
      return Optional.of(runtime.idempotency(shared.value()));
    }
    // Not what operators use, such as the actuator's endpoints.
    boolean standardized =
        !standard.isEmpty() && AnnotatedElementUtils.hasAnnotation(controller, Controller.class);
    return standardized ? Optional.of(runtime.idempotency(standard)) : Optional.empty();
  }

  /** The handler as the dispatcher finds it; null where it refuses the request. */
  private static Object handler(HttpServletRequest request, List<HandlerMapping> mappings) {
    ServletRequestPathUtils.parseAndCache(request);
    try {
      for (HandlerMapping mapping : mappings) {
        HandlerExecutionChain chain = mapping.getHandler(request);
        if (chain != null) {
          return chain.getHandler();
        }
      }
    } catch (Exception refused) {
      // No such method or media type: the dispatcher says so in its own way.
    }
    return null;
  }

  /** A request whose attributes change for the one who looks alone. */
  private static final class Looked extends HttpServletRequestWrapper {
    private final Map<String, Object> attributes = new HashMap<>();

    Looked(HttpServletRequest request) {
      super(request);
    }

    @Override
    public void setAttribute(String name, Object value) {
      attributes.put(name, value);
    }

    @Override
    public void removeAttribute(String name) {
      attributes.put(name, null);
    }

    @Override
    public Object getAttribute(String name) {
      return attributes.containsKey(name) ? attributes.get(name) : super.getAttribute(name);
    }
  }
}
