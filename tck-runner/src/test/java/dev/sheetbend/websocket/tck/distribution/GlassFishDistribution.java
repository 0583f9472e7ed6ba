package dev.sheetbend.websocket.tck.distribution;

import dev.sheetbend.websocket.tck.TestFiles;
import dev.sheetbend.websocket.tck.TestTls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** GlassFish's zip, or that of Payara, which has come from it. The directory for automatic deployment is what redeploys. */
public final class GlassFishDistribution extends Distribution {
    private static final String GLASSFISH = "server";
    private static final String WAR = "app.war";
    private static final int HASH_ROUNDS = 100;
    private static final String KEY = "cert-nickname=\"server\"";

    /**
     * @param archive name of the directory below {@code target/distributions}
     * @param heading of the README's section
     */
    public GlassFishDistribution(String archive, String heading) {
        super(archive, heading);
    }

    @Override
    protected Map<String, String> prepare(Path directory, Ports ports) throws IOException {
        Path home = directory.resolve(GLASSFISH);
        TestFiles.copy(unpacked(), home);
        for (String script : List.of("bin/asadmin", "glassfish/bin/asadmin")) {
            // Unpacked without the permissions of the archive.
            if (!home.resolve(script).toFile().setExecutable(true)) {
                throw new IOException("Cannot make " + script + " executable");
            }
        }
        configure(home.resolve("glassfish/domains/domain1/config"), ports);
        return Map.of("GLASSFISH_HOME", home.toString());
    }

    private static void configure(Path configuration, Ports ports) throws IOException {
        Path file = configuration.resolve("domain.xml");
        Ports more = Ports.free();
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("port=\"8080\"", "address=\"127.0.0.1\" port=\"" + ports.http() + "\"")
                        .replace("port=\"8181\"", "address=\"127.0.0.1\" port=\"" + ports.https() + "\"")
                        .replace("port=\"4848\"", "address=\"127.0.0.1\" port=\"" + ports.management() + "\"")
                        .replace("port=\"3700\"", "port=\"" + more.http() + "\"")
                        .replace("port=\"3820\"", "port=\"" + more.https() + "\"")
                        .replace("port=\"3920\"", "port=\"" + more.management() + "\"")
                        .replace("port=\"8686\"", "enabled=\"false\" port=\"8686\"")
                        .replace("address=\"0.0.0.0\"", "address=\"127.0.0.1\"")
                        .replace("cert-nickname=\"s1as\"", KEY));
        for (String name : List.of("keystore.jks", "keystore.p12")) {
            if (Files.exists(configuration.resolve(name))) {
                Files.copy(TestTls.keystore(), configuration.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        StringBuilder users = new StringBuilder();
        for (ServerUsers.User user : ServerUsers.ALL) {
            users.append(user.name())
                    .append(";{SSHA256}")
                    .append(hash(user))
                    .append(';')
                    .append(String.join(",", user.roles()))
                    .append('\n');
        }
        Files.writeString(configuration.resolve("keyfile"), users);
    }

    /** As {@code asadmin create-file-user} writes it. */
    private static String hash(ServerUsers.User user) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] salt = {1, 2, 3, 4, 5, 6, 7, 8};
            sha.update(user.password().getBytes(StandardCharsets.UTF_8));
            byte[] hash = sha.digest(salt);
            for (int round = 1; round < HASH_ROUNDS; round++) {
                hash = sha.digest(hash);
            }
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(hash.length + salt.length)
                            .put(hash)
                            .put(salt)
                            .array());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Path webapps(Path directory) {
        return directory.resolve(GLASSFISH).resolve("glassfish/domains/domain1/autodeploy");
    }

    @Override
    public void undeploy(DistributionProcess server) throws IOException {
        Files.delete(webapps(server.directory()).resolve(WAR));
        Awaitility.await().until(() -> Files.exists(webapps(server.directory()).resolve(WAR + "_undeployed")));
    }

    @Override
    public void deploy(DistributionProcess server) throws IOException {
        Files.copy(server.directory().resolve(WAR), webapps(server.directory()).resolve(WAR));
        server.awaitPage(server.contextPath() + "/index.html");
    }

    @Override
    public String loaderClass() {
        return "com.sun.enterprise.web.WebModule";
    }
}
