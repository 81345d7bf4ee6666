package dev.backstay.spring;

import dev.backstay.Backstay;
import dev.backstay.Policy;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/** The advice around a guarded method. */
final class GuardedInterceptor implements MethodInterceptor {
  private final ObjectProvider<Backstay> runtime;
  private final Map<Method, Policy> policies = new ConcurrentHashMap<>();

  GuardedInterceptor(ObjectProvider<Backstay> runtime) {
    this.runtime = runtime;
  }

  @Override
  public Object invoke(MethodInvocation invocation) throws Throwable {
    Method method = specific(invocation);
    Policy policy = policies.computeIfAbsent(method, this::policyOf);
    Class<?> returned = method.getReturnType();
    if (returned == CompletableFuture.class || returned == CompletionStage.class) {
      return policy.callAsync(() -> stage(invocation));
    }
    // Each attempt proceeds with a copy: an invocation can be proceeded once only.
    return policy.<Object, Exception>call(() -> proceed(invocation));
  }

  private static Object proceed(MethodInvocation invocation) throws Exception {
    try {
      return ((ProxyMethodInvocation) invocation).invocableClone().proceed();
    } catch (Exception | Error error) {
      throw error;
    } catch (Throwable error) {
      throw new IllegalStateException(error);
    }
  }

  private static CompletionStage<Object> stage(MethodInvocation invocation) {
    try {
      @SuppressWarnings("unchecked")
      CompletionStage<Object> stage = (CompletionStage<Object>) proceed(invocation);
      return stage;
    } catch (Exception error) {
      return CompletableFuture.failedFuture(error);
    }
  }

  private static Method specific(MethodInvocation invocation) {
    Object target = invocation.getThis();
    return target == null
        ? invocation.getMethod()
        : AopUtils.getMostSpecificMethod(invocation.getMethod(), AopUtils.getTargetClass(target));
  }

  private Policy policyOf(Method method) {
    if (isReactive(method.getReturnType())) {
      throw new IllegalStateException(
          method + " is @Guarded and returns a reactive type, which Backstay does not guard");
    }
    Guarded guarded = AnnotatedElementUtils.findMergedAnnotation(method, Guarded.class);
    if (guarded == null) {
      Class<?> owner = method.getDeclaringClass();
      guarded = AnnotatedElementUtils.findMergedAnnotation(owner, Guarded.class);
    }
    if (guarded == null) {
      throw new IllegalStateException(method + " has no @Guarded");
    }
    return runtime.getObject().policy(guarded.value());
  }

  private static boolean isReactive(Class<?> type) {
    return Arrays.stream(ClassUtils.getAllInterfacesForClass(type))
            .anyMatch(known -> known.getName().equals("org.reactivestreams.Publisher"))
        || type.getName().equals("org.reactivestreams.Publisher");
  }
}
