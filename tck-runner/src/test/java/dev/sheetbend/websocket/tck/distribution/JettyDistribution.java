package dev.sheetbend.websocket.tck.distribution;

import dev.sheetbend.websocket.tck.TestFiles;
import dev.sheetbend.websocket.tck.TestTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Jetty's zip with a base directory of its own. Its scanner redeploys. */
public final class JettyDistribution extends Distribution {
    private static final Path ARCHIVES_OF_OURS = TestFiles.BASE.resolve("target/jetty");
    private static final String BASE = "base";
    private static final String APP = "app.war";

    private final String archive;
    private final String environment;
    private final String loaderClass;

    /**
     * @param archive name of the directory below {@code target/distributions}, and classifier of our own archive
     * @param heading of the README's section
     * @param environment of the war
     * @param loaderClass see {@link #loaderClass}
     */
    public JettyDistribution(String archive, String heading, String environment, String loaderClass) {
        super(archive, heading);
        this.archive = archive;
        this.environment = environment;
        this.loaderClass = loaderClass;
    }

    @Override
    protected Map<String, String> prepare(Path directory, Ports ports) throws IOException {
        Path base = directory.resolve(BASE);
        Files.createDirectories(webapps(directory));
        Path ini = Files.createDirectories(base.resolve("start.d"));
        Path etc = Files.createDirectories(base.resolve("etc"));
        Files.writeString(ini.resolve("listen.ini"), listen(ports));
        Files.writeString(etc.resolve("users.xml"), realm());
        Files.writeString(etc.resolve("users.properties"), users());
        Files.copy(
                ARCHIVES_OF_OURS.resolve("sheetbend-websocket-" + archive + ".zip"),
                directory.resolve("sheetbend-websocket-1.0-" + archive + ".zip"));
        return Map.of(
                "JETTY_HOME",
                unpacked().toString(),
                "JETTY_BASE",
                base.toString(),
                "EE",
                environment,
                "JDK_JAVA_OPTIONS",
                "-Xmx256m");
    }

    private static String listen(Ports ports) {
        return """
                --module=https
                etc/users.xml
                jetty.http.host=127.0.0.1
                jetty.http.port=%d
                jetty.httpConfig.securePort=%d
                jetty.ssl.host=127.0.0.1
                jetty.ssl.port=%d
                jetty.sslContext.keyStorePath=%s
                jetty.sslContext.keyStoreType=PKCS12
                jetty.sslContext.keyStorePassword=%s
                jetty.deploy.scanInterval=1
                """.formatted(ports.http(), ports.https(), ports.https(), TestTls.keystore(), TestTls.PASSWORD);
    }

    private static String realm() {
        return """
                <?xml version="1.0"?>
                <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
                <Configure id="Server" class="org.eclipse.jetty.server.Server">
                  <Call id="ResourceFactory" class="org.eclipse.jetty.util.resource.ResourceFactory" name="of">
                    <Arg><Ref refid="Server"/></Arg>
                    <Call id="users" name="newResource"><Arg>etc/users.properties</Arg></Call>
                  </Call>
                  <Call name="addBean">
                    <Arg>
                      <New class="org.eclipse.jetty.security.HashLoginService">
                        <Set name="name">default</Set>
                        <Set name="config"><Ref refid="users"/></Set>
                      </New>
                    </Arg>
                  </Call>
                </Configure>
                """;
    }

    private static String users() {
        StringBuilder users = new StringBuilder();
        ServerUsers.ALL.forEach(user ->
                users.append("%s: %s,%s%n".formatted(user.name(), user.password(), String.join(",", user.roles()))));
        return users.toString();
    }

    @Override
    protected Path webapps(Path directory) {
        return directory.resolve(BASE).resolve("webapps");
    }

    @Override
    public void undeploy(DistributionProcess server) throws IOException {
        Files.delete(webapps(server.directory()).resolve(APP));
        server.awaitNoPage(server.contextPath() + "/index.html");
    }

    @Override
    public void deploy(DistributionProcess server) throws IOException {
        // The scanner must not see a part of it.
        Path beside =
                Files.copy(server.directory().resolve(APP), server.directory().resolve("copy.war"));
        Files.move(beside, webapps(server.directory()).resolve(APP), StandardCopyOption.ATOMIC_MOVE);
        server.awaitPage(server.contextPath() + "/index.html");
    }

    /** Its selector keeps the last connection that something happened on, and a connection the last application. */
    @Override
    public void settle(DistributionProcess server) {
        try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), server.httpPort())) {
            connection
                    .getOutputStream()
                    .write("GET /nobody HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            connection.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String loaderClass() {
        return loaderClass;
    }
}
