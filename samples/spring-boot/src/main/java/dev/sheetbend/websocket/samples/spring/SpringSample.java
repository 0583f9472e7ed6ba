package dev.sheetbend.websocket.samples.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the application; any argument of Spring Boot is understood, such as {@code --server.port=9000}. */
@SpringBootApplication
public class SpringSample {
    /** @param args properties of Spring Boot */
    public static void main(String[] args) {
        SpringApplication.run(SpringSample.class, args);
    }
}
