package dev.sheetbend.websocket.tck.distribution;

import dev.sheetbend.websocket.tck.TestFiles;
import dev.sheetbend.websocket.tck.TestTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Tomcat's zip. Its manager application is what redeploys. */
public final class TomcatDistribution extends Distribution {
    private static final String TOMCAT = "tomcat";

    /** Where a record of the log begins, with its time stamp. */
    private static final Pattern LOG_RECORD = Pattern.compile("(?m)^(?=\\d{2}-\\p{Alpha}{3}-\\d{4} )");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Not needed, and one of them has WebSocket endpoints. */
    private static final List<String> UNWANTED = List.of("docs", "examples", "host-manager", "ROOT");

    /**
     * @param archive name of the directory below {@code target/distributions}
     * @param heading of the README's section
     */
    public TomcatDistribution(String archive, String heading) {
        super(archive, heading);
    }

    @Override
    protected Map<String, String> prepare(Path directory, Ports ports) throws IOException {
        Path home = directory.resolve(TOMCAT);
        TestFiles.copy(unpacked(), home);
        for (String name : UNWANTED) {
            TestFiles.delete(home.resolve("webapps").resolve(name));
        }
        for (String script : List.of("catalina.sh", "setclasspath.sh")) {
            // Unpacked without the permissions of the archive.
            if (!home.resolve("bin").resolve(script).toFile().setExecutable(true)) {
                throw new IOException("Cannot make " + script + " executable");
            }
        }
        Files.writeString(home.resolve("conf/server.xml"), serverXml(ports));
        Files.writeString(home.resolve("conf/tomcat-users.xml"), users());
        return Map.of("CATALINA_HOME", home.toString(), "CATALINA_BASE", home.toString(), "CATALINA_OPTS", "-Xmx256m");
    }

    private static String serverXml(Ports ports) {
        return """
                <Server port="-1">
                  <Listener className="org.apache.catalina.core.JreMemoryLeakPreventionListener"/>
                  <Listener className="org.apache.catalina.core.ThreadLocalLeakPreventionListener"/>
                  <GlobalNamingResources>
                    <Resource name="UserDatabase" auth="Container" type="org.apache.catalina.UserDatabase"
                              factory="org.apache.catalina.users.MemoryUserDatabaseFactory"
                              pathname="conf/tomcat-users.xml"/>
                  </GlobalNamingResources>
                  <Service name="Catalina">
                    <Connector port="%d" address="127.0.0.1" redirectPort="%d"/>
                    <Connector port="%d" address="127.0.0.1" SSLEnabled="true" scheme="https" secure="true">
                      <SSLHostConfig>
                        <Certificate certificateKeystoreFile="%s" certificateKeystorePassword="%s"
                                     certificateKeystoreType="PKCS12"/>
                      </SSLHostConfig>
                    </Connector>
                    <Engine name="Catalina" defaultHost="localhost">
                      <Realm className="org.apache.catalina.realm.UserDatabaseRealm" resourceName="UserDatabase"/>
                      <Host name="localhost" appBase="webapps"/>
                    </Engine>
                  </Service>
                </Server>
                """.formatted(ports.http(), ports.https(), ports.https(), TestTls.keystore(), TestTls.PASSWORD);
    }

    private static String users() {
        StringBuilder users = new StringBuilder("<tomcat-users xmlns=\"http://tomcat.apache.org/xml\">\n");
        users.append("  <user username=\"manager\" password=\"manager\" roles=\"manager-script\"/>\n");
        ServerUsers.ALL.forEach(user -> users.append("  <user username=\"%s\" password=\"%s\" roles=\"%s\"/>\n"
                .formatted(user.name(), user.password(), String.join(",", user.roles()))));
        return users.append("</tomcat-users>\n").toString();
    }

    @Override
    protected Path webapps(Path directory) {
        return directory.resolve(TOMCAT).resolve("webapps");
    }

    @Override
    public void undeploy(DistributionProcess server) throws IOException {
        manager(server, "undeploy?path=" + server.contextPath(), HttpRequest.BodyPublishers.noBody(), "GET");
    }

    @Override
    public void deploy(DistributionProcess server) throws IOException {
        deploy(server, server.contextPath());
    }

    /** Puts the same war into service under another name, and waits until it serves. */
    void deploy(DistributionProcess server, String contextPath) throws IOException {
        manager(
                server,
                "deploy?path=" + contextPath,
                HttpRequest.BodyPublishers.ofFile(server.directory().resolve("app.war")),
                "PUT");
        server.awaitPage(contextPath + "/index.html");
    }

    private static void manager(
            DistributionProcess server, String command, HttpRequest.BodyPublisher body, String method)
            throws IOException {
        String login = Base64.getEncoder().encodeToString("manager:manager".getBytes(StandardCharsets.US_ASCII));
        URI uri = URI.create("http://127.0.0.1:" + server.httpPort() + "/manager/text/" + command);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, body)
                .header("Authorization", "Basic " + login)
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (!answer.body().startsWith("OK")) {
                throw new AssertionError(
                        server + " answers \"" + answer.body() + "\" to " + command + "; its log is:\n" + server.log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<String> leakWarnings(String log) {
        return Arrays.stream(LOG_RECORD.split(log))
                .filter(message -> message.contains("WebappClassLoaderBase."))
                // A thread of Tomcat's own, which looks after the application at that moment.
                .filter(message -> !message.contains("[Catalina-utility-"))
                .toList();
    }

    @Override
    public String loaderClass() {
        return "org.apache.catalina.loader.ParallelWebappClassLoader";
    }
}
