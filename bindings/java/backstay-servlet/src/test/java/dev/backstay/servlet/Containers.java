package dev.backstay.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.Servlet;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Real containers, on the loopback interface: all paths go through the filters to one servlet. */
final class Containers {
  /** Room for a hostile header. */
  private static final int HEADER_BYTES = 16 * 1024 * 1024;

  private static final EnumSet<DispatcherType> DISPATCHES =
      EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC);

  private Containers() {}

  /** One that runs. */
  interface Running extends AutoCloseable {
    int port();

    default URI uri(String path) {
      return URI.create("http://127.0.0.1:" + port() + path);
    }
  }

  /** Makes one run. */
  interface Starter {
    Running start(Servlet servlet, Path folder, List<Filter> filters) throws Exception;
  }

  static Running jetty(Servlet servlet, Path folder, List<Filter> filters) throws Exception {
    return jetty(servlet, folder, filters, DISPATCHES);
  }

  /** The same with filters that see the first dispatch alone. */
  static Running forgetfulJetty(Servlet servlet, Path folder, List<Filter> filters)
      throws Exception {
    return jetty(servlet, folder, filters, EnumSet.of(DispatcherType.REQUEST));
  }

  private static Running jetty(
      Servlet servlet, Path folder, List<Filter> filters, EnumSet<DispatcherType> dispatches)
      throws Exception {
    Server server = new Server();
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setRequestHeaderSize(HEADER_BYTES);
    ServerConnector connector =
        new ServerConnector(server, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    for (Filter filter : filters) {
      FilterHolder holder = new FilterHolder(filter);
      holder.setAsyncSupported(true);
      context.addFilter(holder, "/*", dispatches);
    }
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    holder.getRegistration().setMultipartConfig(new MultipartConfigElement(folder.toString()));
    context.addServlet(holder, "/*");
    server.setHandler(context);
    server.start();
    return new Running() {
      @Override
      public int port() {
        return connector.getLocalPort();
      }

      @Override
      public void close() throws Exception {
        server.stop();
      }
    };
  }

  static Running tomcat(Servlet servlet, Path folder, List<Filter> filters)
      throws LifecycleException {
    Tomcat server = new Tomcat();
    server.setSilent(true);
    server.setBaseDir(folder.toString());
    server.setPort(0);
    server.getConnector().setProperty("address", "127.0.0.1");
    server.getConnector().setProperty("maxHttpHeaderSize", Integer.toString(HEADER_BYTES));
    Context context = server.addContext("", folder.toString());
    for (Filter filter : filters) {
      add(filter, "filter" + filters.indexOf(filter), context);
    }
    Wrapper wrapper = Tomcat.addServlet(context, "servlet", servlet);
    wrapper.setAsyncSupported(true);
    wrapper.setMultipartConfigElement(new MultipartConfigElement(folder.toString()));
    context.addServletMappingDecoded("/*", "servlet");
    server.start();
    return new Running() {
      @Override
      public int port() {
        return server.getConnector().getLocalPort();
      }

      @Override
      public void close() throws Exception {
        server.stop();
        server.destroy();
      }
    };
  }

  private static void add(Filter filter, String name, Context context) {
    FilterDef definition = new FilterDef();
    definition.setFilterName(name);
    definition.setFilter(filter);
    definition.setAsyncSupported("true");
    context.addFilterDef(definition);
    FilterMap map = new FilterMap();
    map.setFilterName(name);
    map.addURLPattern("/*");
    DISPATCHES.forEach(type -> map.setDispatcher(type.name()));
    context.addFilterMap(map);
  }
}
