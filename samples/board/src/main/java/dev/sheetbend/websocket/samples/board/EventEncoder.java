package dev.sheetbend.websocket.samples.board;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.websocket.EncodeException;
import jakarta.websocket.Encoder;

/** Writes what the server says as JSON. */
public class EventEncoder implements Encoder.Text<Event> {
    @Override
    public String encode(Event event) throws EncodeException {
        try {
            return Json.MAPPER.writeValueAsString(event);
        } catch (JsonProcessingException failure) {
            throw new EncodeException(event, "Cannot be written as JSON", failure);
        }
    }
}
