// A WebSocket that comes back by itself. It knows nothing of chats: copy it as it is.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
const CONNECT_WITHIN = 10_000;
const ASK_EVERY = 25_000;
const ANSWER_WITHIN = 10_000;
// Policy violation: the server will not have us, and asking again would not change that.
const REFUSED = 1008;

export class Connection {
  #url;
  #on;
  #socket = null;
  #failures = 0;
  #ended = false;
  #retryTimer = 0;
  #askTimer = 0;
  #lossTimer = 0;

  /**
   * @param url where to connect
   * @param on what to call: connecting(), open(), message(data), waiting(seconds), refused(reason). When it is open the
   *     server has to say something soon, and again after each message that question() returns, whatever it says:
   *     silence means that the connection is lost, which a browser may not notice by itself for many minutes
   */
  constructor(url, on) {
    this.#url = url;
    this.#on = on;
    addEventListener('online', this.retry);
    addEventListener('pageshow', this.retry);
    document.addEventListener('visibilitychange', this.#onVisible);
    this.#connect();
  }

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  send(data) {
    this.#socket.send(data);
    clearTimeout(this.#askTimer);
    this.#askTimer = setTimeout(() => this.#ask(), ASK_EVERY);
  }

  /** Connects now, if it is waiting. */
  retry = () => {
    if (!this.#ended && this.#socket === null) {
      this.#connect();
    }
  };

  /** Ends it for good. */
  close() {
    this.#ended = true;
    clearTimeout(this.#retryTimer);
    removeEventListener('online', this.retry);
    removeEventListener('pageshow', this.retry);
    document.removeEventListener('visibilitychange', this.#onVisible);
    this.#drop()?.close(1000);
  }

  #connect() {
    clearTimeout(this.#retryTimer);
    this.#on.connecting();
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    this.#expectAnswer(CONNECT_WITHIN);
    socket.onopen = () => this.#on.open();
    socket.onmessage = event => {
      clearTimeout(this.#lossTimer);
      // Only a server that talks is well again; one that accepts and drops must not be asked again and again.
      this.#failures = 0;
      this.#on.message(event.data);
    };
    socket.onclose = event => {
      this.#drop();
      if (event.code === REFUSED) {
        this.close();
        this.#on.refused(event.reason);
      } else {
        this.#wait();
      }
    };
  }

  /** Lets go of the socket: whatever happens to it is of no interest any more. */
  #drop() {
    const socket = this.#socket;
    clearTimeout(this.#askTimer);
    clearTimeout(this.#lossTimer);
    if (socket !== null) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      this.#socket = null;
    }
    return socket;
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
        this.#retryTimer = setTimeout(tick, left % 1000 || 1000);
      }
    };
    tick();
  }

  #ask() {
    if (this.isOpen) {
      this.send(this.#on.question());
      this.#expectAnswer(ANSWER_WITHIN);
    }
  }

  #expectAnswer(within) {
    clearTimeout(this.#lossTimer);
    this.#lossTimer = setTimeout(() => {
      this.#drop().close();
      this.#wait();
    }, within);
  }

  /** A phone that wakes up may hold a connection that died in its sleep. */
  #onVisible = () => {
    if (!document.hidden) {
      this.retry();
      this.#ask();
    }
  };
}
