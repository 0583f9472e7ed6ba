package dev.sheetbend.websocket.tck.distribution;

import dev.sheetbend.websocket.tck.TestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server from its makers' archive, and one way for our jar to go in. */
public abstract class Distribution {
    private static final Path ARCHIVES = TestFiles.BASE.resolve("target/distributions");
    private static final Pattern NAME = Pattern.compile("(?:apache-)?([a-z]+)(?:-[a-z]+)?-(\\d.*)");

    private final String archive;
    private final String heading;

    /**
     * @param archive name of the directory below {@code target/distributions} where the build has unpacked it
     * @param heading of the README's section with the lines for this way
     */
    protected Distribution(String archive, String heading) {
        this.archive = archive;
        this.heading = heading;
    }

    /**
     * Makes the server as its administrator has it before our jar comes: where it listens, its key, its users.
     *
     * @param directory where the server is, or what it needs beside its own directory
     * @return what the README's lines need of environment variables
     */
    protected abstract Map<String, String> prepare(Path directory, Ports ports) throws IOException;

    /** Where the server takes wars from, which it deploys under their names. */
    protected abstract Path webapps(Path directory);

    /** Puts a war into service that the README's lines know nothing of, with what they have every war say to the server. */
    protected void place(Path war, Path destination) throws IOException {
        Files.copy(war, destination);
    }

    /** Takes the war that the README's lines have deployed out of service, and waits until it is. */
    public abstract void undeploy(DistributionProcess server) throws IOException;

    /** Puts the same war into service again, and waits until it serves. */
    public abstract void deploy(DistributionProcess server) throws IOException;

    /** Name of the class of which there is one instance for each application that is deployed, as the heap shows it. */
    public abstract String loaderClass();

    /** Has the server forget what it keeps of the last request until the next one. */
    public void settle(DistributionProcess server) {}

    /** How many applications that are gone its own idle threads may keep until they get another request, one each. */
    public int keptByIdleThreads(DistributionProcess server) {
        return 0;
    }

    /** What the server itself has found that applications have left behind, if it looks for such things. */
    public List<String> leakWarnings(String log) {
        return List.of();
    }

    /** Starts it with the behaviour suite's application. */
    public final DistributionProcess start(String name) {
        Path directory = TestFiles.newDirectory(name);
        DistributionProcess server = start(name, directory, TestFiles.thinWar(directory.resolve("app")));
        server.awaitPage("/app/index.html");
        return server;
    }

    /**
     * Starts it by the README's lines, and does not wait.
     *
     * @param war what the lines call {@code app.war}, with no jar of ours in it; an exploded one
     * @param others more wars, which are deployed under their names
     */
    public final DistributionProcess start(String name, Path directory, Path war, Path... others) {
        Ports ports = Ports.free();
        try {
            Map<String, String> environment = prepare(directory, ports);
            Wars.pack(war, directory.resolve("app.war"));
            for (Path jar : TestFiles.dropIn()) {
                // As Maven names them; what the version is the lines leave open.
                Files.copy(jar, directory.resolve(jar.getFileName().toString().replace(".jar", "-1.0.jar")));
            }
            for (Path other : others) {
                place(other, webapps(directory).resolve(other.getFileName().toString()));
            }
            return DistributionProcess.start(name, ports, ReadmeLines.below(heading), directory, environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its name and version, as its makers write them. */
    public String product() {
        try {
            Matcher name = NAME.matcher(unpacked().getFileName().toString());
            if (!name.matches()) {
                throw new IOException("No name and version in " + unpacked());
            }
            String product = name.group(1).replace("wildfly", "WildFly");
            return Character.toUpperCase(product.charAt(0)) + product.substring(1) + " " + name.group(2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The directory that the archive has at its top. */
    protected final Path unpacked() throws IOException {
        return unpacked(archive);
    }

    /** The same for any archive. */
    static Path unpacked(String archive) throws IOException {
        Path parent = ARCHIVES.resolve(archive);
        if (!Files.isDirectory(parent)) {
            throw new IOException("There is no " + parent + ": the profile \"distributions\" unpacks it");
        }
        try (Stream<Path> children = Files.list(parent)) {
            List<Path> directories = children.filter(Files::isDirectory).toList();
            if (directories.size() != 1) {
                throw new IOException("Expected one directory in " + parent + ", found " + directories);
            }
            return directories.get(0);
        }
    }
}
