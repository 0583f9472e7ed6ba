package dev.sheetbend.websocket.tck;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Runs a test class against every selected container, over {@code ws} and {@code wss}. The class has a constructor that
 * takes a {@link ServerUnderTest}. A container's process is started when first used and ends with the test run.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("distributions")
@ParameterizedClass(name = "{0}")
@ArgumentsSource(ServersUnderTest.class)
@ExtendWith(ServerNameInFailures.class)
public @interface AgainstEveryContainer {}
