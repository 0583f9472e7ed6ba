package dev.sheetbend.websocket.servlet;

import jakarta.servlet.Filter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** Tomcat 11 in process. */
final class TomcatServer implements TestServer {
    private final Tomcat tomcat = new Tomcat();

    @Override
    public int start(Filter filter, Optional<TestCertificate> certificate) throws Exception {
        Path base = Files.createTempDirectory("tomcat");
        base.toFile().deleteOnExit();
        tomcat.setBaseDir(base.toString());
        Connector connector = new Connector("HTTP/1.1");
        connector.setProperty("address", "127.0.0.1");
        connector.setPort(0);
        certificate.ifPresent(present -> encrypt(connector, present));
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

    private static void encrypt(Connector connector, TestCertificate certificate) {
        connector.setSecure(true);
        connector.setScheme("https");
        connector.setProperty("SSLEnabled", "true");
        SSLHostConfig host = new SSLHostConfig();
        SSLHostConfigCertificate key = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.EC);
        key.setCertificateKeystoreFile(certificate.keyStore.toString());
        key.setCertificateKeystorePassword(TestCertificate.PASSWORD);
        key.setCertificateKeystoreType("PKCS12");
        host.addCertificate(key);
        connector.addSslHostConfig(host);
    }

    /** How many tasks Tomcat's threads have begun or finished. */
    long executedTasks() {
        var executor = (org.apache.tomcat.util.threads.ThreadPoolExecutor)
                tomcat.getConnector().getProtocolHandler().getExecutor();
        return executor.getTaskCount();
    }

    @Override
    public void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }
}
