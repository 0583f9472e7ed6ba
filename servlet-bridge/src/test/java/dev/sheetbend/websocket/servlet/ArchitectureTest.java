package dev.sheetbend.websocket.servlet;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the bridge may import; there are no exceptions. The client is not in the table, so it is never imported. The
 * table has no cycle: what serves one container knows {@code servlet}, which knows none of that.
 */
class ArchitectureTest {
    private static final String INNER = "dev.sheetbend.websocket";
    private static final String SERVLET = INNER + ".servlet";
    private static final String SECURITY = SERVLET + ".security";
    private static final String JETTY = SERVLET + ".jetty";
    private static final String TOMCAT = SERVLET + ".tomcat";
    private static final String UNDERTOW = SERVLET + ".undertow";

    /** Every package, and what it alone may name: only what is loaded for Jetty knows Jetty. */
    private static final Map<String, String> CONTAINERS = Map.of(
            SERVLET,
            SECURITY,
            SECURITY,
            "javax.xml.stream..",
            JETTY,
            "org.eclipse.jetty..",
            TOMCAT,
            "org.apache..",
            UNDERTOW,
            "io.undertow..");

    private static final JavaClasses PRODUCTION = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @ParameterizedTest
    @ValueSource(strings = {SERVLET, SECURITY, JETTY, TOMCAT, UNDERTOW})
    void importsOnlyWhatTheTableAllows(String name) {
        DescribedPredicate<JavaClass> allowed = resideInAnyPackage(
                name,
                CONTAINERS.get(name),
                SERVLET.equals(name) || SECURITY.equals(name) ? "java.." : SERVLET,
                // What Undertow's connections are made of.
                UNDERTOW.equals(name) ? "org.xnio.." : "java..",
                // Tomcat tells the end of a TLS connection from a failure only by the engine's state.
                TOMCAT.equals(name) ? "javax.net.ssl" : "java..",
                INNER,
                INNER + ".buffer",
                INNER + ".container",
                INNER + ".endpoint",
                INNER + ".loop",
                INNER + ".session",
                "jakarta.servlet..",
                "jakarta.websocket..",
                "java..");

        classes()
                .that()
                .resideInAPackage(name)
                .should()
                .onlyDependOnClassesThat(allowed.or(DescribedPredicate.describe(
                        "arrays of those", each -> each.isArray() && allowed.test(each.getBaseComponentType()))))
                .allowEmptyShould(true)
                .check(PRODUCTION);
    }

    @Test
    void everyPackageIsInTheTable() {
        Set<String> known = CONTAINERS.keySet();

        assertThat(PRODUCTION)
                .extracting(JavaClass::getPackageName)
                .filteredOn(name -> !name.isEmpty())
                .isNotEmpty()
                .allMatch(known::contains);
    }
}
