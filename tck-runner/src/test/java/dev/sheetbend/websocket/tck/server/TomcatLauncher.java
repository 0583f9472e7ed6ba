package dev.sheetbend.websocket.tck.server;

import dev.sheetbend.websocket.tck.endpoint.SuiteListener;
import java.util.LinkedHashSet;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** Tomcat 10.1 and 11; what is used here is the same in both. */
public final class TomcatLauncher implements EmbeddedServer {
    private final Tomcat tomcat = new Tomcat();

    private Context context;

    private TomcatLauncher() {}

    /**
     * @param args see {@link ServerSettings}
     */
    public static void main(String[] args) throws Exception {
        Launcher.run(new TomcatLauncher(), args);
    }

    @Override
    public Ports start(ServerSettings settings) throws Exception {
        tomcat.setBaseDir(settings.scratch().toString());
        Connector plain = connector();
        Connector secure = connector();
        secure.setScheme("https");
        secure.setSecure(true);
        secure.setProperty("SSLEnabled", "true");
        secure.addSslHostConfig(tls(settings));
        tomcat.setConnector(plain);
        tomcat.getService().addConnector(secure);

        context =
                tomcat.addContext(ServerSettings.CONTEXT_PATH, settings.pages().toString());
        context.setParentClassLoader(TomcatLauncher.class.getClassLoader());
        var endpoints = new LinkedHashSet<>(settings.endpointClasses());
        Launcher.initializers(settings)
                .forEach(initializer -> context.addServletContainerInitializer(initializer, endpoints));
        // Without a default servlet a context answers 404 before any filter runs.
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        if (settings.hasListener()) {
            context.addApplicationListener(SuiteListener.class.getName());
        }
        context.addMimeMapping("html", "text/html");

        tomcat.start();
        if (!context.getState().isAvailable()) {
            throw new IllegalStateException("The application did not start");
        }
        return new Ports(plain.getLocalPort(), secure.getLocalPort());
    }

    @Override
    public ClassLoader applicationLoader() {
        return context.getLoader().getClassLoader();
    }

    @Override
    public void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    private static Connector connector() {
        Connector connector = new Connector();
        connector.setProperty("address", ServerSettings.HOST);
        connector.setPort(0);
        return connector;
    }

    private static SSLHostConfig tls(ServerSettings settings) {
        SSLHostConfig config = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(config, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystoreFile(settings.keystore().toString());
        certificate.setCertificateKeystorePassword(ServerSettings.PASSWORD);
        certificate.setCertificateKeystoreType("PKCS12");
        config.addCertificate(certificate);
        return config;
    }
}
