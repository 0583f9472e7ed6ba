package dev.sheetbend.websocket.samples.spring;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** Below {@code /members} only users; the rest is open. */
@Configuration(proxyBeanMethods = false)
public class SecurityConfiguration {
    @Bean
    static SecurityFilterChain security(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers("/members/**")
                        .authenticated()
                        .anyRequest()
                        .permitAll())
                .httpBasic(Customizer.withDefaults())
                .build();
    }

    @Bean
    static UserDetailsService users() {
        return new InMemoryUserDetailsManager(User.withUsername("ann")
                .password("{noop}secret")
                .roles("MEMBER")
                .build());
    }
}
