package dev.sheetbend.websocket.tck.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.SheetbendSession;
import java.io.InputStream;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Specification, chapter 6. Two archives: one with configuration classes, one without. */
class DeploymentConformanceTest extends DeployedWar {
    /** Two configuration classes in the archive, one in a jar of it. */
    @Deployment(testable = false)
    static WebArchive war() {
        JavaArchive jar = ShrinkWrap.create(JavaArchive.class, "endpoints.jar")
                .addClasses(DeploymentEndpoints.JarApplication.class, DeploymentEndpoints.InJar.class);
        return war(
                        "configured",
                        ScanNotes.class,
                        DeploymentEndpoints.FirstApplication.class,
                        DeploymentEndpoints.SecondApplication.class,
                        DeploymentEndpoints.First.class,
                        DeploymentEndpoints.Second.class,
                        DeploymentEndpoints.Third.class,
                        DeploymentEndpoints.Programmatic.class)
                .addClasses(DeploymentEndpoints.Adding.class, DeploymentEndpoints.VersionServlet.class)
                .addAsLibrary(jar);
    }

    /** No configuration class. */
    @Deployment(name = "plain", testable = false)
    static WebArchive plain() {
        JavaArchive jar =
                ShrinkWrap.create(JavaArchive.class, "endpoints.jar").addClasses(DeploymentEndpoints.InJar.class);
        return war(
                        "plain",
                        DeploymentEndpoints.First.class,
                        DeploymentEndpoints.Third.class,
                        DeploymentEndpoints.Programmatic.class)
                .addAsLibrary(jar);
    }

    @Test
    void wsc_6_2_1_theScanFindsAnnotatedAndProgrammaticEndpoints() throws Exception {
        assertThat(scan()).contains("second annotated [First, Second, Third]", "second programmatic [Programmatic]");
    }

    @Test
    void wsc_6_2_2_theScanFindsConfigurationClassesInArchiveAndJar() throws Exception {
        assertThat(scan())
                .anyMatch(line -> line.startsWith("first "))
                .anyMatch(line -> line.startsWith("second "))
                .anyMatch(line -> line.startsWith("jar "));
    }

    @Test
    void wsc_6_2_4_eachConfigurationClassGetsTheScanOfItsOwnArchive() throws Exception {
        assertThat(scan())
                .containsExactlyInAnyOrder(
                        "first annotated [First, Second, Third]",
                        "first programmatic [Programmatic]",
                        "second annotated [First, Second, Third]",
                        "second programmatic [Programmatic]",
                        "jar annotated [InJar]",
                        "jar programmatic []");
    }

    @ParameterizedTest
    @CsvSource({"first", "second", "jar", "programmatic"})
    void wsc_6_2_5_whatAnyConfigurationClassChoosesIsDeployed(String path) throws Exception {
        assertThat(ask(path, "who?")).isEqualTo(path);
    }

    @Test
    void wsc_6_2_5_whatNoConfigurationClassChoosesIsNotDeployed() throws Exception {
        assertThat(handshake("third").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"/plain/first, 101", "/plain/third, 101", "/plain/jar, 101", "/plain/programmatic, 404"})
    void wsc_6_2_3_withoutConfigurationClassAllAnnotatedEndpointsAreDeployed(String path, int status) throws Exception {
        assertThat(handshake(path).status()).isEqualTo(status);
    }

    @Test
    void wsc_6_4_1_theRootOfPathsIsThatOfTheApplication() throws Exception {
        assertThat(uri("ws", "first").getPath()).isEqualTo("/configured/first");
        assertThat(handshake("first").status()).isEqualTo(101);
        assertThat(handshake("/first").status()).isEqualTo(404);
    }

    @Test
    void section_6_4_aListenerAddsAnEndpointWhileTheApplicationStarts() throws Exception {
        assertThat(ask("added", "who?")).isEqualTo("programmatic");
    }

    @Test
    void section_6_4_anAnnotatedEndpointThatIsDeployedAlreadyIsIgnored() throws Exception {
        assertThat(deploy(DeploymentEndpoints.First.class)).isEqualTo("deployed");
        assertThat(ask("first", "who?")).isEqualTo("first");
    }

    @Test
    void wsc_6_5_2_theServerRunsOnTheServletsOfJakartaEe11() throws Exception {
        assertThat(get("servlet-version")).isEqualTo("6.1");
        assertThat(ask("first", "who?")).isEqualTo("first");
    }

    @Test
    void wsc_6_5_2_theServerRunsOnTheJavaOfJakartaEe11() throws Exception {
        // Bytes 6 and 7 of a class file are its major version (JVMS, 4.1); that of Java 17 is 61.
        String file = "/" + SheetbendSession.class.getName().replace('.', '/') + ".class";
        try (InputStream in = SheetbendSession.class.getResourceAsStream(file)) {
            byte[] head = in.readNBytes(8);

            assertThat(head[6] << 8 | head[7]).isEqualTo(61);
        }
    }

    private List<String> scan() throws Exception {
        return get("journal?key=" + ScanNotes.KEY).lines().toList();
    }
}
