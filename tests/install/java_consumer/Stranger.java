import dev.backstay.Backstay;
import dev.backstay.CircuitOpenException;
import dev.backstay.Policy;

/** A stranger's program: three failures in a row, then a refusal. */
class Stranger {
  private static String fail() {
    throw new IllegalStateException("no connection");
  }

  public static void main(String[] arguments) {
    String config = """
        {"version": 1, "policies": {"payments": {"circuit_breaker": {"consecutive_failures": 3}}}}""";
    try (Backstay runtime = Backstay.of(config)) {
      Policy payments = runtime.policy("payments");
      for (int failed = 0; ; ++failed) {
        try {
          payments.call(Stranger::fail);
        } catch (CircuitOpenException refused) {
          System.out.println(failed + " calls failed, then: " + refused.getMessage());
          return;
        } catch (IllegalStateException expected) {
          // What the call itself throws goes on.
        }
      }
    }
  }
}
