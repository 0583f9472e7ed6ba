// A WebSocket that speaks JSON. It knows nothing of boards.

export class Connection {
  #socket;
  #ended = false;

  /**
   * @param path where to connect, relative to the page
   * @param handlers what to call for each type of event
   * @param onClose is called with code and reason if it ends by itself
   */
  constructor(path, handlers, onClose) {
    const address = new URL(path, document.baseURI);
    address.protocol = address.protocol.replace('http', 'ws');
    this.#socket = new WebSocket(address);
    this.#socket.onmessage = message => {
      if (!this.#ended) {
        const event = JSON.parse(message.data);
        handlers[event.type]?.(event);
      }
    };
    this.#socket.onclose = event => {
      if (!this.#ended) {
        onClose(event.code, event.reason);
      }
    };
  }

  /** Whether it could be sent. */
  send(message) {
    const isOpen = this.#socket.readyState === WebSocket.OPEN;
    if (isOpen) {
      this.#socket.send(JSON.stringify(message));
    }
    return isOpen;
  }

  /** Ends it; nothing is called any more. */
  close() {
    this.#ended = true;
    this.#socket.close(1000);
  }
}
