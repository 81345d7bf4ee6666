package dev.backstay.spring;

import dev.backstay.Backstay;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Finds beans with {@link Guarded} and puts the guard around them, outside of other advice such as
 * transactions.
 */
final class GuardedBeanPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {
  private static final long serialVersionUID = 1L;

  GuardedBeanPostProcessor(ObjectProvider<Backstay> runtime) {
    setBeforeExistingAdvisors(true);
    setProxyTargetClass(true);
    ComposablePointcut annotated =
        new ComposablePointcut(new AnnotationMatchingPointcut(Guarded.class, true))
            .union(new AnnotationMatchingPointcut(null, Guarded.class, true));
    advisor = new DefaultPointcutAdvisor(annotated, new GuardedInterceptor(runtime));
  }
}
