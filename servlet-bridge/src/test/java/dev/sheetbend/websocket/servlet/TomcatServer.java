package dev.sheetbend.websocket.servlet;

import jakarta.servlet.Filter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** Tomcat 11 in process. */
final class TomcatServer implements TestServer {
    private final Tomcat tomcat = new Tomcat();

    @Override
    public int start(Filter filter) throws Exception {
        Path base = Files.createTempDirectory("tomcat");
        base.toFile().deleteOnExit();
        tomcat.setBaseDir(base.toString());
        Connector connector = new Connector("HTTP/1.1");
        connector.setProperty("address", "127.0.0.1");
        connector.setPort(0);
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("/app", base.toString());
        FilterDef definition = new FilterDef();
        definition.setFilterName("websocket");
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName("websocket");
        map.addURLPattern("/*");
        context.addFilterMap(map);
        Tomcat.addServlet(context, "plain", new Plain());
        context.addServletMapping("/", "plain");
        tomcat.start();
        return connector.getLocalPort();
    }

    @Override
    public void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }
}
