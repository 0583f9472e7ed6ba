package dev.sheetbend.websocket.tck.spring;

import dev.sheetbend.websocket.tck.TestFiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A version of Spring Boot on one of its servers: an executable jar with the sample, from a pom like a user's. */
enum SpringBoot {
    BOOT_3_5_TOMCAT("3.5", "tomcat"),
    BOOT_3_5_JETTY("3.5", "jetty"),
    BOOT_3_5_UNDERTOW("3.5", "undertow"),
    BOOT_4_1_TOMCAT("4.1", "tomcat"),
    BOOT_4_1_JETTY("4.1", "jetty");

    private static final String ALL = "all";

    private final String version;
    private final String server;

    SpringBoot(String version, String server) {
        this.version = version;
        this.server = server;
    }

    /** Those that the system property {@code spring} names, with commas; all by default. */
    static Stream<SpringBoot> selected() {
        List<String> names = List.of(System.getProperty("spring", ALL).split(","));
        return Arrays.stream(values()).filter(each -> names.contains(ALL) || names.contains(each.toString()));
    }

    String version() {
        return version;
    }

    /** The module's directory. */
    Path directory() {
        return TestFiles.BASE.resolve("containers/spring-boot-" + version).resolve(server);
    }

    /** What {@code java -jar} runs. */
    Path jar() {
        return directory()
                .resolve("target/sheetbend-container-spring-boot-" + version + "-" + server + "-0.1.0-SNAPSHOT.jar");
    }

    @Override
    public String toString() {
        return version + "-" + server;
    }
}
