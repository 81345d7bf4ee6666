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
