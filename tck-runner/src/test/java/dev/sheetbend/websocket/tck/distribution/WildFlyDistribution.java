package dev.sheetbend.websocket.tck.distribution;

import dev.sheetbend.websocket.tck.TestFiles;
import dev.sheetbend.websocket.tck.TestTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** WildFly's zip, standalone. Its deployment scanner is what redeploys. */
public final class WildFlyDistribution extends Distribution {
    private static final Duration WAIT = Duration.ofMinutes(1);
    private static final String WILDFLY = "wildfly";
    private static final String WAR = "app.war";
    private static final String WORKERS = "default task-";
    private static final String DESCRIPTORS = "WEB-INF/";

    private final String heading;

    /**
     * @param archive name of the directory below {@code target/distributions}
     * @param heading of the README's section
     */
    public WildFlyDistribution(String archive, String heading) {
        super(archive, heading);
        this.heading = heading;
    }

    @Override
    protected Map<String, String> prepare(Path directory, Ports ports) throws IOException {
        Path home = directory.resolve(WILDFLY);
        Path unpacked = unpacked();
        Files.createDirectories(home);
        for (String own : List.of("bin", "standalone")) {
            TestFiles.copy(unpacked.resolve(own), home.resolve(own));
        }
        // Large, and only read.
        for (String shared : List.of("modules", "jboss-modules.jar")) {
            Files.createSymbolicLink(home.resolve(shared), unpacked.resolve(shared));
        }
        for (String script : List.of("standalone.sh", "jboss-cli.sh")) {
            // Unpacked without the permissions of the archive.
            if (!home.resolve("bin").resolve(script).toFile().setExecutable(true)) {
                throw new IOException("Cannot make " + script + " executable");
            }
        }
        configure(home.resolve("standalone/configuration"), ports);
        return Map.of("JBOSS_HOME", home.toString());
    }

    private static void configure(Path configuration, Ports ports) throws IOException {
        Path file = configuration.resolve("standalone.xml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("${jboss.http.port:8080}", String.valueOf(ports.http()))
                        .replace("${jboss.https.port:8443}", String.valueOf(ports.https()))
                        .replace("${jboss.management.http.port:9990}", String.valueOf(ports.management()))
                        .replace("scan-interval=\"5000\"", "scan-interval=\"500\"")
                        .replace("clear-text=\"password\"", "clear-text=\"" + TestTls.PASSWORD + "\"")
                        .replace("<implementation type=\"JKS\"/>", "<implementation type=\"PKCS12\"/>"));
        Files.copy(TestTls.keystore(), configuration.resolve("application.keystore"));
        StringBuilder users = new StringBuilder();
        StringBuilder roles = new StringBuilder();
        for (ServerUsers.User user : ServerUsers.ALL) {
            users.append(user.name()).append('=').append(hash(user)).append('\n');
            roles.append(user.name())
                    .append('=')
                    .append(String.join(",", user.roles()))
                    .append('\n');
        }
        Files.writeString(configuration.resolve("application-users.properties"), users);
        Files.writeString(configuration.resolve("application-roles.properties"), roles);
    }

    /** As {@code add-user.sh} writes it. */
    private static String hash(ServerUsers.User user) {
        try {
            String text = user.name() + ":ApplicationRealm:" + user.password();
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Path webapps(Path directory) {
        return directory.resolve(WILDFLY).resolve("standalone/deployments");
    }

    /** Without its descriptors WildFly's own WebSocket serves an application. */
    @Override
    protected void place(Path war, Path destination) throws IOException {
        Files.copy(war, destination);
        try (FileSystem zip = FileSystems.newFileSystem(destination)) {
            for (Map.Entry<String, String> file :
                    ReadmeLines.filesBelow(heading).entrySet()) {
                if (file.getKey().startsWith(DESCRIPTORS)) {
                    Files.writeString(zip.getPath(file.getKey()), file.getValue());
                }
            }
        }
    }

    @Override
    public void undeploy(DistributionProcess server) throws IOException {
        // The first comes a little after the application serves.
        await(server, "deployed");
        Files.delete(marker(server, "deployed"));
        await(server, "undeployed");
    }

    @Override
    public void deploy(DistributionProcess server) throws IOException {
        Files.createFile(marker(server, "dodeploy"));
        server.awaitPage(server.contextPath() + "/index.html");
    }

    private void await(DistributionProcess server, String state) {
        try {
            Awaitility.await().atMost(WAIT).until(() -> Files.exists(marker(server, state)));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(WAR + " is not " + state + "; the log is:\n" + server.log(), e);
        }
    }

    private Path marker(DistributionProcess server, String state) {
        return webapps(server.directory()).resolve(WAR + "." + state);
    }

    /** What its last request has left on the stack of an idle worker thread refers to the application. */
    @Override
    public int keptByIdleThreads(DistributionProcess server) {
        return (int) server.jvm().threads().stream()
                .filter(name -> name.startsWith(WORKERS))
                .count();
    }

    /** Its class loaders are those of all modules. */
    @Override
    public String loaderClass() {
        return "io.undertow.servlet.spec.ServletContextImpl";
    }
}
