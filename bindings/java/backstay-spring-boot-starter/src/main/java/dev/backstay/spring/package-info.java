/**
 * Backstay in a Spring Boot application: configure {@code backstay.config}, and say
 * {@code @Guarded("payments")}.
 */
package dev.backstay.spring;
