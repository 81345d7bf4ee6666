package dev.backstay.spring;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** Properties {@code backstay.*}. */
@ConfigurationProperties("backstay")
public class BackstayProperties {
  /**
   * Where the configuration is: a path, or a resource such as classpath:backstay.json. Unset:
   * $BACKSTAY_CONFIG, ./backstay.json.
   */
  private String config;

  /** Whether guards act; when false every policy lets every call pass. */
  private boolean enabled = true;

  private final Idempotency idempotency = new Idempotency();

  /** Properties {@code backstay.idempotency.*}. */
  public static class Idempotency {
    /** Whether requests are served by idempotency keys, as annotations and the next one say. */
    private boolean enabled = true;

    /** The idempotency of controllers without an annotation; empty: none. */
    private String standard = "";

    /** Where the filter stands among others: behind those that tell who asks. */
    private int order = -90;

    /** Returns whether requests are served. */
    public boolean isEnabled() {
      return enabled;
    }

    /** Sets whether requests are served. */
    public void setEnabled(boolean enabled) {
      this.enabled = enabled;
    }

    /** Returns the name of the idempotency of controllers without an annotation. */
    public String getStandard() {
      return standard;
    }

    /** Sets the idempotency of controllers without an annotation. */
    public void setStandard(String standard) {
      this.standard = standard;
    }

    /** Returns where the filter stands. */
    public int getOrder() {
      return order;
    }

    /** Sets where the filter stands. */
    public void setOrder(int order) {
      this.order = order;
    }
  }

  /** Returns what is said about idempotency keys. */
  public Idempotency getIdempotency() {
    return idempotency;
  }

  /** Returns where the configuration is, null where it is to be found. */
  public String getConfig() {
    return config;
  }

  /** Sets where the configuration is. */
  public void setConfig(String config) {
    this.config = config;
  }

  /** Returns whether guards act. */
  public boolean isEnabled() {
    return enabled;
  }

  /** Sets whether guards act. */
  public void setEnabled(boolean enabled) {
    this.enabled = enabled;
  }
}
