package dev.sheetbend.websocket.samples.board;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.websocket.DecodeException;

/** JSON as this application reads it. Any thread may call. */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** The message in a text; the container hands the exception to the endpoint's {@code OnError}. */
    static <T> T decode(String text, Class<T> type) throws DecodeException {
        try {
            T message = MAPPER.readValue(text, type);
            if (message == null) {
                throw new DecodeException(text, "Not a message");
            }
            return message;
        } catch (JsonProcessingException malformed) {
            throw new DecodeException(text, "Not a message", malformed);
        }
    }
}
