// A WebSocket that comes back by itself. It knows nothing of chats: copy it as it is.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
const ALIVE_EVERY = 25_000;
// Policy violation: the server will not have us, and asking again would not change that.
const REFUSED = 1008;

export class Connection {
  #url;
  #on;
  #socket = null;
  #failures = 0;
  #timer = 0;
  #aliveTimer = 0;
  #closed = false;

  /**
   * @param url where to connect
   * @param on what to call: open(), message(data), waiting(seconds), connecting(), refused(reason);
   *     keepAlive() returns what to send when nothing else has been sent for a while
   */
  constructor(url, on) {
    this.#url = url;
    this.#on = on;
    addEventListener('online', this.retry);
    addEventListener('pageshow', this.retry);
    this.#connect();
  }

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  send(data) {
    this.#socket.send(data);
    this.#scheduleAlive();
  }

  /** Connects now, if it is waiting. */
  retry = () => {
    if (!this.#closed && this.#socket === null) {
      this.#connect();
    }
  };

  /** Ends it for good. */
  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#aliveTimer);
    removeEventListener('online', this.retry);
    removeEventListener('pageshow', this.retry);
    this.#socket?.close(1000);
  }

  #connect() {
    clearTimeout(this.#timer);
    this.#on.connecting();
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.onopen = () => {
      if (!this.#closed) {
        this.#scheduleAlive();
        this.#on.open();
      }
    };
    socket.onmessage = event => {
      if (!this.#closed) {
        // Only a server that talks is well again; one that accepts and drops must not be asked again and again.
        this.#failures = 0;
        this.#on.message(event.data);
      }
    };
    socket.onclose = event => {
      this.#socket = null;
      clearTimeout(this.#aliveTimer);
      if (this.#closed) {
        return;
      }
      if (event.code === REFUSED) {
        this.close();
        this.#on.refused(event.reason);
      } else {
        this.#wait();
      }
    };
  }

  #wait() {
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#failures++);
    // A random part, so that the pages of a server that restarts do not all come back in the same moment.
    const due = Date.now() + wait + Math.random() * wait;
    const tick = () => {
      const left = due - Date.now();
      if (left <= 0) {
        this.#connect();
      } else {
        this.#on.waiting(Math.ceil(left / 1000));
        this.#timer = setTimeout(tick, left % 1000 || 1000);
      }
    };
    tick();
  }

  #scheduleAlive() {
    clearTimeout(this.#aliveTimer);
    this.#aliveTimer = setTimeout(() => {
      if (this.isOpen) {
        this.send(this.#on.keepAlive());
      }
    }, ALIVE_EVERY);
  }
}
